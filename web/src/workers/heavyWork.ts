import { wrap, type Remote } from 'comlink';
import heavyWorkerUrl from './heavy.worker.ts?worker&url';
import type { HeavyApi } from './heavyApi.ts';
import { startWorker } from './workerUrl.ts';

/** A worker for long work, one call after the other, started when it is first needed. */
export interface HeavyWork {
  /**
   * Runs one call when those before it are done. Rejects with the signal's reason when it is aborted, which ends the
   * worker at once: nothing else stops a busy thread.
   */
  run<T>(call: (api: Remote<HeavyApi>) => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/**
 * The document's worker asks for long work here, so that it can go on painting. Kinds of work that must not wait for
 * each other take one of these each.
 * @param idleMs its copies of mask and photo go back to the system once nobody has asked for anything this long
 */
export function createHeavyWork(idleMs = 10_000): HeavyWork {
  let current: { readonly worker: Worker; readonly api: Remote<HeavyApi> } | null = null;
  let idleTimer: ReturnType<typeof setTimeout> | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const end = (): void => {
    current?.worker.terminate();
    current = null;
  };

  async function work<T>(call: (api: Remote<HeavyApi>) => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    clearTimeout(idleTimer);
    if (!current) {
      const worker = startWorker(heavyWorkerUrl, 'heavy');
      current = { worker, api: wrap<HeavyApi>(worker) };
    }
    const { worker, api } = current;
    let isUsable = false;
    const over = new AbortController();
    try {
      const stopped = new Promise<never>((_, reject) => {
        const options = { once: true, signal: over.signal };
        signal?.addEventListener('abort', () => reject(signal.reason as Error), options);
        // A worker that ran out of memory or could not be loaded answers nothing else.
        worker.addEventListener(
          'error',
          (event) => reject(new Error(event.message || 'heavy worker failed')),
          options,
        );
      });
      const answer = await Promise.race([call(api), stopped]);
      isUsable = true;
      return answer;
    } finally {
      over.abort();
      if (isUsable) idleTimer = setTimeout(end, idleMs);
      else end();
    }
  }

  return {
    run(call, signal) {
      const mine = last.then(() => work(call, signal));
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}
