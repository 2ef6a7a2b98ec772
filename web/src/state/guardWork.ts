/** What the page does for the work when it is left: writes down the rest, and asks only when something would be lost. */
import type { Session } from './session.ts';
import { wouldLose } from './keeping.ts';

const ask = (event: BeforeUnloadEvent): void => event.preventDefault();

export function guardWork({ client, store }: Pick<Session, 'client' | 'store'>): void {
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
    if (document.visibilityState === 'hidden') flush();
    else if (
      Object.values(store.getState().keeping).some((state) => state === 'full' || state === 'unavailable')
    )
      void client.api.retryKeeping();
  });
  addEventListener('pagehide', flush);
}
