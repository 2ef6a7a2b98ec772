import { proxy, transfer, wrap, type Remote } from 'comlink';
import type { RemovalInput } from '@cleanplate/shared/inpaint/types.ts';
import engineWorkerUrl from './engine.worker.ts?worker&url';
import type { FillApi, FillEvent, FillJob, FillWish } from './fillApi.ts';
import { planFill, type Machine } from './fillPlan.ts';
import { startWorker } from './workerUrl.ts';

// The engine's memory goes back to the system once nobody has asked for it this long.
const idleMs = 10_000;
// One that has only practised holds next to nothing.
const readyMs = 60_000;
// faults.md E-2: a worker that has said nothing for so long never will.
const silentMs = 60_000;
// faults.md E-1: after so many crashes within a minute the engine is not started again for now.
const mostCrashes = 5;
const crashWindowMs = 60_000;

interface EngineWorker {
  readonly worker: Worker;
  readonly api: Remote<FillApi>;
  readonly threads: number;
}

/** Too many engine workers stopped in too short a time. */
export class EnginePaused extends Error {}

/** Engine workers, started when needed. A cancel terminates them: nothing else stops a busy thread at once. */
export interface FillPool {
  /** Has an engine worker start and practise, unless there is one: a removal is near. It ends again when none comes. */
  prepare(): void;
  /**
   * Fills the hole once per wish; the input's buffers are handed over. A worker that stops takes only its own wishes
   * with it: the others are waited for before this rejects. Rejects with `EnginePaused` after too many crashes, and with
   * the signal's reason at once when it is aborted.
   */
  fill(
    input: RemovalInput,
    wishes: readonly FillWish[],
    onEvent: (event: FillEvent) => void,
    signal: AbortSignal,
  ): Promise<void>;
}

const thisMachine = (): Machine => ({
  cores: navigator.hardwareConcurrency || 1,
  isIsolated: globalThis.crossOriginIsolated === true && typeof SharedArrayBuffer === 'function',
});

export function createFillPool(
  machine: Machine = thisMachine(),
  start: () => Worker = () => startWorker(engineWorkerUrl, 'engine'),
): FillPool {
  let idle: EngineWorker[] = [];
  let idleTimer: ReturnType<typeof setTimeout> | undefined;
  let crashes: number[] = [];
  let busy = 0;

  const take = (threads: number): EngineWorker => {
    clearTimeout(idleTimer);
    const at = idle.findIndex((one) => one.threads === threads);
    if (at >= 0) return idle.splice(at, 1)[0];
    const worker = start();
    return { worker, api: wrap<FillApi>(worker), threads };
  };
  const keep = (one: EngineWorker, keptMs: number): void => {
    idle.push(one);
    clearTimeout(idleTimer);
    idleTimer = setTimeout(() => {
      for (const { worker } of idle) worker.terminate();
      idle = [];
    }, keptMs);
  };
  const isPaused = (): boolean => {
    crashes = crashes.filter((at) => performance.now() - at < crashWindowMs);
    return crashes.length >= mostCrashes;
  };

  async function fillInOne(
    job: FillJob,
    buffers: readonly ArrayBuffer[],
    onEvent: (event: FillEvent) => void,
    signal: AbortSignal,
  ): Promise<void> {
    signal.throwIfAborted();
    const one = take(job.threads);
    const over = new AbortController();
    let isUsable = false;
    let watch: ReturnType<typeof setTimeout> | undefined;
    let listen = (): void => undefined;
    const stopped = new Promise<never>((_, reject) => {
      const options = { once: true, signal: over.signal };
      signal.addEventListener('abort', () => reject(signal.reason as Error), options);
      const fail = (event: Event) =>
        reject(new Error((event as ErrorEvent).message || 'engine worker failed'));
      one.worker.addEventListener('error', fail, options);
      one.worker.addEventListener('messageerror', fail, options);
      listen = () => {
        clearTimeout(watch);
        watch = setTimeout(() => reject(new Error(`no sign for ${silentMs / 1000} s`)), silentMs);
      };
      listen();
    });
    const heard = (event: FillEvent): void => {
      if (over.signal.aborted || signal.aborted) return;
      listen();
      onEvent(event);
    };
    try {
      await Promise.race([one.api.fill(transfer(job, [...buffers]), proxy(heard)), stopped]);
      isUsable = true;
    } catch (error) {
      if (!signal.aborted) crashes.push(performance.now());
      throw error;
    } finally {
      over.abort();
      clearTimeout(watch);
      if (isUsable) keep(one, idleMs);
      else one.worker.terminate();
    }
  }

  return {
    prepare() {
      if (busy > 0 || idle.length > 0 || isPaused()) return;
      const one = take(planFill(machine, [{ slot: 0, strategy: null }], 1).threads);
      // A removal that comes meanwhile waits behind the practice in the same worker. One that cannot start is no help to it.
      keep(one, readyMs);
      const drop = (): void => {
        if (!idle.includes(one)) return;
        idle = idle.filter((other) => other !== one);
        one.worker.terminate();
      };
      one.worker.addEventListener('error', drop, { once: true });
      one.api.practise(one.threads).catch(drop);
    },
    async fill(input, wishes, onEvent, signal) {
      if (isPaused()) throw new EnginePaused(`${mostCrashes} crashes within ${crashWindowMs / 1000} s`);
      const { threads, shares } = planFill(machine, wishes, input.width * input.height);
      const works = shares.map((share, at) =>
        // All but the last get a copy.
        fillInOne(
          { input, wishes: share, threads },
          at === shares.length - 1 ? buffersOf(input) : [],
          onEvent,
          signal,
        ),
      );
      busy++;
      const ends = await Promise.allSettled(works);
      busy--;
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
    },
  };
}

const buffersOf = ({ pixels, mask, protectedArea }: RemovalInput): ArrayBuffer[] =>
  [pixels.buffer, mask.buffer, ...(protectedArea ? [protectedArea.buffer] : [])] as ArrayBuffer[];
