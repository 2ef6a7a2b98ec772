/** Entry of a worker of the local engine. It holds no photo: it is given one crop and gives back fills. */
import { createPlainHost, type EngineHost } from '@cleanplate/shared/inpaint/host.ts';
import type { Kernels } from '@cleanplate/shared/inpaint/kernels/contract.ts';
import kernelsUrl from '@cleanplate/shared/inpaint/kernels/kernels.wasm?url';
import { fillCandidate, prepareRemoval } from '@cleanplate/shared/inpaint/removal.ts';
import { createWasmHost } from '@cleanplate/shared/inpaint/wasmHost.ts';
import { expose, transfer } from 'comlink';
import type { FillApi } from './fillApi.ts';

// A report every 50 ms is smooth to the eye and costs nothing.
const reportEveryMs = 50;

/** The kernels in WebAssembly; their TypeScript twins where the file or SIMD is missing: slower, the same pictures. */
async function createHost(): Promise<EngineHost> {
  try {
    const memory = new WebAssembly.Memory({ initial: 64, maximum: 65_536 });
    const abort = () => {
      throw new Error('a kernel stopped');
    };
    const { instance } = await WebAssembly.instantiateStreaming(fetch(kernelsUrl), {
      env: { memory, abort },
    });
    return createWasmHost(memory, instance.exports as unknown as Kernels);
  } catch {
    return createPlainHost();
  }
}

let host: Promise<EngineHost> | undefined;

const api: FillApi = {
  async fill(input, strategies, onEvent) {
    host ??= createHost();
    const prepared = prepareRemoval(input, {}, await host);
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
