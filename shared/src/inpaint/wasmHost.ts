import { type ArenaMemory, createArena } from './arena.ts';
import { type BandRunner, type EngineHost, runInTurn } from './host.ts';
import type { Kernels } from './kernels/contract.ts';

/** What the engine needs of a `WebAssembly.Memory`; named here because this package knows no platform. */
export type WasmMemory = { readonly buffer: ArrayBufferLike; grow(pages: number): number };

const PAGE = 65536;
/** Grown by at least this share of what is there: some sixty times up to a gigabyte, and a tenth too much at most. */
const GROWTH = 0.1;

/**
 * The engine on WebAssembly kernels. The caller compiles `kernels.wasm` (or `kernels-shared.wasm` for a shared memory) and
 * instantiates it with `{ env: { memory, abort } }`.
 *
 * @param runBands how bands are run; by default one after the other on this thread
 */
export function createWasmHost(
  memory: WasmMemory,
  kernels: Kernels,
  runBands: BandRunner = runInTurn(kernels),
): EngineHost {
  const arena = createArena(memoryOf(memory));
  return { arena, kernels, runBands };
}

function memoryOf(memory: WasmMemory): ArenaMemory {
  return {
    get buffer() {
      return memory.buffer;
    },
    grow(bytes) {
      const have = memory.buffer.byteLength;
      if (bytes <= have) return;
      const need = Math.ceil((bytes - have) / PAGE);
      try {
        memory.grow(Math.max(need, Math.ceil((GROWTH * have) / PAGE)));
      } catch {
        // Near the limit the generous step may fail where the exact one does not.
        memory.grow(need);
      }
    },
  };
}
