/** How many workers and threads share a removal. */
import type { FillWish } from './fillApi.ts';

export interface Machine {
  readonly cores: number;
  /** The page is cross-origin isolated: its workers may share memory. */
  readonly isIsolated: boolean;
}

export interface FillPlan {
  readonly threads: number;
  /** One entry a worker: what it is to fill, in this order. */
  readonly shares: readonly (readonly FillWish[])[];
}

// More bands than eight are never cut (shared/src/inpaint/host.ts).
const mostThreads = 8;
const mostWorkers = 4;
// faults.md §5.1: what a removal may take beside the photo, and what the engine takes of it per crop pixel.
const budgetBytes = 512 * 2 ** 20;
const bytesPerPixel = 40;

/**
 * With shared memory one worker fills one candidate after the other on all cores: the first result comes soonest, and
 * one pyramid serves all. Without, candidates are shared out among workers of one thread, as far as memory allows.
 */
export function planFill(machine: Machine, wishes: readonly FillWish[], cropPixels: number): FillPlan {
  const cores = Math.max(1, Math.floor(machine.cores));
  if (machine.isIsolated) return { threads: Math.min(mostThreads, cores), shares: [wishes] };
  const room = Math.max(1, Math.floor(budgetBytes / (bytesPerPixel * cropPixels)));
  const workers = Math.min(cores, mostWorkers, room, wishes.length);
  return {
    threads: 1,
    shares: Array.from({ length: workers }, (_, at) => wishes.filter((_, index) => index % workers === at)),
  };
}
