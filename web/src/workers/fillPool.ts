import { proxy, wrap, type Remote } from 'comlink';
import type { RemovalInput, Strategy } from '@cleanplate/shared/inpaint/types.ts';
import engineWorkerUrl from './engine.worker.ts?worker&url';
import type { FillApi, FillEvent } from './fillApi.ts';
import { startWorker } from './workerUrl.ts';

// The engine's memory goes back to the system once nobody has asked for it this long.
const idleMs = 10_000;

interface EngineWorker {
  readonly worker: Worker;
  readonly api: Remote<FillApi>;
}

/** Engine workers, started when needed. A cancel terminates them: nothing else stops a busy thread at once. */
export interface FillPool {
  readonly size: number;
  fill(
    input: RemovalInput,
    strategies: readonly Strategy[],
    onEvent: (event: FillEvent) => void,
    signal: AbortSignal,
  ): Promise<void>;
}

/** @param size how many workers at the most; by default one per core, 2–4 */
export function createFillPool(size = Math.max(2, Math.min(4, navigator.hardwareConcurrency))): FillPool {
  let idle: EngineWorker[] = [];
  let idleTimer: ReturnType<typeof setTimeout> | undefined;

  const take = (): EngineWorker => {
    clearTimeout(idleTimer);
    const ready = idle.pop();
    if (ready) return ready;
    const worker = startWorker(engineWorkerUrl, 'engine');
    return { worker, api: wrap<FillApi>(worker) };
  };
  const giveBack = (one: EngineWorker): void => {
    idle.push(one);
    clearTimeout(idleTimer);
    idleTimer = setTimeout(() => {
      for (const { worker } of idle) worker.terminate();
      idle = [];
    }, idleMs);
  };

  async function fillInOne(
    input: RemovalInput,
    strategies: readonly Strategy[],
    onEvent: (event: FillEvent) => void,
    signal: AbortSignal,
  ): Promise<void> {
    signal.throwIfAborted();
    const one = take();
    let usable = false;
    let stop: () => void = () => undefined;
    const stopped = new Promise<never>((_, reject) => {
      stop = () => reject(signal.reason as Error);
      signal.addEventListener('abort', stop, { once: true });
      one.worker.addEventListener('error', (event) =>
        reject(new Error(event.message || 'engine worker failed')),
      );
    });
    try {
      await Promise.race([
        one.api.fill(
          input,
          strategies,
          proxy((event: FillEvent) => signal.aborted || onEvent(event)),
        ),
        stopped,
      ]);
      usable = true;
    } finally {
      signal.removeEventListener('abort', stop);
      if (usable) giveBack(one);
      else one.worker.terminate();
    }
  }

  return {
    size,
    async fill(input, strategies, onEvent, signal) {
      const shares = Array.from({ length: Math.min(size, strategies.length) }, (_, at) =>
        strategies.filter((_, index) => index % size === at),
      );
      await Promise.all(shares.map((share) => fillInOne(input, share, onEvent, signal)));
    },
  };
}
