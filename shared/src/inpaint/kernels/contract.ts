/**
 * The inner loops of the engine. Every kernel is a function over the arena: arguments are byte offsets and numbers, work is
 * `[from, to)` of rows or items, and calls on disjoint ranges may run at the same time. Each exists in TypeScript (this folder:
 * the reference, and the fallback) and in AssemblyScript (`assembly/`) with the same name and arguments.
 */
export type Kernels = {
  /** RGBA → Y, Cb, Cr, 0 in place, for pixels `[from, to)` of the image at `image`. */
  convertColours(image: number, from: number, to: number): void;
  /** Size of Y's gradient per pixel into u16 at `gradients`, 0xffff where unknown. Rows. */
  measureGradients(level: number, gradients: number, from: number, to: number): void;
  /** The texture byte from `gradients`. Rows. */
  writeTexture(level: number, gradients: number, from: number, to: number): void;
  /** A table's byte (16 steps each of Y, Cb and Cr) for every pixel into u8 at `rates`; 255 in the hole. Rows. */
  rateColours(level: number, table: number, rates: number, from: number, to: number): void;
  /** RARITY: the mean of `rates` over each patch, 0 beyond the picture. Rows. */
  writeRarity(level: number, rates: number, from: number, to: number): void;
  /**
   * Y's gradient by Sobel's operator, for levels 6 pixels wide or more: i16 pairs (8·gx, 8·gy) at `gradients`, its size in f32 at
   * `sizes`. On the picture's border nothing is written; where an unknown or blocked pixel is near, nothing or zeros. Rows.
   */
  measureEdges(level: number, gradients: number, sizes: number, from: number, to: number): void;
  /** The next coarser level's image and flags. Rows of that level. */
  halve(level: number, image: number, flags: number, from: number, to: number): void;
  /** ROW_UNKNOWN and ROW_PRODUCT. Rows. */
  markRows(level: number, from: number, to: number): void;
  /** SOURCE and PRODUCT_SOURCE, once markRows is done everywhere. Rows. */
  markSources(level: number, from: number, to: number): void;
  /** Sums over the patch of every source. Rows. */
  sumPatches(level: number, from: number, to: number): void;
  /** Cost of every target's present source (and its own sums), after the image changed. Rows of targets. */
  measureCosts(level: number, from: number, to: number): void;
  /** One pass of propagation and random search. Rows of targets. */
  searchSources(level: number, seed: number, from: number, to: number): void;
  /** Weight and bias of every target, from its cost. Rows of targets. */
  weighTargets(level: number, from: number, to: number): void;
  /** Every hole pixel's new colour into VOTES; returns the summed change of Y, Cb and Cr. Hole pixels. */
  voteColours(level: number, from: number, to: number): number;
  /** VOTES into the image. Hole pixels. */
  commitVotes(level: number, from: number, to: number): void;
  /**
   * The best of the sources `sources[first], sources[first + step], …` for the patch at (x, y), compared on the `offsets` (i32,
   * in pixels) that are known already. Returns its place in the image, or -1 when none is allowed.
   */
  nearestSource(
    level: number,
    x: number,
    y: number,
    offsets: number,
    offsetCount: number,
    sources: number,
    sourceCount: number,
    first: number,
    step: number,
    allowed: number,
  ): number;
  /**
   * One half-sweep over a shift map (see `compose/shiftMap.ts`): pixels of one colour of the chessboard take the shift of a
   * neighbour where that makes their seams, and their distance from the voted picture, smaller. Returns how many did. Rows.
   */
  moveSeams(
    level: number,
    map: number,
    left: number,
    top: number,
    columns: number,
    rows: number,
    colour: number,
    mayUseProduct: number,
    from: number,
    to: number,
  ): number;
  /** One half-sweep of Gauss-Seidel over the pixels of one colour of the chessboard. Rows. */
  relax(
    field: number,
    rhs: number,
    mask: number,
    width: number,
    height: number,
    colour: number,
    screening: number,
    from: number,
    to: number,
  ): void;
  /** Residual of the fine grid summed into the coarse right-hand side at `coarse`. Rows of the coarse grid. */
  restrictResidual(
    field: number,
    rhs: number,
    mask: number,
    width: number,
    height: number,
    coarse: number,
    coarseMask: number,
    screening: number,
    from: number,
    to: number,
  ): void;
  /** Adds the coarse field, interpolated, to the fine one. Rows of the fine grid. */
  prolong(
    field: number,
    mask: number,
    width: number,
    height: number,
    coarse: number,
    from: number,
    to: number,
  ): void;
};

export type KernelName = keyof Kernels;

/** The kernels that work on a range and can be cut into bands; the order is their number on the wire between threads. */
export const BANDED_KERNELS = [
  'convertColours',
  'measureGradients',
  'writeTexture',
  'rateColours',
  'writeRarity',
  'measureEdges',
  'halve',
  'markRows',
  'markSources',
  'sumPatches',
  'measureCosts',
  'searchSources',
  'weighTargets',
  'voteColours',
  'commitVotes',
  'moveSeams',
  'relax',
  'restrictResidual',
  'prolong',
] as const satisfies readonly KernelName[];

export type BandedKernel = (typeof BANDED_KERNELS)[number];
