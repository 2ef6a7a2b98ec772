import { cutBands, type EngineHost } from '../host.ts';
import * as slot from '../kernels/layout.ts';
import type { Level } from '../level.ts';

/**
 * Which known pixel each hole pixel copies: an i32 in the arena for every pixel of the window, the pixel's own place outside the
 * hole, or -1 where nothing fits. Neighbours that copy neighbours form a region; where they do not, there is a seam.
 */
export type ShiftMap = {
  readonly at: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** Full sweeps over the seams; after that few pixels move any more. */
const SWEEPS = 6;
/** A sweep that moves a smaller share of the hole than this was the last. */
const SETTLED = 1e-3;

/** The shift map of a solved level, its window one pixel wider than the hole's bounds on every side that has room. */
export function createShiftMap(host: EngineHost, level: Level): ShiftMap {
  const { width, height, flags, grid, stride, holeBounds } = level;
  const x = Math.max(0, holeBounds.x - 1);
  const y = Math.max(0, holeBounds.y - 1);
  const columns = Math.min(width, holeBounds.x + holeBounds.width + 1) - x;
  const rows = Math.min(height, holeBounds.y + holeBounds.height + 1) - y;
  const at = host.arena.reserve(4 * columns * rows);
  const { u8, i32 } = host.arena;
  const match = i32[(level.at + slot.MATCH) >> 2] >> 2;
  const allowed = i32[(level.at + slot.ALLOWED) >> 2];
  for (let v = 0; v < rows; v++) {
    const ty = clamp(Math.round((y + v - grid.y) / stride), 0, grid.height - 1);
    const dy = y + v - (grid.y + ty * stride);
    for (let u = 0; u < columns; u++) {
      const i = (y + v) * width + x + u;
      const k = (at >> 2) + v * columns + u;
      if ((u8[flags + i] & slot.HOLE) === 0) {
        i32[k] = i;
        continue;
      }
      const tx = clamp(Math.round((x + u - grid.x) / stride), 0, grid.width - 1);
      const t = ty * grid.width + tx;
      const dx = x + u - (grid.x + tx * stride);
      i32[k] = u8[allowed + t] === 0 ? -1 : i32[match + t] + dy * width + dx;
      // Within the patch every pixel is known and in the picture; beyond it, at the picture's edge, one has to look.
      if (i32[k] >= 0 && Math.max(Math.abs(dx), Math.abs(dy)) > slot.RADIUS)
        i32[k] = known(i32[match + t], dx, dy);
    }
  }
  return { at, x, y, width: columns, height: rows };

  /** The known pixel (dx, dy) from a source, or -1. */
  function known(q: number, dx: number, dy: number): number {
    const sx = (q % width) + dx;
    const sy = Math.floor(q / width) + dy;
    if (sx < 0 || sy < 0 || sx >= width || sy >= height) return -1;
    return (u8[flags + sy * width + sx] & (slot.HOLE | slot.BLOCKED)) === 0 ? sy * width + sx : -1;
  }
}

/**
 * Moves the seams to where they show least, in the manner of shift-map editing (Pritch et al. 2009) solved by iterated
 * conditional modes: a pixel on a seam takes the shift of one of its four neighbours when that makes the step across its seams,
 * plus its distance from the voted picture, smaller. Regions grow together, and the photo's grain stays whole inside them.
 */
export function settleSeams(host: EngineHost, level: Level, map: ShiftMap): void {
  const cuts = cutBands(map.height, 48);
  const mayUseProduct = level.isProtectionLifted ? 1 : 0;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let moves = 0;
    for (const colour of [0, 1]) {
      const args = [level.at, map.at, map.x, map.y, map.width, map.height, colour, mayUseProduct];
      moves += host.runBands('moveSeams', args, cuts);
    }
    if (moves <= SETTLED * level.holeCount) break;
  }
}

function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}
