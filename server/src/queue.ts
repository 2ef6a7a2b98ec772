import type { ServerLimits } from '@cleanplate/shared/contract/limits.ts';
import { Problem } from '@cleanplate/shared/contract/problem.ts';

export interface Queue {
  /**
   * Resolves to a release function once there is room; until then tells the place in line, from 1. Rejects with
   * QUEUE_FULL when the waiting room is full or the wait too long, SHUTTING_DOWN while draining, or the signal's reason.
   */
  readonly enter: (
    user: string,
    signal: AbortSignal,
    onPlace: (place: number) => void,
  ) => Promise<() => void>;
  /** Google said "too many": half as many at once, and one more after each success. */
  readonly slowDown: () => void;
  readonly speedUp: () => void;
  readonly counts: () => { readonly inFlight: number; readonly waiting: number };
  readonly isClosed: () => boolean;
  /** Turns away everybody who waits, and everybody to come. */
  readonly close: () => void;
}

type QueueLimits = Pick<
  ServerLimits,
  'maxInFlight' | 'maxInFlightPerUser' | 'maxWaiting' | 'maxWaitingPerUser' | 'maxWaitMs'
>;

interface Waiter {
  readonly user: string;
  readonly admit: () => void;
  readonly refuse: (problem: Problem) => void;
  readonly onPlace: (place: number) => void;
}

/**
 * A waiting room in which nobody can crowd out the others: whoever has the least under way goes first, among equals
 * whoever came first (`faults.md` T14).
 */
export function createQueue(limits: QueueLimits): Queue {
  const inFlightOf = new Map<string, number>();
  let waiters: Waiter[] = [];
  let inFlight = 0;
  let ceiling = limits.maxInFlight;
  let isClosed = false;

  const busy = (user: string) => inFlightOf.get(user) ?? 0;
  const isOpenTo = (user: string) => inFlight < ceiling && busy(user) < limits.maxInFlightPerUser;

  const begin = (user: string): (() => void) => {
    inFlight += 1;
    inFlightOf.set(user, busy(user) + 1);
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      inFlight -= 1;
      if (busy(user) > 1) inFlightOf.set(user, busy(user) - 1);
      else inFlightOf.delete(user);
      admitNext();
    };
  };

  const admitNext = () => {
    for (;;) {
      const ready = waiters.filter(({ user }) => isOpenTo(user));
      const [first] = ready;
      if (first === undefined) break;
      const next = ready.reduce(
        (best, waiter) => (busy(waiter.user) < busy(best.user) ? waiter : best),
        first,
      );
      waiters = waiters.filter((waiter) => waiter !== next);
      next.admit();
    }
    waiters.forEach(({ onPlace }, index) => onPlace(index + 1));
  };

  /** With the time after which a place is likely to be free: what a picture takes, not what the wait may be. */
  const full = () =>
    new Problem('QUEUE_FULL', { params: { waiting: waiters.length, seconds: 15 }, retryAfterMs: 15_000 });

  return {
    enter: (user, signal, onPlace) => {
      if (isClosed) return Promise.reject(new Problem('SHUTTING_DOWN', { retryAfterMs: 5000 }));
      if (signal.aborted) return Promise.reject(signal.reason as Error);
      if (isOpenTo(user)) return Promise.resolve(begin(user));
      const own = waiters.filter((waiter) => waiter.user === user).length;
      if (waiters.length >= limits.maxWaiting || own >= limits.maxWaitingPerUser)
        return Promise.reject(full());
      return new Promise((resolve, reject) => {
        const leave = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', onAbort);
          waiters = waiters.filter((other) => other !== waiter);
        };
        const onAbort = () => {
          leave();
          reject(signal.reason as Error);
        };
        const waiter: Waiter = {
          user,
          onPlace,
          admit: () => {
            leave();
            resolve(begin(user));
          },
          refuse: (problem) => {
            leave();
            reject(problem);
          },
        };
        const timer = setTimeout(() => waiter.refuse(full()), limits.maxWaitMs);
        signal.addEventListener('abort', onAbort, { once: true });
        waiters.push(waiter);
        onPlace(waiters.length);
      });
    },
    slowDown: () => {
      ceiling = Math.max(1, Math.floor(ceiling / 2));
    },
    speedUp: () => {
      if (ceiling >= limits.maxInFlight) return;
      ceiling += 1;
      admitNext();
    },
    counts: () => ({ inFlight, waiting: waiters.length }),
    isClosed: () => isClosed,
    close: () => {
      isClosed = true;
      for (const waiter of waiters) waiter.refuse(new Problem('SHUTTING_DOWN', { retryAfterMs: 5000 }));
    },
  };
}
