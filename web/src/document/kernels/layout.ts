/**
 * What the overlay's kernels agree on: read by the TypeScript ones and compiled into the AssemblyScript ones, so this file
 * holds nothing but whole numbers.
 */

/** From this value on a sampled byte counts as inside, for the outline; thin lines are sampled as this (see planeLevels). */
export const INSIDE = 96;

/** How the mask is shown: nothing of it for any other number. */
export const TINT = 0;
export const OUTLINE = 1;
export const BLACK_WHITE = 2;

/** Rows of words that the compiled kernel writes are a multiple of this long: it colours so many pixels at a time. */
export const AT_ONCE = 16;
