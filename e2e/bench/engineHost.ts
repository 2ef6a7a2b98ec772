import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { createPlainHost, type EngineHost } from '@cleanplate/shared/inpaint/host.ts';
import type { Kernels } from '@cleanplate/shared/inpaint/kernels/contract.ts';
import { CONTROL_BYTES, createThreadedRunner, stopHelpers } from '@cleanplate/shared/inpaint/threads.ts';
import { createWasmHost } from '@cleanplate/shared/inpaint/wasmHost.ts';

/** An engine host for Node, and how to end its threads. */
export type NodeHost = { readonly host: EngineHost; close(): Promise<void> };

const folder = new URL('../../shared/src/inpaint/kernels/', import.meta.url);

/**
 * The engine's host in Node.
 *
 * @param threads 0: TypeScript on this thread; 1: WebAssembly on this thread; more: helpers over shared memory
 */
export async function createNodeHost(threads: number): Promise<NodeHost> {
  if (threads === 0) return { host: createPlainHost(), close: async () => {} };
  const isShared = threads > 1;
  const file = isShared ? 'kernels-shared.wasm' : 'kernels.wasm';
  const module = new WebAssembly.Module(readFileSync(new URL(file, folder)));
  const memory = new WebAssembly.Memory({ initial: 64, maximum: 65536, shared: isShared });
  const kernels = instantiate(module, memory);
  if (!isShared) return { host: createWasmHost(memory, kernels), close: async () => {} };

  const control = new SharedArrayBuffer(CONTROL_BYTES);
  const helpers = Array.from(
    { length: threads - 1 },
    () =>
      new Worker(new URL('./engineHelper.mjs', import.meta.url), { workerData: { module, memory, control } }),
  );
  await Promise.all(helpers.map((helper) => new Promise((resolve) => helper.once('message', resolve))));
  return {
    host: createWasmHost(memory, kernels, createThreadedRunner(control, kernels)),
    async close() {
      stopHelpers(control);
      await Promise.all(helpers.map((helper) => helper.terminate()));
    },
  };
}

export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  const abort = () => {
    throw new Error('A kernel stopped.');
  };
  return new WebAssembly.Instance(module, { env: { memory, abort } }).exports as unknown as Kernels;
}
