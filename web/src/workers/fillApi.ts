import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import type { RemovalInput, RemovalNotice, Strategy } from '@cleanplate/shared/inpaint/types.ts';

/** What an engine worker reports while it fills, in the order it happens. */
export type FillEvent =
  | { readonly type: 'progress'; readonly strategy: Strategy; readonly fraction: number }
  | {
      readonly type: 'candidate';
      readonly strategy: Strategy;
      /** In the crop region's own pixels. */
      readonly area: Rect;
      readonly pixels: Uint8ClampedArray<ArrayBuffer>;
      readonly score: number;
      readonly notices: readonly RemovalNotice[];
      readonly seconds: number;
    };

export interface FillApi {
  /** Fills the hole once per strategy. Resolves when all are done; rejects with a RemovalProblem's message. */
  fill(
    input: RemovalInput,
    strategies: readonly Strategy[],
    onEvent: (event: FillEvent) => void,
  ): Promise<void>;
}
