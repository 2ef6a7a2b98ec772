import { holeDepth } from './holeDepth.ts';
import { cutBands, type EngineHost } from './host.ts';
import * as slot from './kernels/layout.ts';
import type { Rect } from './types.ts';

/** One size of the picture, with the hole's targets in it. Pixels and tables live in the arena, described at `at`. */
export type Level = {
  readonly at: number;
  readonly width: number;
  readonly height: number;
  readonly image: number;
  readonly flags: number;
  readonly holeBounds: Rect;
  readonly holeCount: number;
  /** Distance of the deepest hole pixel from what is known, in pixels of this level. */
  readonly depth: number;
  /** How many patches may be copied from; a thousand stands for more. */
  readonly sourceCount: number;
  readonly hasProduct: boolean;
  readonly grid: Rect;
  readonly stride: number;
  readonly targetCount: number;
  /** Every so many targets, SAMPLED of them or a few more: what is true of all is measured on these. */
  readonly sampledTargets: Int32Array;
  /** True when hardly any unprotected source was left, so that the protected ones may be used everywhere. */
  readonly isProtectionLifted: boolean;
};

/** A hole pixel's say in the vote falls by this factor with each pixel of depth. */
const CONFIDENCE_BASE = 1.5;
const CONFIDENCE_REACH = 40;
/** With fewer unprotected sources than this, protection is lifted. */
const LEAST_SOURCES = 200;
/** Sources are counted up to here. */
const ENOUGH_SOURCES = 1000;
const SAMPLED = 3000;
/** Levels with more targets than this are only refined, on every second pixel in both directions. */
export const WORK_CAP = 90_000;

/** A picture in the arena that is to become a level. */
export type LevelPlanes = {
  readonly width: number;
  readonly height: number;
  /** Four bytes a pixel, and one byte of flags: HOLE, PRODUCT, CONTINUES and BLOCKED are set. */
  readonly image: number;
  readonly flags: number;
  /** How near to the product a source counts as touching it, 0 to RADIUS. */
  readonly productReach: number;
  readonly hasProduct: boolean;
  /** Where the hole can be. */
  readonly within: Rect;
};

/**
 * Makes a level: marks its sources, counts and tables its targets. Returns undefined when there is no hole, or no room for a
 * patch; the arena may then have grown.
 */
export function createLevel(host: EngineHost, planes: LevelPlanes): Level | undefined {
  const { width, height, image, flags, productReach, hasProduct } = planes;
  const { arena } = host;
  if (width < 2 * slot.RADIUS + 1 || height < 2 * slot.RADIUS + 1) return undefined;
  const hole = findHole(arena.u8, flags, width, planes.within);
  if (!hole) return undefined;

  const at = arena.alloc(slot.LEVEL_BYTES);
  const set = (offset: number, value: number) => {
    arena.i32[(at + offset) >> 2] = value;
  };
  set(slot.WIDTH, width);
  set(slot.HEIGHT, height);
  set(slot.IMAGE, image);
  set(slot.FLAGS, flags);
  set(slot.PRODUCT_REACH, productReach);
  host.runBands('markRows', [at], cutBands(height, 64));
  host.runBands('markSources', [at], cutBands(height, 64));
  const sources = countSources(arena.u8, flags, width * height, hasProduct);

  const reach = targetReach(hole.bounds, width, height);
  const touched = touchesHole(arena.u8, flags, width, reach);
  let dense = 0;
  for (const byte of touched) dense += byte;
  const stride = dense > WORK_CAP ? 2 : 1;
  const grid = gridOf(reach, hole.bounds, width, height, stride);
  const isProtectionLifted = sources.product > 0 && sources.plain < LEAST_SOURCES;
  const mayContinue = sources.product >= 50;
  const cells = grid.width * grid.height;
  const allowed = arena.alloc(cells);
  const confidence = arena.reserve(4 * cells);
  const depth = holeDepth(arena.u8, flags, width, height, hole.bounds);

  let targetCount = 0;
  const { u8, f32 } = arena;
  for (let ty = 0; ty < grid.height; ty++) {
    const y = grid.y + ty * stride;
    for (let tx = 0; tx < grid.width; tx++) {
      const x = grid.x + tx * stride;
      if (touched[(y - reach.y) * reach.width + x - reach.x] === 0) continue;
      const t = ty * grid.width + tx;
      const continues = (u8[flags + y * width + x] & (slot.CONTINUES | slot.PRODUCT)) !== 0;
      const any = isProtectionLifted || (continues && mayContinue);
      u8[allowed + t] = any ? slot.SOURCE | slot.PRODUCT_SOURCE : slot.SOURCE;
      f32[(confidence >> 2) + t] = CONFIDENCE_BASE ** -Math.min(CONFIDENCE_REACH, depth.at(x, y));
      targetCount++;
    }
  }
  if (targetCount === 0) return undefined;

  set(slot.GRID_X, grid.x);
  set(slot.GRID_Y, grid.y);
  set(slot.GRID_WIDTH, grid.width);
  set(slot.GRID_HEIGHT, grid.height);
  set(slot.STRIDE, stride);
  set(slot.ALLOWED, allowed);
  set(slot.CONFIDENCE, confidence);
  set(slot.MATCH, arena.reserve(4 * cells));
  set(slot.COST, arena.reserve(4 * cells));
  set(slot.WEIGHT, arena.reserve(4 * cells));
  set(slot.BIAS, arena.reserve(16 * cells));
  set(slot.TARGET_SUMS, arena.reserve(8 * cells));
  set(slot.HOLE_LIST, listHole(host, flags, width, hole.bounds, hole.count));
  set(slot.HOLE_COUNT, hole.count);
  set(slot.VOTES, arena.reserve(4 * hole.count));

  return {
    at,
    width,
    height,
    image,
    flags,
    holeBounds: hole.bounds,
    holeCount: hole.count,
    depth: depth.deepest,
    sourceCount: sources.plain + sources.product,
    hasProduct,
    grid,
    stride,
    targetCount,
    sampledTargets: sampleTargets(arena.u8.subarray(allowed, allowed + cells), targetCount),
    isProtectionLifted,
  };
}

function sampleTargets(allowed: Uint8Array, count: number): Int32Array {
  const step = Math.max(1, Math.floor(count / SAMPLED));
  const sampled = new Int32Array(Math.ceil(count / step));
  let seen = 0;
  for (let t = 0; t < allowed.length; t++)
    if (allowed[t] !== 0 && seen++ % step === 0) sampled[(seen - 1) / step] = t;
  return sampled;
}

/** The hole's bounds and size, looked for in `within`. */
function findHole(u8: Uint8Array, flags: number, width: number, within: Rect) {
  let left = width;
  let right = -1;
  let top = -1;
  let bottom = -1;
  let count = 0;
  const end = within.x + within.width;
  for (let y = within.y; y < within.y + within.height; y++) {
    const row = flags + y * width;
    let first = -1;
    let last = -1;
    for (let x = within.x; x < end; x++) {
      if ((u8[row + x] & slot.HOLE) === 0) continue;
      count++;
      if (first < 0) first = x;
      last = x;
    }
    if (first < 0) continue;
    left = Math.min(left, first);
    right = Math.max(right, last);
    if (top < 0) top = y;
    bottom = y;
  }
  if (count === 0) return undefined;
  return { count, bounds: { x: left, y: top, width: right - left + 1, height: bottom - top + 1 } };
}

/** Counts sources of both kinds, but no further than anybody asks: large levels have millions. */
function countSources(u8: Uint8Array, flags: number, pixels: number, hasProduct: boolean) {
  let plain = 0;
  let product = 0;
  for (let i = flags; i < flags + pixels; i++) {
    plain += (u8[i] & slot.SOURCE) >> 1;
    product += (u8[i] & slot.PRODUCT_SOURCE) >> 2;
    if (plain >= ENOUGH_SOURCES && (product >= ENOUGH_SOURCES || !hasProduct)) break;
  }
  return { plain, product };
}

/** Where the centres of patches that may touch the hole lie. */
function targetReach(hole: Rect, width: number, height: number): Rect {
  const x = Math.max(slot.RADIUS, hole.x - slot.RADIUS);
  const y = Math.max(slot.RADIUS, hole.y - slot.RADIUS);
  const right = Math.min(width - slot.RADIUS, hole.x + hole.width + slot.RADIUS);
  const bottom = Math.min(height - slot.RADIUS, hole.y + hole.height + slot.RADIUS);
  return { x, y, width: Math.max(1, right - x), height: Math.max(1, bottom - y) };
}

/** 1 for each centre in `reach` whose 7×7 patch holds a hole pixel: a box dilation, columns after rows. */
function touchesHole(u8: Uint8Array, flags: number, width: number, reach: Rect): Uint8Array {
  const tall = reach.height + 2 * slot.RADIUS;
  const rows = new Uint8Array(reach.width * tall);
  for (let v = 0; v < tall; v++) {
    const row = flags + (reach.y - slot.RADIUS + v) * width + reach.x;
    let since = 2 * slot.RADIUS + 1;
    for (let x = -slot.RADIUS; x < reach.width + slot.RADIUS; x++) {
      since = (u8[row + x] & slot.HOLE) !== 0 ? 0 : since + 1;
      const centre = x - slot.RADIUS;
      if (centre >= 0 && since <= 2 * slot.RADIUS) rows[v * reach.width + centre] = 1;
    }
  }
  const touched = new Uint8Array(reach.width * reach.height);
  const rowsSince = new Uint8Array(reach.width).fill(2 * slot.RADIUS + 1);
  for (let v = 0; v < tall; v++) {
    const to = (v - 2 * slot.RADIUS) * reach.width;
    for (let x = 0; x < reach.width; x++) {
      const since = rows[v * reach.width + x] !== 0 ? 0 : Math.min(2 * slot.RADIUS + 1, rowsSince[x] + 1);
      rowsSince[x] = since;
      if (to >= 0 && since <= 2 * slot.RADIUS) touched[to + x] = 1;
    }
  }
  return touched;
}

/** The grid of targets; at stride 2 it is laid so that a hole at the right or lower edge of the picture has its last centre. */
function gridOf(reach: Rect, hole: Rect, width: number, height: number, stride: number): Rect {
  if (stride === 1) return reach;
  const endX = hole.x + hole.width === width && hole.x > 0 ? (reach.width - 1) % 2 : 0;
  const endY = hole.y + hole.height === height && hole.y > 0 ? (reach.height - 1) % 2 : 0;
  return {
    x: reach.x + endX,
    y: reach.y + endY,
    width: (reach.width - endX + 1) >> 1,
    height: (reach.height - endY + 1) >> 1,
  };
}

function listHole(host: EngineHost, flags: number, width: number, bounds: Rect, count: number): number {
  const list = host.arena.reserve(4 * count);
  const { u8, i32 } = host.arena;
  let k = list >> 2;
  for (let y = bounds.y; y < bounds.y + bounds.height; y++) {
    for (let i = y * width + bounds.x; i < y * width + bounds.x + bounds.width; i++) {
      if ((u8[flags + i] & slot.HOLE) !== 0) i32[k++] = i;
    }
  }
  return list;
}
