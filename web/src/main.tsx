import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { askForMask } from './engines/askForMask.ts';
import { createLocalEngine } from './engines/localEngine.ts';
import { createRemoteEngine } from './engines/remoteEngine.ts';
import { pickLanguage } from './state/language.ts';
import { rememberOverlay } from './state/overlayLook.ts';
import { offerNewVersions } from './state/newVersion.ts';
import { panelViews } from './state/panelView.ts';
import { guardWork } from './state/guardWork.ts';
import { createSession } from './state/session.ts';
import { createSettingsStore } from './state/settings.ts';
import { views } from './state/viewStore.ts';
import { App } from './ui/App.tsx';
import { ErrorBoundary } from './ui/ErrorBoundary.tsx';
import { createI18n } from './ui/i18n/i18n.ts';
import { SessionProvider } from './ui/sessionContext.tsx';
import { connectDocument } from './workers/documentClient.ts';
import './ui/theme/tokens.css';
import './ui/theme/base.css';

const settings = createSettingsStore(globalThis.localStorage ?? null);
const local = createLocalEngine();
const session = createSession({
  connect: connectDocument,
  settings,
  engines: {
    local,
    askForMask,
    of: (description) => (description.id === 'local' ? local : createRemoteEngine(description)),
  },
  views,
  panels: panelViews,
});
rememberOverlay(views, settings);
guardWork(session);
void session.restore();
if (import.meta.env.PROD) offerNewVersions(session);
const i18n = createI18n(settings.getState().language ?? pickLanguage(navigator.languages));
const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 600_000, retry: 1, refetchOnWindowFocus: false } },
});

const root = document.getElementById('root');
if (!root) throw new Error('the page has no #root');
createRoot(root).render(
  <StrictMode>
    {/* The Content-Security-Policy allows no style elements; Base UI works without its own. */}
    <CSPProvider disableStyleElements>
      <I18nextProvider i18n={i18n}>
        <QueryClientProvider client={queries}>
          <SessionProvider value={session}>
            <ErrorBoundary>
              <App />
            </ErrorBoundary>
          </SessionProvider>
        </QueryClientProvider>
      </I18nextProvider>
    </CSPProvider>
  </StrictMode>,
);
