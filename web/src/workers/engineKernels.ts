import { createTwins } from '@cleanplate/shared/inpaint/kernels/twins.ts';
import type { Kernels } from '@cleanplate/shared/inpaint/kernels/contract.ts';
import { createArena, createPlainMemory } from '@cleanplate/shared/inpaint/arena.ts';

/** What a helper thread is sent: the compiled kernels, the memory they work on, and where the bands are handed out. */
export interface HelperStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: SharedArrayBuffer;
}

/** Throws when the file is not the one that this page was built with. */
export function instantiateKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  const abort = () => {
    throw new Error('a kernel stopped');
  };
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort } });
  const names = Object.keys(createTwins(createArena(createPlainMemory())));
  const missing = names.filter((name) => typeof exports[name] !== 'function');
  if (missing.length > 0) throw new Error(`the kernels file lacks ${missing.join(', ')}`);
  return exports as unknown as Kernels;
}
