import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import type { RemovalInput, RemovalNotice, Strategy } from '@cleanplate/shared/inpaint/types.ts';

/** One picture that is wanted: its place among the results, and how it is to be filled. */
export interface FillWish {
  readonly slot: number;
  /** null: the strategy that a trial on the coarse levels finds best. */
  readonly strategy: Strategy | null;
}

export interface FillJob {
  readonly input: RemovalInput;
  readonly wishes: readonly FillWish[];
  /** Threads to compute with, this worker's own included; 1 where the page may not share memory. */
  readonly threads: number;
}

/** Worth knowing, but no error. */
export type FillNotice =
  | RemovalNotice
  /** The compiled kernels could not be loaded; the same pictures, more slowly. */
  | { readonly code: 'SLOW_ENGINE' }
  /** There was not enough memory for the crop; it was solved at this share of its size. */
  | { readonly code: 'SOLVED_SMALLER'; readonly percent: number };

/** A fill as far as it has come, or done. Areas are in the crop region's own pixels. */
interface Filled {
  readonly slot: number;
  readonly strategy: Strategy;
  readonly area: Rect;
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}
export type PicturedEvent =
  | (Filled & { readonly type: 'preview' })
  | (Filled & {
      readonly type: 'candidate';
      readonly score: number;
      readonly notices: readonly FillNotice[];
      readonly seconds: number;
    });

/** What an engine worker reports while it fills, in the order it happens. */
export type FillEvent =
  | { readonly type: 'progress'; readonly slot: number; readonly fraction: number }
  | PicturedEvent;

/** Across the workers' border a call answers when it was heard: what must not come after the end is waited for. */
export type Listener = (event: FillEvent) => void | Promise<void>;

export interface FillApi {
  /** Starts the engine and fills something nobody sees: what is started and compiled then, the first removal finds done. */
  practise(threads: number): Promise<void>;
  /** Fills the hole once per wish. Resolves when all are done; rejects with a RemovalProblem's message. */
  fill(job: FillJob, onEvent: Listener): Promise<void>;
}
