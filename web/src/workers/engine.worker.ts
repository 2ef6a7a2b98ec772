/** Entry of a worker of the local engine. It holds no photo: it is given one crop and gives back fills. */
import { fillCandidate, prepareRemoval } from '@cleanplate/shared/inpaint/removal.ts';
import { expose, transfer } from 'comlink';
import type { FillApi } from './fillApi.ts';

// A report every 50 ms is smooth to the eye and costs nothing.
const reportEveryMs = 50;

const api: FillApi = {
  async fill(input, strategies, onEvent) {
    const prepared = prepareRemoval(input);
    for (const strategy of strategies) {
      const started = performance.now();
      let reported = 0;
      const { area, pixels, score, notices } = fillCandidate(prepared, strategy, {
        onProgress(fraction) {
          const now = performance.now();
          if (now - reported < reportEveryMs) return;
          reported = now;
          onEvent({ type: 'progress', strategy, fraction });
        },
      });
      const own = pixels as Uint8ClampedArray<ArrayBuffer>;
      const seconds = (performance.now() - started) / 1000;
      onEvent(
        transfer({ type: 'candidate', strategy, area, pixels: own, score, notices, seconds }, [own.buffer]),
      );
      // Lets the message leave before the next candidate keeps this thread busy.
      await new Promise((resolve) => setTimeout(resolve));
    }
  },
};
expose(api);
