import { type EdgePoints, SECTORS, sectorOf } from './edgePoints.ts';
import type { EngineHost } from './host.ts';
import * as slot from './kernels/layout.ts';
import type { Level } from './level.ts';

/** A line owns the edge points this near to it, pixels, whose gradient points this nearly across it (cosine). */
export const NEAR = 1.5;
const ALIGNED = 0.94;
/** 20 degrees, the angle of that cosine, reach so many sectors beyond the line's own. */
const ALIGNED_SECTORS = 2;
/** On either side of the hole the line must be seen over this share of its way through it, pixels at least and at most. */
const SEEN_SHARE = 0.3;
export const LEAST_SEEN = 10;
const MOST_SEEN = 40;
/** … and in this share of those pixels. */
const UNBROKEN = 0.7;
/** Seen on one side only, it must be seen this far as a share of its way (MOST_SEEN at least), this unbroken and clear. */
const ALONE_SHARE = 0.4;
const ALONE_UNBROKEN = 0.85;
/** Mean gradient in grey levels per pixel: the edge of a board or a shadow, not grain. */
const CLEAR = 9;
/** Grey levels by which the colours along the line may differ before and after the hole. */
const SAME_COLOUR = 30;
const LEAST_GAP = 4;
/** What a line may pass behind. */
const HIDING = slot.HOLE | slot.BLOCKED | slot.PRODUCT;

/** A line in normal form, x·nx + y·ny = offset, with n pointing up the gradient. */
export type Line = {
  readonly nx: number;
  readonly ny: number;
  readonly offset: number;
  readonly strength: number;
};

/** The edge points that belong to the line, found among those whose gradients point its way. */
export function pointsOn(points: EdgePoints, line: Line, near = NEAR): number[] {
  const { x, y, nx, ny, starts } = points;
  const middle = sectorOf(line.nx, line.ny);
  const on: number[] = [];
  for (let s = middle - ALIGNED_SECTORS; s <= middle + ALIGNED_SECTORS; s++) {
    const sector = (s + SECTORS) % SECTORS;
    for (let p = starts[sector]; p < starts[sector + 1]; p++) {
      const across = x[p] * line.nx + y[p] * line.ny - line.offset;
      if (Math.abs(across) <= near && nx[p] * line.nx + ny[p] * line.ny >= ALIGNED) on.push(p);
    }
  }
  return on;
}

/** A way through the hole, in pixels of the level, and on which sides of it the line is seen. */
export type Segment = {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly isSeenBefore: boolean;
  readonly isSeenAfter: boolean;
};

/** The stretches where the line runs through the hole, seen on both sides with the same colours. */
export function gapsOf(host: EngineHost, level: Level, points: EdgePoints, line: Line): Segment[] {
  const { u8 } = host.arena;
  const { width, height, image, flags } = level;
  const [ux, uy] = [-line.ny, line.nx];
  const [ox, oy] = [line.nx * line.offset, line.ny * line.offset];
  const reach = Math.ceil(Math.hypot(width, height));
  const seen = new Map<number, number>();
  for (const p of pointsOn(points, line)) {
    seen.set(Math.round(points.x[p] * ux + points.y[p] * uy), points.strength[p]);
  }
  const placeAt = (t: number, across = 0) => {
    const x = Math.round(ox + t * ux + across * line.nx);
    const y = Math.round(oy + t * uy + across * line.ny);
    return x < 0 || y < 0 || x >= width || y >= height ? -1 : y * width + x;
  };
  const isHole = (t: number) => {
    const i = placeAt(t);
    return i >= 0 && (u8[flags + i] & slot.HOLE) !== 0;
  };

  const gaps: Segment[] = [];
  for (let t = -reach; t <= reach; t++) {
    if (!isHole(t)) continue;
    const start = t;
    while (isHole(t + 1)) t++;
    const end = t;
    if (end - start + 1 < LEAST_GAP) continue;
    const span = Math.max(LEAST_SEEN, Math.min(MOST_SEEN, Math.round(SEEN_SHARE * (end - start))));
    const before = look(start, -1, span, UNBROKEN);
    const after = look(end, 1, span, UNBROKEN);
    // Sun on one side and shade on the other change the colours, so a long clear line need not agree with anything.
    const long = Math.max(MOST_SEEN, Math.round(ALONE_SHARE * (end - start)));
    const isBefore = look(start, -1, long, ALONE_UNBROKEN, CLEAR) !== undefined;
    const isAfter = look(end, 1, long, ALONE_UNBROKEN, CLEAR) !== undefined;
    const isBoth = before !== undefined && after !== undefined && isSameColour(before, after);
    if (!isBefore && !isAfter && !isBoth) continue;
    gaps.push({
      x1: ox + start * ux,
      y1: oy + start * uy,
      x2: ox + end * ux,
      y2: oy + end * uy,
      isSeenBefore: isBefore || isBoth,
      isSeenAfter: isAfter || isBoth,
    });
  }
  return gaps;

  /**
   * Looks along the line away from the hole, past the first two pixels (what is hidden begins a little before the mask) and past
   * whatever else is unknown or product: the line may well go on behind it. Returns where it looked, when the line is there.
   */
  function look(from: number, step: number, span: number, unbroken: number, clear = 0): number[] | undefined {
    const places: number[] = [];
    let count = 0;
    let strength = 0;
    for (let t = from + 3 * step; places.length < span; t += step) {
      const i = placeAt(t);
      if (i < 0) return undefined;
      if (isHidden(i)) continue;
      places.push(t);
      const here = seen.get(t) ?? seen.get(t - 1) ?? seen.get(t + 1) ?? 0;
      if (here > 0) count++;
      strength += here;
    }
    return count >= unbroken * span && strength >= clear * count ? places : undefined;
  }

  /** Whether anything in the 3×3 pixels that an edge is seen by is unknown or product. */
  function isHidden(i: number): boolean {
    let bits = u8[flags + i];
    for (const d of [1, width - 1, width, width + 1]) {
      bits |= u8[flags + Math.max(0, i - d)] | u8[flags + Math.min(width * height - 1, i + d)];
    }
    return (bits & HIDING) !== 0;
  }

  function isSameColour(before: readonly number[], after: readonly number[]): boolean {
    for (const across of [-3, 3]) {
      const a = meanColour(before, across);
      const b = meanColour(after, across);
      if (!a || !b || a.some((value, c) => Math.abs(value - b[c]) > SAME_COLOUR)) return false;
    }
    return true;
  }

  function meanColour(places: readonly number[], across: number): number[] | undefined {
    const sums = [0, 0, 0];
    let count = 0;
    for (const t of places) {
      const i = placeAt(t, across);
      if (i < 0 || (u8[flags + i] & HIDING) !== 0) continue;
      count++;
      for (let c = 0; c < 3; c++) sums[c] += u8[image + 4 * i + c];
    }
    return count > 0 ? sums.map((sum) => sum / count) : undefined;
  }
}
