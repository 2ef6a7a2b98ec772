import type { Arena } from '../arena.ts';
import { DIRECTION, RADIUS, SEARCH_RADIUS } from './layout.ts';
import { type LevelView, viewLevel } from './levelView.ts';
import { matchCost, NEVER, spatialCost, sumPatch } from './patchCost.ts';
import { nextState, seedState } from './random.ts';

const { fround } = Math;

export function measureCosts(arena: Arena, levelAt: number, from: number, to: number): void {
  const level = viewLevel(arena, levelAt);
  for (let ty = from; ty < to; ty++) {
    const y = level.gridY + ty * level.stride;
    for (let tx = 0; tx < level.gridWidth; tx++) {
      const t = ty * level.gridWidth + tx;
      if (level.u8[level.allowed + t] === 0) continue;
      const x = level.gridX + tx * level.stride;
      sumPatch(level, x, y, level.targetSums16 + 4 * t);
      level.f32[level.cost32 + t] = matchCost(level, t, x, y, level.i32[level.match32 + t], NEVER);
    }
  }
}

/**
 * PatchMatch (Barnes et al. 2009): good sources spread from the neighbours already visited, then random ones are tried in
 * windows of halving radius round the best. Neighbours in another band are not asked, so bands may run in any order.
 */
export function searchSources(arena: Arena, levelAt: number, seed: number, from: number, to: number): void {
  const level = viewLevel(arena, levelAt);
  const { u8, i32, f32, width, height, gridWidth, stride, allowed, match32, cost32, flags } = level;
  const step = arena.i32[(levelAt + DIRECTION) >> 2];
  const radius = arena.i32[(levelAt + SEARCH_RADIUS) >> 2];
  const pixels = width * height;
  let state = seedState(seed, from);

  for (let row = from; row < to; row++) {
    const ty = step > 0 ? row : to - 1 - (row - from);
    for (let column = 0; column < gridWidth; column++) {
      const tx = step > 0 ? column : gridWidth - 1 - column;
      const t = ty * gridWidth + tx;
      const mayUse = u8[allowed + t];
      if (mayUse === 0) continue;
      const x = level.gridX + tx * stride;
      const y = level.gridY + ty * stride;
      let q = i32[match32 + t];
      let best = f32[cost32 + t];

      if (tx - step >= 0 && tx - step < gridWidth && u8[allowed + t - step] !== 0) {
        const c = i32[match32 + t - step] + step * stride;
        if (c !== q && c >= 0 && c < pixels && (u8[flags + c] & mayUse) !== 0) {
          const cost = matchCost(level, t, x, y, c, best);
          if (cost < best) {
            best = cost;
            q = c;
          }
        }
      }
      if (ty - step >= from && ty - step < to && u8[allowed + t - step * gridWidth] !== 0) {
        const c = i32[match32 + t - step * gridWidth] + step * stride * width;
        if (c !== q && c >= 0 && c < pixels && (u8[flags + c] & mayUse) !== 0) {
          const cost = matchCost(level, t, x, y, c, best);
          if (cost < best) {
            best = cost;
            q = c;
          }
        }
      }

      const qy = (q / width) | 0;
      const qx = q - qy * width;
      for (let r = radius; r >= 1; r >>= 1) {
        const left = Math.max(RADIUS, qx - r);
        const top = Math.max(RADIUS, qy - r);
        const columns = Math.min(width - 1 - RADIUS, qx + r) - left + 1;
        const rows = Math.min(height - 1 - RADIUS, qy + r) - top + 1;
        state = nextState(state);
        const c = randomIn(state, left, top, columns, rows, width);
        if (c !== q && (u8[flags + c] & mayUse) !== 0) {
          const cost = matchCost(level, t, x, y, c, best);
          if (cost < best) {
            best = cost;
            q = c;
          }
        }
      }
      i32[match32 + t] = q;
      f32[cost32 + t] = best;
    }
  }
}

/** A pixel of a window: 16 random bits choose the row, 16 the column. */
function randomIn(
  state: number,
  left: number,
  top: number,
  columns: number,
  rows: number,
  width: number,
): number {
  const row = ((state >>> 16) * rows) >>> 16;
  const column = ((state & 0xffff) * columns) >>> 16;
  return (top + row) * width + left + column;
}

/** See `Kernels.nearestSource`. The spatial and rarity terms count by the share of the patch that is known. */
export function nearestSource(
  arena: Arena,
  levelAt: number,
  x: number,
  y: number,
  offsets: number,
  offsetCount: number,
  sources: number,
  sourceCount: number,
  first: number,
  step: number,
  allowed: number,
): number {
  const level: LevelView = viewLevel(arena, levelAt);
  const { u8, i32, width, image, flags } = level;
  const t =
    Math.floor((y - level.gridY) / level.stride) * level.gridWidth +
    Math.floor((x - level.gridX) / level.stride);
  const row = level.spatial32 + (level.guided ? 3 * u8[level.guided + t] : 0);
  const share = fround(offsetCount / 49);
  const target = image + (y * width + x) * 4;
  let best = NEVER;
  let winner = -1;
  for (let k = first; k < sourceCount; k += step) {
    const q = i32[(sources >> 2) + k];
    if ((u8[flags + q] & allowed) === 0) continue;
    const qy = (q / width) | 0;
    const dx = q - qy * width - x;
    const dy = qy - y;
    let far = spatialCost(level.f32, row, dx, dy);
    if (level.rarity) far = fround(far + fround(level.rarityWeight * u8[level.rarity + q]));
    far = fround(far * share);
    let sum = 0;
    let cost = far;
    const source = image + q * 4;
    for (let o = 0; o < offsetCount && cost < best; o++) {
      const shift = i32[(offsets >> 2) + o] * 4;
      const a = target + shift;
      const b = source + shift;
      const d0 = u8[a] - u8[b];
      const d1 = u8[a + 1] - u8[b + 1];
      const d2 = u8[a + 2] - u8[b + 2];
      const d3 = u8[a + 3] - u8[b + 3];
      sum += d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3;
      cost = fround(far + sum);
    }
    if (cost < best) {
      best = cost;
      winner = q;
    }
  }
  return winner;
}
