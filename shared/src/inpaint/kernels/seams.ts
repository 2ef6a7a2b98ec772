import type { Arena } from '../arena.ts';
import { BLOCKED, CONTINUES, HOLE, PRODUCT } from './layout.ts';
import { viewLevel } from './levelView.ts';

/** How much the voted picture counts against the seam, and the difference beyond which either counts no more. */
const VOTE_WEIGHT = 0.5;
const MOST_DIFFERENCE = 3 * 32 * 32;
const NEVER = 3e38;

/** See `Kernels.moveSeams`. Only pixels of one colour of the chessboard move; they look at the other colour only. */
export function moveSeams(
  arena: Arena,
  levelAt: number,
  map: number,
  left: number,
  top: number,
  columns: number,
  rows: number,
  colour: number,
  mayUseProduct: number,
  from: number,
  to: number,
): number {
  const { u8, i32 } = arena;
  const { width, height, image, flags } = viewLevel(arena, levelAt);
  const source = map >> 2;
  const pixels = width * height;
  let moves = 0;
  for (let v = from; v < to; v++) {
    for (let u = (v + colour) & 1; u < columns; u += 2) {
      const k = source + v * columns + u;
      const i = (top + v) * width + left + u;
      const flag = u8[flags + i];
      if ((flag & HOLE) === 0) continue;
      // Where a neighbour's shift would put the source of this pixel: -1 beyond the window, own place when the shift is shared.
      const own = i32[k];
      const west = u > 0 ? follow(i32[k - 1], 1) : own;
      const east = u + 1 < columns ? follow(i32[k + 1], -1) : own;
      const north = v > 0 ? follow(i32[k - columns], width) : own;
      const south = v + 1 < rows ? follow(i32[k + columns], -width) : own;
      if (own >= 0 && west === own && east === own && north === own && south === own) continue;

      const forbidden = HOLE | BLOCKED | (mayUseProduct !== 0 || (flag & CONTINUES) !== 0 ? 0 : PRODUCT);
      let best = own;
      let bestCost = own < 0 ? NEVER : costOf(own);
      for (let a = 0; a < 4; a++) {
        const c = a === 0 ? west : a === 1 ? east : a === 2 ? north : south;
        if (c === best || c < 0 || (u8[flags + c] & forbidden) !== 0) continue;
        const cost = costOf(c);
        if (cost < bestCost) {
          bestCost = cost;
          best = c;
        }
      }
      if (best !== own) {
        i32[k] = best;
        moves++;
      }

      function costOf(s: number): number {
        let cost = VOTE_WEIGHT * Math.min(MOST_DIFFERENCE, difference(s, i));
        if (west !== s && u > 0 && i32[k - 1] >= 0) cost += seam(s, west, -1);
        if (east !== s && u + 1 < columns && i32[k + 1] >= 0) cost += seam(s, east, 1);
        if (north !== s && v > 0 && i32[k - columns] >= 0) cost += seam(s, north, -width);
        if (south !== s && v + 1 < rows && i32[k + columns] >= 0) cost += seam(s, south, width);
        return cost;
      }

      /** The step between two shifts, at this pixel (unless the neighbour is known, and stays) and at its neighbour. */
      function seam(s: number, other: number, step: number): number {
        const there = differenceAt(s + step, other + step);
        return (u8[flags + i + step] & HOLE) === 0 ? there : there + differenceAt(s, other);
      }
    }
  }
  return moves;

  /** The pixel `step` after a source in the picture, or -1 when there is none or it is past the end of the row. */
  function follow(q: number, step: number): number {
    if (q < 0) return -1;
    const c = q + step;
    if (c < 0 || c >= pixels) return -1;
    if (step === 1 && c % width === 0) return -1;
    if (step === -1 && q % width === 0) return -1;
    return c;
  }

  function differenceAt(a: number, b: number): number {
    if (a < 0 || b < 0 || a >= pixels || b >= pixels) return MOST_DIFFERENCE;
    if (((u8[flags + a] | u8[flags + b]) & HOLE) !== 0) return MOST_DIFFERENCE;
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
