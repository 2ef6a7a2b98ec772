import type { EngineHost } from './host.ts';
import * as slot from './kernels/layout.ts';
import { nextState } from './kernels/random.ts';
import type { Level } from './level.ts';

/** Tries to find an allowed source near the doubled one. */
const NEAR_TRIES = 64;

/** Carries the answer of a coarser level to the next finer one: matches, their costs, and a smooth picture in the hole. */
export function raiseLevel(host: EngineHost, coarse: Level, fine: Level, seed: number): void {
  raiseMatches(host, coarse, fine, seed);
  raiseImage(host, coarse, fine);
}

function raiseMatches(host: EngineHost, coarse: Level, fine: Level, seed: number): void {
  const { u8, i32, f32 } = host.arena;
  const table = (level: Level, offset: number) => i32[(level.at + offset) >> 2];
  const coarseMatch = table(coarse, slot.MATCH) >> 2;
  const coarseCost = table(coarse, slot.COST) >> 2;
  const coarseAllowed = table(coarse, slot.ALLOWED);
  const fineMatch = table(fine, slot.MATCH) >> 2;
  const fineCost = table(fine, slot.COST) >> 2;
  const fineAllowed = table(fine, slot.ALLOWED);
  const { width, height, flags, grid, stride } = fine;
  let state = seed | 1;
  const random = (below: number) => {
    state = nextState(state);
    return (state >>> 0) % below;
  };

  for (let ty = 0; ty < grid.height; ty++) {
    for (let tx = 0; tx < grid.width; tx++) {
      const t = ty * grid.width + tx;
      const may = u8[fineAllowed + t];
      if (may === 0) continue;
      const x = grid.x + tx * stride;
      const y = grid.y + ty * stride;
      const from = nearestTarget(u8, coarseAllowed, coarse, x >> 1, y >> 1);
      const q = coarseMatch + from;
      const sourceY = (i32[q] / coarse.width) | 0;
      const shiftX =
        2 * (i32[q] - sourceY * coarse.width - (coarse.grid.x + (from % coarse.grid.width) * coarse.stride));
      const shiftY = 2 * (sourceY - (coarse.grid.y + ((from / coarse.grid.width) | 0) * coarse.stride));
      i32[fineMatch + t] = findSource(x + shiftX, y + shiftY, may);
      f32[fineCost + t] = f32[coarseCost + from];
    }
  }

  function findSource(x: number, y: number, may: number): number {
    if (isSource(x, y, may)) return y * width + x;
    for (let k = 0; k < NEAR_TRIES; k++) {
      const reach = 1 + (k >> 3);
      const u = x + random(2 * reach + 1) - reach;
      const v = y + random(2 * reach + 1) - reach;
      if (isSource(u, v, may)) return v * width + u;
    }
    // Hardly ever reached: the nearest one that follows a random place, in scan order.
    const pixels = width * height;
    const start = random(pixels);
    for (let k = 0; k < pixels; k++)
      if ((u8[flags + ((start + k) % pixels)] & may) !== 0) return (start + k) % pixels;
    throw new RangeError(`no source of kind ${may} in a level of ${width}×${height}`);
  }

  function isSource(x: number, y: number, may: number): boolean {
    return x >= 0 && y >= 0 && x < width && y < height && (u8[flags + y * width + x] & may) !== 0;
  }
}

/** The target nearest to pixel (x, y) of the level, by growing squares. */
function nearestTarget(u8: Uint8Array, allowed: number, level: Level, x: number, y: number): number {
  const { grid, stride } = level;
  const tx = Math.max(0, Math.min(grid.width - 1, Math.round((x - grid.x) / stride)));
  const ty = Math.max(0, Math.min(grid.height - 1, Math.round((y - grid.y) / stride)));
  const reach = Math.max(grid.width, grid.height);
  for (let r = 0; r <= reach; r++) {
    for (let v = Math.max(0, ty - r); v <= Math.min(grid.height - 1, ty + r); v++) {
      const isEdgeRow = v === ty - r || v === ty + r;
      for (let u = tx - r; u <= tx + r; u += isEdgeRow ? 1 : Math.max(1, 2 * r)) {
        if (u >= 0 && u < grid.width && u8[allowed + v * grid.width + u] !== 0) return v * grid.width + u;
      }
    }
  }
  return ty * grid.width + tx;
}

/** Bilinear doubling into the hole, weights 9 3 3 1; the vote that follows makes it sharp. */
function raiseImage(host: EngineHost, coarse: Level, fine: Level): void {
  const { u8, i32 } = host.arena;
  const list = i32[(fine.at + slot.HOLE_LIST) >> 2] >> 2;
  for (let k = list; k < list + fine.holeCount; k++) {
    const i = i32[k];
    const y = (i / fine.width) | 0;
    const x = i - y * fine.width;
    const nearX = Math.min(coarse.width - 1, x >> 1);
    const nearY = Math.min(coarse.height - 1, y >> 1);
    const farX = Math.max(0, Math.min(coarse.width - 1, nearX + ((x & 1) === 1 ? 1 : -1)));
    const farY = Math.max(0, Math.min(coarse.height - 1, nearY + ((y & 1) === 1 ? 1 : -1)));
    const near = coarse.image + 4 * (nearY * coarse.width + nearX);
    const across = coarse.image + 4 * (nearY * coarse.width + farX);
    const along = coarse.image + 4 * (farY * coarse.width + nearX);
    const diagonal = coarse.image + 4 * (farY * coarse.width + farX);
    const p = fine.image + 4 * i;
    for (let c = 0; c < 4; c++) {
      u8[p + c] = (9 * u8[near + c] + 3 * (u8[across + c] + u8[along + c]) + u8[diagonal + c] + 8) >> 4;
    }
  }
}
