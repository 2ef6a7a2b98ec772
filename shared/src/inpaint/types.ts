/**
 * What the local engine takes and gives. Everything here is plain data and callbacks: the page's engine worker, the
 * benches and the tests in Node use the same shapes. All coordinates are pixels of the crop region.
 */

/** A rectangle in whole pixels; `x + width` and `y + height` are just outside it. */
export type Rect = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** In whole pixels. */
export type Size = Pick<Rect, 'width' | 'height'>;

/** Four ways to fill a hole, told apart by what they favour (see `strategies.ts`), in the order of the cards. */
export type Strategy = 'balanced' | 'nearby' | 'texture' | 'smoothLight';

/** Looked at between bands of work; with shared memory its getter can read a flag that the page sets. */
export type CancelFlag = { readonly aborted: boolean };

/** A straight line drawn through the hole: structure near it continues along it. */
export type GuideLine = {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  /** How far from the line, in pixels, sources are held to it. Default 24. */
  readonly reach?: number;
};

export type RemovalInput = {
  /** RGBA bytes of the crop region, `width × height × 4`. Read only, and kept by reference until the last candidate. */
  readonly pixels: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  /** One byte a pixel; 128 and more means *remove here*. */
  readonly mask: Uint8Array;
  /**
   * One byte a pixel; 128 and more means *a fill may not be copied from here*. Absent, nobody knows where the product is, and
   * what does not look like the hole's surroundings is kept out more strictly.
   */
  readonly protectedArea?: Uint8Array;
  readonly guideLines?: readonly GuideLine[];
  /** Any integer. The same seed and input give the same bytes, whatever the number of threads. */
  readonly seed: number;
};

/** Worth knowing, but no error; travels with a candidate. */
export type RemovalNotice =
  /** Hardly anything but the protected area was left to copy from, so the fill was allowed to use it. */
  | { readonly code: 'PROTECTION_LIFTED' }
  /** The removed thing's colours still stand just outside the mask; growing the mask by `growPx` takes them in. */
  | { readonly code: 'HALO'; readonly growPx: number };

/** The fill as far as it has come. `pixels` may be smaller than `area`, which may reach beyond the picture: scale it up to show it. */
export type Preview = {
  readonly area: Rect;
  readonly pixels: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
};

export type RemovalHooks = {
  readonly cancel?: CancelFlag;
  /** From 0 to 1, by work done, never falling. */
  readonly onProgress?: (fraction: number) => void;
  /** Called after each level; only pixels inside the mask differ from the photo. */
  readonly onPreview?: (preview: Preview) => void;
};

export type Candidate = {
  readonly strategy: Strategy;
  /** The part of the crop region that holds the mask; outside it nothing changed. */
  readonly area: Rect;
  /** RGBA bytes of `area`. Pixels outside the mask, and every alpha byte, are the photo's. */
  readonly pixels: Uint8ClampedArray;
  /** How much the fill's edge shows, plus how far it is from the photo's own patches: lower is better (see `score.ts`). */
  readonly score: number;
  readonly notices: readonly RemovalNotice[];
};

/** Why nothing can be filled. Codes and sentences are those of the page's table of problems. */
export type RemovalProblemCode = 'MASK_EMPTY' | 'MASK_FULL' | 'MASK_MISMATCH';

/** Thrown by `prepareRemoval`; the message is a sentence for the user. */
export class RemovalProblem extends RangeError {
  readonly code: RemovalProblemCode;

  constructor(code: RemovalProblemCode, message: string) {
    super(message);
    this.name = 'RemovalProblem';
    this.code = code;
  }
}

/** Thrown by any step once `cancel.aborted` is true; the prepared removal may still be used or dropped. */
export class RemovalCancelled extends Error {
  constructor() {
    super('The removal was cancelled.');
    this.name = 'RemovalCancelled';
  }
}
