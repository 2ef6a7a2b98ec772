/**
 * Where things lie in the arena: read by the TypeScript kernels and compiled into the AssemblyScript ones, so this file holds
 * nothing but whole numbers. A level is described by LEVEL_BYTES of slots, each four bytes wide at the offset named here.
 */

/** Patches are 7×7: RADIUS pixels on every side of the centre. */
export const RADIUS = 3;
export const SAMPLES = 49;

/** Bits of a pixel's flags. */
export const HOLE = 1;
/** Centre of a wholly known patch with no product within PRODUCT_REACH. */
export const SOURCE = 2;
/** Centre of a wholly known patch on the product, or that near to it. */
export const PRODUCT_SOURCE = 4;
/** A known pixel of the protected area. */
export const PRODUCT = 8;
/** A hole pixel where the product itself continues. */
export const CONTINUES = 16;
/** Not to be filled here, yet not to be copied from: another hole, filled on its own. */
export const BLOCKED = 32;
/** In this row some pixel within RADIUS is unknown or blocked; within PRODUCT_REACH is product. Steps to the two source bits. */
export const ROW_UNKNOWN = 64;
export const ROW_PRODUCT = 128;

/** The whole level: size in pixels, four bytes a pixel (Y, Cb, Cr, texture), one byte of flags. */
export const WIDTH = 0;
export const HEIGHT = 4;
export const IMAGE = 8;
export const FLAGS = 12;
/** One byte a pixel, how rare the colours of the patch are near the hole; 0 when there is no such plane. */
export const RARITY = 16;
/** Four u16 a pixel, the sum of each channel over its patch; 0 when there is no such plane. */
export const SUMS = 20;

/** The grid of targets: patch centres every STRIDE pixels from (GRID_X, GRID_Y). */
export const GRID_X = 24;
export const GRID_Y = 28;
export const GRID_WIDTH = 32;
export const GRID_HEIGHT = 36;
export const STRIDE = 40;
/** One byte a target: which source bits may fill it; 0 where the patch does not touch the hole. */
export const ALLOWED = 44;
/** One byte a target: its row in SPATIAL; 0 when all use row 0. */
export const GUIDED = 48;
/** Index of the source pixel (i32), its cost (f32), its weight in the vote (f32). */
export const MATCH = 52;
export const COST = 56;
export const WEIGHT = 60;
/** What to add to the source's colours, four f32 a target. */
export const BIAS = 64;
/** Sums of the target's own patch, four u16. */
export const TARGET_SUMS = 68;
/** Falls with the distance to the hole's edge (f32 a target). */
export const CONFIDENCE = 72;

/** The hole's pixels (i32 index each), how many, and the votes on them (four bytes each). */
export const HOLE_LIST = 76;
export const HOLE_COUNT = 80;
export const VOTES = 84;

/** Settings of the search, f32 unless said. */
export const FORGIVEN = 88;
export const BIAS_LIMIT = 92;
export const RARITY_WEIGHT = 96;
export const FALLOFF = 100;
/** Largest radius of the random search (i32); 0: none. */
export const SEARCH_RADIUS = 104;
/** Scan order (i32): 1 or -1. */
export const DIRECTION = 108;
/** How near to the product a source counts as touching it (i32, 0 to RADIUS). */
export const PRODUCT_REACH = 112;

/** Rows of the quadratic form a·dx² + b·dx·dy + c·dy² that a displacement costs (three f32 each). */
export const SPATIAL = 128;
export const SPATIAL_ROWS = 24;

export const LEVEL_BYTES = 512;

/** The composition's equation has three floats a pixel in its field and in its right-hand side. */
export const EQUATION_BYTES = 12;
