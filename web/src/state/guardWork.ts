/** What the page does for the work when it is left and come back to: writes down the rest, asks only when something would be lost, looks again. */
import type { Session } from './session.ts';
import { wouldLose } from './keeping.ts';

const ask = (event: BeforeUnloadEvent): void => event.preventDefault();

export function guardWork(session: Pick<Session, 'client' | 'store' | 'checkFiles'>): void {
  const { client, store } = session;
  // Not there while nothing would be lost: some browsers keep no page with this listener for Back.
  let isAsking = false;
  store.subscribe((state) => {
    const mustAsk = wouldLose(state);
    if (mustAsk === isAsking) return;
    isAsking = mustAsk;
    if (mustAsk) addEventListener('beforeunload', ask);
    else removeEventListener('beforeunload', ask);
  });
  const flush = (): void => void client.api.flush();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') return flush();
    // A browser may have dropped what was painted while nobody looked, and not say so (faults.md B-13).
    void client.api.repaint();
    void session.checkFiles();
    if (Object.values(store.getState().keeping).some((state) => state === 'full' || state === 'unavailable'))
      void client.api.retryKeeping();
  });
  addEventListener('focus', () => void session.checkFiles());
  addEventListener('pagehide', flush);
}
