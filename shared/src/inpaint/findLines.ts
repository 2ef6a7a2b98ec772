import { type EdgePoints, edgePoints } from './edgePoints.ts';
import type { EngineHost } from './host.ts';
import type { Level } from './level.ts';
import { gapsOf, LEAST_SEEN, type Line, NEAR, pointsOn } from './lineGaps.ts';
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
/** Once it is fitted, a line owns the edge points this near, pixels: a parallel edge beside it must not tilt a line that is to run on for hundreds of pixels. */
const NEAR_AT_LAST = 0.75;
const FITS = 3;
/** Lines at a smaller angle (sine) do not cross but run side by side. */
const CROSSING = 0.2;
/**
 * Straight edges that end at the hole and go on behind it: found by a Hough transform with gradient directions (Ballard 1981) on
 * what is known round the hole, fitted, and kept when the same edge with the same colours is seen before and after. Returns
 * their ways through the hole in pixels of the finest level, the longest first.
 */
export function findLines(host: EngineHost, pyramid: Pyramid, most: number): GuideLine[] {
  const found: Found[] = [];
  let last = -1;
  for (const pixels of MOST_PIXELS) {
    const at = pyramid.levels.findIndex(
      (level, k) => k >= pyramid.work && level.width * level.height <= pixels,
    );
    const k = at < 0 ? pyramid.levels.length - 1 : at;
    if (k !== last) addLines(host, pyramid.levels[k], k, found);
    last = k;
  }
  // Those that run farthest through the hole matter most, wherever they were found.
  found.sort((a, b) => b.hidden - a.hidden);
  const guides: GuideLine[] = [];
  for (const line of found.slice(0, Math.max(0, most))) guides.push(cutAtCrossings(line, guides));
  return guides;
}

/** A line, how much of it the hole hides (pixels of the finest level), and where it is seen no more: its loose ends. */
type Found = {
  readonly guide: GuideLine;
  readonly hidden: number;
  /** Fractions of the guide before and after which nothing of it is seen; 0 and 1 where it is seen on both sides. */
  readonly looseBefore: number;
  readonly looseAfter: number;
};

/**
 * Where a line goes that is seen on one side of the hole only, nobody knows; it ends where it meets one that runs farther: a
 * shadow's upright at the shadow's edge.
 */
function cutAtCrossings({ guide, looseBefore, looseAfter }: Found, longer: readonly GuideLine[]): GuideLine {
  let [from, to] = [0, 1];
  const [dx, dy] = [guide.x2 - guide.x1, guide.y2 - guide.y1];
  for (const other of longer) {
    const [ex, ey] = [other.x2 - other.x1, other.y2 - other.y1];
    const cross = dx * ey - dy * ex;
    if (Math.abs(cross) < CROSSING * Math.hypot(dx, dy) * Math.hypot(ex, ey)) continue;
    const [ox, oy] = [other.x1 - guide.x1, other.y1 - guide.y1];
    const t = (ox * ey - oy * ex) / cross;
    const u = (ox * dy - oy * dx) / cross;
    if (u < 0 || u > 1) continue;
    if (t < looseBefore) from = Math.max(from, t);
    if (t > looseAfter) to = Math.min(to, t);
  }
  const at = (t: number) => ({ x: guide.x1 + t * dx, y: guide.y1 + t * dy });
  const [start, end] = [at(from), at(to)];
  return { ...guide, x1: start.x, y1: start.y, x2: end.x, y2: end.y };
}

function addLines(host: EngineHost, level: Level, k: number, found: Found[]): void {
  const points = edgePoints(host, level);
  const scale = 2 ** k;
  const half = (scale - 1) / 2;
  for (const peak of houghPeaks(points, level)) {
    const line = fitLine(points, peak);
    if (!line) continue;
    // One guide for all the gaps of a line: between them lies what is known, and a guide does nothing there.
    const gaps = gapsOf(host, level, points, line);
    if (gaps.length === 0) continue;
    const [first, end] = [gaps[0], gaps[gaps.length - 1]];
    const guide = {
      x1: first.x1 * scale + half,
      y1: first.y1 * scale + half,
      x2: end.x2 * scale + half,
      y2: end.y2 * scale + half,
      reach: REACH * scale,
    };
    if (found.some((other) => isSame(other.guide, guide, 4 * scale))) continue;
    const hidden = gaps.reduce((sum, { x1, y1, x2, y2 }) => sum + Math.hypot(x2 - x1, y2 - y1), 0);
    const along = (x: number, y: number) =>
      Math.hypot(x - first.x1, y - first.y1) / Math.hypot(end.x2 - first.x1, end.y2 - first.y1);
    found.push({
      guide,
      hidden: hidden * scale,
      looseBefore: first.isSeenBefore ? 0 : along(first.x2, first.y2),
      looseAfter: end.isSeenAfter ? 1 : along(end.x1, end.y1),
    });
  }
}

function houghPeaks(points: EdgePoints, level: Level): Line[] {
  const reach = Math.ceil(Math.hypot(level.width, level.height)) + 1;
  const columns = 2 * reach + 1;
  const table = new Float32Array(ANGLES * columns);
  const cosines = Float64Array.from({ length: ANGLES }, (_, a) => Math.cos((a * Math.PI) / 180));
  const sines = Float64Array.from({ length: ANGLES }, (_, a) => Math.sin((a * Math.PI) / 180));
  for (let p = 0; p < points.count; p++) {
    const angle = (Math.atan2(points.ny[p], points.nx[p]) * 180) / Math.PI;
    for (let spread = -2; spread <= 2; spread++) {
      const a = (Math.round(angle) + spread + 2 * ANGLES) % ANGLES;
      const offset = points.x[p] * cosines[a] + points.y[p] * sines[a];
      table[a * columns + Math.round(offset) + reach] += points.strength[p];
    }
  }
  const cells = strongestFirst(table, 12 * LEAST_SEEN);
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

/** More cells than any table has: a level of 260,000 pixels is at most 37,000 long, since it is 7 wide. */
const MOST_CELLS = 2 ** 26;

/**
 * Indices of the cells with `least` and more, the fullest first and of equals the first.
 *
 * @param table at most 2²⁶ cells, none of them 65,536 times `least`
 */
export function strongestFirst(table: Float32Array, least: number): number[] {
  // One number a cell, so that they are sorted as numbers: the bits of a positive float grow with it. 27 of them and 26 of the
  // index are what a double holds.
  const bits = new Uint32Array(table.buffer);
  const [leastBits] = new Uint32Array(Float32Array.of(least).buffer);
  const keys: number[] = [];
  for (let c = 0; c < table.length; c++)
    if (table[c] >= least) keys.push((bits[c] - leastBits) * MOST_CELLS + (MOST_CELLS - 1 - c));
  return Array.from(Float64Array.from(keys).sort(), (key) => MOST_CELLS - 1 - (key % MOST_CELLS)).reverse();
}

/** The line through the points near a peak, by total least squares, each time round the better line; at last closer round it. */
function fitLine(points: EdgePoints, peak: Line): Line | undefined {
  let line = peak;
  for (let pass = 0; pass < FITS; pass++) {
    const near = pass < FITS - 1 ? NEAR : NEAR_AT_LAST;
    let [count, sx, sy, sxx, sxy, syy] = [0, 0, 0, 0, 0, 0];
    for (const p of pointsOn(points, line, near)) {
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

function isSame(a: GuideLine, b: GuideLine, near: number): boolean {
  const direct = Math.hypot(a.x1 - b.x1, a.y1 - b.y1) < near && Math.hypot(a.x2 - b.x2, a.y2 - b.y2) < near;
  return (
    direct || (Math.hypot(a.x1 - b.x2, a.y1 - b.y2) < near && Math.hypot(a.x2 - b.x1, a.y2 - b.y1) < near)
  );
}
