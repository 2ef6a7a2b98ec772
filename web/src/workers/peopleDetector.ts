import type { Picture } from '@cleanplate/shared/raster/picture.ts';
import type { Detection } from '@cleanplate/shared/segment/people.ts';
import { proxy, wrap, type Remote } from 'comlink';
import opencvPeopleUrl from './opencvPeople.ts?worker&url';
import type { LoadProgress, PeopleApi } from './peopleApi.ts';
import { startWorker } from './workerUrl.ts';

// OpenCV holds 128 MB from the start: they go back once nobody has asked for people this long.
const idleMs = 10_000;

export interface PeopleDetector {
  /** Rejects with the signal's reason when it is aborted, which ends the worker. */
  detect(
    picture: Picture,
    onLoad: (progress: LoadProgress) => void,
    signal: AbortSignal,
  ): Promise<readonly Detection[]>;
}

export function createPeopleDetector(
  start: () => Worker = () => startWorker(opencvPeopleUrl, 'people'),
): PeopleDetector {
  let current: { readonly worker: Worker; readonly api: Remote<PeopleApi> } | null = null;
  let idleTimer: ReturnType<typeof setTimeout> | undefined;
  const end = (): void => {
    current?.worker.terminate();
    current = null;
  };
  return {
    async detect(picture, onLoad, signal) {
      signal.throwIfAborted();
      clearTimeout(idleTimer);
      if (!current) {
        const worker = start();
        current = { worker, api: wrap<PeopleApi>(worker) };
      }
      const { worker, api } = current;
      const over = new AbortController();
      let isUsable = false;
      const stopped = new Promise<never>((_, reject) => {
        const options = { once: true, signal: over.signal };
        signal.addEventListener('abort', () => reject(signal.reason as Error), options);
        worker.addEventListener('error', (event) => reject(new Error(event.message)), options);
      });
      try {
        const found = await Promise.race([api.detect(picture, proxy(onLoad)), stopped]);
        isUsable = true;
        return found;
      } finally {
        over.abort();
        if (isUsable) idleTimer = setTimeout(end, idleMs);
        else end();
      }
    },
  };
}
