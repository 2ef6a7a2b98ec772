/** Where the engine computes in a browser: the fastest of three ways that this page allows. All give the same bytes. */
import { createPlainHost, type EngineHost } from '@cleanplate/shared/inpaint/host.ts';
import type { Kernels } from '@cleanplate/shared/inpaint/kernels/contract.ts';
import kernelsUrl from '@cleanplate/shared/inpaint/kernels/kernels.wasm?url';
import sharedKernelsUrl from '@cleanplate/shared/inpaint/kernels/kernels-shared.wasm?url';
import { CONTROL_BYTES, createThreadedRunner } from '@cleanplate/shared/inpaint/threads.ts';
import { createWasmHost } from '@cleanplate/shared/inpaint/wasmHost.ts';
import { instantiateKernels, type HelperStart } from './engineKernels.ts';
import helperUrl from './engineHelper.worker.ts?worker&url';
import { startWorker } from './workerUrl.ts';

export interface BrowserHost {
  readonly host: EngineHost;
  /** The kernels are not compiled: their TypeScript twins run instead. */
  readonly isSlow: boolean;
}

const initialPages = 64;
// 4 GB of addresses, then less, where a small device has no room to reserve that much.
const mostPages = [65_536, 16_384];
// A helper that has not answered by then will not: a blocked script, a device out of threads.
const helperMs = 2_000;

/** @param threads more than 1 only in a page that is cross-origin isolated */
export async function createBrowserHost(threads: number): Promise<BrowserHost> {
  const ways = threads > 1 ? [() => createThreadedHost(threads), createSingleHost] : [createSingleHost];
  for (const way of ways) {
    try {
      return { host: await way(), isSlow: false };
    } catch {
      // No file, no SIMD, no shared memory, no further worker: the next way needs less.
    }
  }
  return { host: createPlainHost(), isSlow: true };
}

async function createSingleHost(): Promise<EngineHost> {
  const module = await WebAssembly.compileStreaming(fetch(kernelsUrl));
  const memory = createMemory(false);
  return createWasmHost(memory, instantiateKernels(module, memory));
}

async function createThreadedHost(threads: number): Promise<EngineHost> {
  const module = await WebAssembly.compileStreaming(fetch(sharedKernelsUrl));
  const memory = createMemory(true);
  const control = new SharedArrayBuffer(CONTROL_BYTES);
  const kernels: Kernels = instantiateKernels(module, memory);
  const helpers = Array.from({ length: threads - 1 }, () => startWorker(helperUrl, 'engine-helper'));
  try {
    await Promise.all(helpers.map((helper) => ready(helper, { module, memory, control })));
  } catch (error) {
    for (const helper of helpers) helper.terminate();
    throw error;
  }
  return createWasmHost(memory, kernels, createThreadedRunner(control, kernels));
}

function createMemory(shared: boolean): WebAssembly.Memory {
  for (const maximum of mostPages) {
    try {
      return new WebAssembly.Memory({ initial: initialPages, maximum, shared });
    } catch {
      // Less, then.
    }
  }
  throw new RangeError(`no room for ${mostPages.at(-1)} pages`);
}

/** Hands a helper its part; resolves once it serves. Ends with its parent, which is terminated on Cancel. */
function ready(helper: Worker, start: HelperStart): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer in ${helperMs} ms`)), helperMs);
    const settle = (done: () => void) => {
      clearTimeout(timer);
      done();
    };
    helper.addEventListener('message', () => settle(resolve), { once: true });
    helper.addEventListener('error', () => settle(() => reject(new Error('helper failed'))), { once: true });
    helper.postMessage(start);
  });
}
