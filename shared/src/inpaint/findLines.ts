import { type EdgePoints, edgePoints } from './edgePoints.ts';
import type { EngineHost } from './host.ts';
import * as slot from './kernels/layout.ts';
import type { Level } from './level.ts';
import type { Pyramid } from './pyramid.ts';
import type { GuideLine } from './types.ts';

/**
 * Lines are looked for at the first levels with no more pixels than these: on the larger one thin joints are still there and
 * noise hardly, on the smaller one the soft edges of shadows are sharp.
 */
const MOST_PIXELS = [260_000, 45_000];
/** How far from a line sources are held to it, pixels of the level it was found at. */
const REACH = 6;
/** One degree, and one pixel, per cell of the Hough table. */
const ANGLES = 360;
const MOST_PEAKS = 48;
/** A line owns the edge points this near to it, pixels, whose gradient points this nearly across it (cosine). */
const NEAR = 1.5;
const ALIGNED = 0.94;
/** On either side of the hole the line must be seen over this share of its way through it, pixels at least and at most. */
const SEEN_SHARE = 0.3;
const LEAST_SEEN = 10;
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
type Line = { readonly nx: number; readonly ny: number; readonly offset: number; readonly strength: number };

/**
 * Straight edges that end at the hole and go on behind it: found by a Hough transform with gradient directions (Ballard 1981) on
 * what is known round the hole, fitted, and kept when the same edge with the same colours is seen before and after. Returns
 * their ways through the hole in pixels of the finest level, strongest first.
 */
export function findLines(host: EngineHost, pyramid: Pyramid, most: number): GuideLine[] {
  const guides: GuideLine[] = [];
  let last = -1;
  for (const pixels of MOST_PIXELS) {
    const found = pyramid.levels.findIndex(
      (level, k) => k >= pyramid.work && level.width * level.height <= pixels,
    );
    const k = found < 0 ? pyramid.levels.length - 1 : found;
    if (k !== last) addLines(host, pyramid.levels[k], k, most, guides);
    last = k;
  }
  return guides;
}

function addLines(host: EngineHost, level: Level, k: number, most: number, guides: GuideLine[]): void {
  const points = edgePoints(host, level);
  const scale = 2 ** k;
  const half = (scale - 1) / 2;
  for (const peak of houghPeaks(points, level)) {
    const line = fitLine(points, peak);
    if (!line) continue;
    for (const gap of gapsOf(host, level, points, line)) {
      if (guides.length >= most) return;
      const guide = {
        x1: gap.x1 * scale + half,
        y1: gap.y1 * scale + half,
        x2: gap.x2 * scale + half,
        y2: gap.y2 * scale + half,
        reach: REACH * scale,
      };
      if (!guides.some((other) => isSame(other, guide, 4 * scale))) guides.push(guide);
    }
  }
}

function houghPeaks(points: EdgePoints, level: Level): Line[] {
  const reach = Math.ceil(Math.hypot(level.width, level.height)) + 1;
  const columns = 2 * reach + 1;
  const table = new Float32Array(ANGLES * columns);
  for (let p = 0; p < points.count; p++) {
    const angle = (Math.atan2(points.ny[p], points.nx[p]) * 180) / Math.PI;
    for (let spread = -2; spread <= 2; spread++) {
      const a = (Math.round(angle) + spread + 2 * ANGLES) % ANGLES;
      const radians = (a * Math.PI) / 180;
      const offset = points.x[p] * Math.cos(radians) + points.y[p] * Math.sin(radians);
      table[a * columns + Math.round(offset) + reach] += points.strength[p];
    }
  }
  const cells: number[] = [];
  for (let c = 0; c < table.length; c++) if (table[c] >= 12 * LEAST_SEEN) cells.push(c);
  cells.sort((a, b) => table[b] - table[a] || a - b);
  const peaks: Line[] = [];
  for (const c of cells) {
    if (peaks.length >= MOST_PEAKS) break;
    const radians = (Math.floor(c / columns) * Math.PI) / 180;
    const line = {
      nx: Math.cos(radians),
      ny: Math.sin(radians),
      offset: (c % columns) - reach,
      strength: table[c],
    };
    const isNew = peaks.every(
      (other) => Math.abs(other.offset - line.offset) > 3 || other.nx * line.nx + other.ny * line.ny < 0.995,
    );
    if (isNew) peaks.push(line);
  }
  return peaks;
}

/** The line through the points near a peak, by total least squares, twice: the second time round the better line. */
function fitLine(points: EdgePoints, peak: Line): Line | undefined {
  let line = peak;
  for (let pass = 0; pass < 2; pass++) {
    let [count, sx, sy, sxx, sxy, syy] = [0, 0, 0, 0, 0, 0];
    for (let p = 0; p < points.count; p++) {
      if (!isOn(points, p, line)) continue;
      const weight = points.strength[p];
      const [x, y] = [points.x[p], points.y[p]];
      count += weight;
      sx += weight * x;
      sy += weight * y;
      sxx += weight * x * x;
      sxy += weight * x * y;
      syy += weight * y * y;
    }
    if (count === 0) return undefined;
    const [mx, my] = [sx / count, sy / count];
    const [cxx, cxy, cyy] = [sxx / count - mx * mx, sxy / count - mx * my, syy / count - my * my];
    const direction = 0.5 * Math.atan2(2 * cxy, cxx - cyy);
    let [nx, ny] = [-Math.sin(direction), Math.cos(direction)];
    if (nx * line.nx + ny * line.ny < 0) [nx, ny] = [-nx, -ny];
    line = { nx, ny, offset: mx * nx + my * ny, strength: peak.strength };
  }
  return line;
}

function isOn(points: EdgePoints, p: number, line: Line): boolean {
  const across = points.x[p] * line.nx + points.y[p] * line.ny - line.offset;
  return Math.abs(across) <= NEAR && points.nx[p] * line.nx + points.ny[p] * line.ny >= ALIGNED;
}

type Segment = { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number };

/** The stretches where the line runs through the hole, seen on both sides with the same colours. */
function gapsOf(host: EngineHost, level: Level, points: EdgePoints, line: Line): Segment[] {
  const { u8 } = host.arena;
  const { width, height, image, flags } = level;
  const [ux, uy] = [-line.ny, line.nx];
  const [ox, oy] = [line.nx * line.offset, line.ny * line.offset];
  const reach = Math.ceil(Math.hypot(width, height));
  const seen = new Map<number, number>();
  for (let p = 0; p < points.count; p++) {
    if (isOn(points, p, line)) seen.set(Math.round(points.x[p] * ux + points.y[p] * uy), points.strength[p]);
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
    if (before && after) {
      if (!isSameColour(before, after)) continue;
    } else {
      const long = Math.max(MOST_SEEN, Math.round(ALONE_SHARE * (end - start)));
      if (!look(start, -1, long, ALONE_UNBROKEN, CLEAR) && !look(end, 1, long, ALONE_UNBROKEN, CLEAR))
        continue;
    }
    gaps.push({ x1: ox + start * ux, y1: oy + start * uy, x2: ox + end * ux, y2: oy + end * uy });
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
      if ((u8[flags + i] & HIDING) !== 0) continue;
      places.push(t);
      const here = seen.get(t) ?? seen.get(t - 1) ?? seen.get(t + 1) ?? 0;
      if (here > 0) count++;
      strength += here;
    }
    return count >= unbroken * span && strength >= clear * count ? places : undefined;
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

function isSame(a: GuideLine, b: GuideLine, near: number): boolean {
  const direct = Math.hypot(a.x1 - b.x1, a.y1 - b.y1) < near && Math.hypot(a.x2 - b.x2, a.y2 - b.y2) < near;
  return (
    direct || (Math.hypot(a.x1 - b.x2, a.y1 - b.y2) < near && Math.hypot(a.x2 - b.x1, a.y2 - b.y1) < near)
  );
}
