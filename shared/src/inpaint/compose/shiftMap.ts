import type { EngineHost } from '../host.ts';
import * as slot from '../kernels/layout.ts';
import type { Level } from '../level.ts';

/**
 * Which known pixel each hole pixel copies: one i32 for every pixel of the window, the pixel's own place outside the hole, or
 * -1 where nothing fits. Neighbours that copy neighbours form a region; where they do not, there is a seam.
 */
export type ShiftMap = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly source: Int32Array;
};

/** Sweeps over the seams, in alternating direction; the third moves few pixels any more. */
const SWEEPS = 4;
/** How much the voted picture counts against the seam, and the difference beyond which it counts no more. */
const VOTE_WEIGHT = 0.5;
const VOTE_CAP = 3 * 32 * 32;

/** The shift map of a solved level, its window one pixel wider than the hole's bounds on every side that has room. */
export function createShiftMap(host: EngineHost, level: Level): ShiftMap {
  const { u8, i32 } = host.arena;
  const { width, height, flags, grid, stride, holeBounds } = level;
  const x = Math.max(0, holeBounds.x - 1);
  const y = Math.max(0, holeBounds.y - 1);
  const columns = Math.min(width, holeBounds.x + holeBounds.width + 1) - x;
  const rows = Math.min(height, holeBounds.y + holeBounds.height + 1) - y;
  const source = new Int32Array(columns * rows);
  const match = i32[(level.at + slot.MATCH) >> 2] >> 2;
  const allowed = i32[(level.at + slot.ALLOWED) >> 2];
  for (let v = 0; v < rows; v++) {
    const ty = clamp(Math.round((y + v - grid.y) / stride), 0, grid.height - 1);
    const centreY = grid.y + ty * stride;
    for (let u = 0; u < columns; u++) {
      const i = (y + v) * width + x + u;
      const k = v * columns + u;
      source[k] = i;
      if ((u8[flags + i] & slot.HOLE) === 0) continue;
      const tx = clamp(Math.round((x + u - grid.x) / stride), 0, grid.width - 1);
      const t = ty * grid.width + tx;
      source[k] =
        u8[allowed + t] === 0 ? -1 : moved(i32[match + t], x + u - (grid.x + tx * stride), y + v - centreY);
    }
  }
  return { x, y, width: columns, height: rows, source };

  /** The known pixel (dx, dy) from a source, or -1. */
  function moved(q: number, dx: number, dy: number): number {
    const qy = (q / width) | 0;
    const sx = q - qy * width + dx;
    const sy = qy + dy;
    if (sx < 0 || sy < 0 || sx >= width || sy >= height) return -1;
    const i = sy * width + sx;
    return (u8[flags + i] & (slot.HOLE | slot.BLOCKED)) === 0 ? i : -1;
  }
}

/**
 * Moves the seams to where they show least, in the manner of shift-map editing (Pritch et al. 2009) solved by iterated
 * conditional modes: a pixel on a seam takes the shift of one of its four neighbours when that makes the step across its seams,
 * plus its distance from the voted picture, smaller. Regions grow together, and the photo's grain stays whole inside them.
 */
export function moveSeams(host: EngineHost, level: Level, map: ShiftMap): void {
  const { u8 } = host.arena;
  const { width, height, image, flags } = level;
  const { source } = map;
  const pixels = width * height;
  const around = [-1, 1, -map.width, map.width];
  const aroundInLevel = [-1, 1, -width, width];

  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let moves = 0;
    const isForward = sweep % 2 === 0;
    for (let n = 0; n < source.length; n++) {
      const k = isForward ? n : source.length - 1 - n;
      const v = (k / map.width) | 0;
      const u = k - v * map.width;
      const i = (map.y + v) * width + map.x + u;
      const flag = u8[flags + i];
      if ((flag & slot.HOLE) === 0) continue;
      const isCalm =
        (u === 0 || source[k - 1] === source[k] - 1) &&
        (u === map.width - 1 || source[k + 1] === source[k] + 1) &&
        (v === 0 || source[k - map.width] === source[k] - width) &&
        (v === map.height - 1 || source[k + map.width] === source[k] + width);
      if (isCalm && source[k] >= 0) continue;
      let best = source[k];
      let bestCost = best < 0 ? Infinity : costOf(k, u, v, i, best);
      for (let a = 0; a < 4; a++) {
        const n = k + around[a];
        if (!hasNeighbour(a, u, v) || source[n] < 0) continue;
        const c = source[n] - aroundInLevel[a];
        if (c === best || !mayCopy(c, source[n], flag)) continue;
        const cost = costOf(k, u, v, i, c);
        if (cost < bestCost) {
          bestCost = cost;
          best = c;
        }
      }
      if (best !== source[k]) {
        source[k] = best;
        moves++;
      }
    }
    if (moves === 0) break;
  }

  function hasNeighbour(a: number, u: number, v: number): boolean {
    return a === 0 ? u > 0 : a === 1 ? u + 1 < map.width : a === 2 ? v > 0 : v + 1 < map.height;
  }

  /** Known, in the picture, not past the end of a row, and not the product unless the pixel continues it. */
  function mayCopy(c: number, from: number, flag: number): boolean {
    if (c < 0 || c >= pixels) return false;
    const jump = (c % width) - (from % width);
    if (jump > 1 || jump < -1) return false;
    const forbidden =
      slot.HOLE |
      slot.BLOCKED |
      (level.isProtectionLifted || (flag & slot.CONTINUES) !== 0 ? 0 : slot.PRODUCT);
    return (u8[flags + c] & forbidden) === 0;
  }

  function costOf(k: number, u: number, v: number, i: number, s: number): number {
    let cost = Math.min(VOTE_CAP, difference(s, i)) * VOTE_WEIGHT;
    for (let a = 0; a < 4; a++) {
      if (!hasNeighbour(a, u, v)) continue;
      const other = source[k + around[a]];
      const step = aroundInLevel[a];
      if (other < 0 || other === s + step) continue;
      const isNeighbourHole = (u8[flags + i + step] & slot.HOLE) !== 0;
      cost += seamStep(s + step, other);
      if (isNeighbourHole) cost += seamStep(s, other - step);
    }
    return cost;
  }

  /** The difference between what two shifts would put on one pixel. */
  function seamStep(a: number, b: number): number {
    if (a < 0 || b < 0 || a >= pixels || b >= pixels) return VOTE_CAP;
    if (((u8[flags + a] | u8[flags + b]) & slot.HOLE) !== 0) return VOTE_CAP;
    return difference(a, b);
  }

  function difference(a: number, b: number): number {
    const p = image + 4 * a;
    const q = image + 4 * b;
    const d0 = u8[p] - u8[q];
    const d1 = u8[p + 1] - u8[q + 1];
    const d2 = u8[p + 2] - u8[q + 2];
    return d0 * d0 + d1 * d1 + d2 * d2;
  }
}

function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}
