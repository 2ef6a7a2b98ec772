import { type Arena, type ArenaMemory, createArena, createPlainMemory } from './arena.ts';
import type { BandedKernel, Kernels } from './kernels/contract.ts';
import { createTwins } from './kernels/twins.ts';
import { type CancelFlag, RemovalCancelled } from './types.ts';

/** Runs one kernel over `[cuts[0], cuts[1])`, `[cuts[1], cuts[2])`, … in any order and returns the sum of what they return. */
export type BandRunner = (kernel: BandedKernel, args: readonly number[], cuts: readonly number[]) => number;

/** Where the engine computes: memory, kernels, and a way to run bands of them. */
export type EngineHost = { readonly arena: Arena; readonly kernels: Kernels; readonly runBands: BandRunner };

/** The engine in TypeScript on the calling thread: needs nothing, and is what everything else is measured against. */
export function createPlainHost(memory: ArenaMemory = createPlainMemory()): EngineHost {
  const arena = createArena(memory);
  const kernels = createTwins(arena);
  return { arena, kernels, runBands: runInTurn(kernels) };
}

/** The bands one after the other on the calling thread. */
export function runInTurn(kernels: Kernels): BandRunner {
  return (kernel, args, cuts) => {
    const run = kernels[kernel] as (...args: number[]) => number | void;
    let sum = 0;
    for (let k = 0; k + 1 < cuts.length; k++) sum += run(...args, cuts[k], cuts[k + 1]) ?? 0;
    return sum;
  };
}

/** More bands than this gain nothing on the machines we know; the number never depends on the threads. */
const MAX_BANDS = 8;

/**
 * Cuts `count` rows or items into bands of at least `least`. With `shifted`, the cuts lie half a band further, so that the
 * places where propagation stops move between passes and leave no seam.
 */
export function cutBands(count: number, least: number, shifted = false): number[] {
  const bands = Math.max(1, Math.min(MAX_BANDS, Math.floor(count / least)));
  const size = count / bands;
  const cuts = [0];
  for (let k = 1; k < bands + (shifted && bands > 1 ? 1 : 0); k++)
    cuts.push(Math.round(size * (shifted ? k - 0.5 : k)));
  cuts.push(count);
  return cuts;
}

export function throwIfCancelled(cancel: CancelFlag | undefined): void {
  if (cancel?.aborted) throw new RemovalCancelled();
}
