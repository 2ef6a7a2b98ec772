import type { EngineDescription } from '@cleanplate/shared/contract/engine.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { mergeEngines } from '../../state/engineList.ts';
import { reportName } from '../../state/fileNames.ts';
import { download } from '../../state/platform.ts';
import { useText } from '../i18n/useText.ts';
import { useSession } from '../sessionContext.tsx';
import { useLanguage } from '../useAppearance.ts';

/** Makes the report of the photo as it stands and downloads it. */
export function useSaveReport(): () => Promise<void> {
  const session = useSession();
  const text = useText();
  const language = useLanguage();
  const queries = useQueryClient();
  return useCallback(async () => {
    const { facts } = session.store.getState();
    if (!facts) return;
    const made = await session.client.api.reportData();
    if (!made.ok) return void session.messages.problem(made.problem);
    // Who never makes a report need not load what makes it.
    const { reportHtml } = await import('./reportHtml.ts');
    const engines = mergeEngines(
      session.engines.local.description,
      queries.getQueryData<readonly EngineDescription[]>(['engines']) ?? [],
    );
    const html = await reportHtml({ facts, data: made.value, engines, text, language, date: new Date() });
    const file = reportName(facts.name);
    download(new Blob([html], { type: 'text/html' }), file);
    session.messages.show({ tone: 'done', line: { key: 'say.saved', params: { file } } });
  }, [session, text, language, queries]);
}
