/** The installed page: offline by a service worker, and a new version offered, never forced. */
import { registerServiceWorker } from '../workers/workerUrl.ts';
import type { Session } from './session.ts';

/** A part of the page is no longer at the server: a newer version took its place. */
export const partMissing = 'cleanplate:part-missing';

export function offerNewVersions({ messages, client }: Pick<Session, 'messages' | 'client'>): void {
  let waiting: ServiceWorker | null = null;

  async function reload(): Promise<void> {
    await client.api.flush();
    if (!waiting) return location.reload();
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    waiting.postMessage('takeOver');
  }
  const offer = (): void => {
    const actions = [{ key: 'version.reload', run: () => void reload() }];
    messages.show({ tone: 'notice', line: { key: 'version.ready' } }, { actions });
  };
  addEventListener(partMissing, offer);

  const watch = (worker: ServiceWorker): void =>
    worker.addEventListener('statechange', () => {
      // Without a controller this is the first one ever: nothing was there to be replaced.
      if (worker.state !== 'installed' || !navigator.serviceWorker.controller) return;
      waiting = worker;
      offer();
    });
  void registerServiceWorker('/sw.js').then((registration) => {
    if (!registration) return;
    if (registration.waiting && navigator.serviceWorker.controller) {
      waiting = registration.waiting;
      offer();
    }
    registration.addEventListener('updatefound', () => {
      if (registration.installing) watch(registration.installing);
    });
    // A tab that stays open for days hears of a new version too.
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void registration.update().catch(() => undefined);
    });
  });
}
