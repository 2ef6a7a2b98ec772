/** One interface for every engine: the page knows an engine only by its description and this. */
import type { AutomaticMode, EngineDescription } from '@cleanplate/shared/contract/engine.ts';
import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import type { ProcessedAt } from '../document/facts.ts';
import type { ProblemData, RemovalCrop } from '../workers/documentApi.ts';

/** Values of the Parameters panel; an engine reads those that its description names. */
export interface RemovalParameters {
  readonly sampleCount: number;
  readonly prompt?: string;
  readonly negativePrompt?: string;
  readonly seed?: number;
  readonly baseSteps?: number;
  readonly guidanceScale?: number;
  readonly dilation: number;
}

/** Who says what must go: the user's mask, or the engine, which finds the background, the foreground or these classes. */
export interface MaskChoice {
  readonly mode: 'user' | AutomaticMode;
  /** Ids of `semanticClasses`, with `semantic` only. */
  readonly classes: readonly number[];
}

export const userMask: MaskChoice = { mode: 'user', classes: [] };

export type EngineEvent =
  | {
      readonly type: 'progress';
      readonly stage: string;
      readonly fraction?: number;
      readonly slot?: number;
      /** Place in the queue, from 1, while waiting. */
      readonly place?: number;
      /** Until the next try, while Google is busy. */
      readonly retryInMs?: number;
    }
  | {
      readonly type: 'candidate';
      readonly slot: number;
      readonly preview: boolean;
      /** The part of the crop region that the pixels fill, in the region's own pixels. */
      readonly area: Rect;
      /** RGBA, `area`-sized. */
      readonly pixels: Uint8ClampedArray<ArrayBuffer>;
      readonly strategy: string;
      readonly seconds: number;
      /** The number that gives this candidate again, where the engine works by one. */
      readonly seed?: number;
      readonly processedAt?: ProcessedAt;
      /** Where the engine painted, 0 or 255, `area`-sized; only when it was to find the mask. */
      readonly found?: Uint8Array<ArrayBuffer>;
    }
  /** One that cannot be offered, and why. */
  | { readonly type: 'refused'; readonly slot?: number; readonly problem: ProblemData }
  /** Once all came: the candidate that the engine thinks best; its card is marked, and keeps its place. */
  | { readonly type: 'best'; readonly slot: number }
  | {
      readonly type: 'notice';
      readonly code: string;
      readonly message: string;
      readonly slot?: number;
      readonly params?: ProblemData['params'];
    };

export interface Engine {
  readonly description: EngineDescription;
  /** Starts what takes time to start: a removal is near. */
  prepare?(): void;
  /**
   * Fills the masked part of a crop. Resolves when all candidates came; rejects with the signal's reason when aborted.
   * A failure resolves to a problem: nothing of the user's is touched by it.
   */
  remove(
    crop: RemovalCrop,
    parameters: RemovalParameters,
    onEvent: (event: EngineEvent) => void,
    signal: AbortSignal,
    mask?: MaskChoice,
  ): Promise<ProblemData | null>;
}
