import * as slot from '../layout';
import { whole } from './patchCost';

/** See `../seams.ts`. */
const VOTE_WEIGHT: f32 = 0.5;
const MOST_DIFFERENCE: i32 = 3 * 32 * 32;
const NEVER: f32 = 3e38;

// @ts-ignore: decorator
@inline function difference(image: usize, a: i32, b: i32): i32 {
  const p = i16x8.extend_low_i8x16_u(v128.load32_zero(image + (a << 2)));
  const q = i16x8.extend_low_i8x16_u(v128.load32_zero(image + (b << 2)));
  // The texture byte is no colour.
  const d = v128.and(i16x8.sub(p, q), i16x8(-1, -1, -1, 0, 0, 0, 0, 0));
  const squares = i32x4.dot_i16x8_s(d, d);
  return i32x4.extract_lane(squares, 0) + i32x4.extract_lane(squares, 1);
}

function differenceAt(image: usize, flags: usize, pixels: i32, a: i32, b: i32): i32 {
  if (u32(a) >= u32(pixels) || u32(b) >= u32(pixels)) return MOST_DIFFERENCE;
  if ((load<u8>(flags + a) | load<u8>(flags + b)) & slot.HOLE) return MOST_DIFFERENCE;
  return difference(image, a, b);
}

// @ts-ignore: decorator
@inline function seam(image: usize, flags: usize, pixels: i32, i: i32, s: i32, other: i32, step: i32): f32 {
  const there = differenceAt(image, flags, pixels, s + step, other + step);
  if (!(load<u8>(flags + i + step) & slot.HOLE)) return f32(there);
  return f32(there + differenceAt(image, flags, pixels, s, other));
}

// @ts-ignore: decorator
@inline function follow(q: i32, step: i32, width: i32, pixels: i32): i32 {
  if (q < 0) return -1;
  const c = q + step;
  if (u32(c) >= u32(pixels)) return -1;
  if (step == 1 && c % width == 0) return -1;
  if (step == -1 && q % width == 0) return -1;
  return c;
}

export function moveSeams(
  level: usize,
  map: usize,
  left: i32,
  top: i32,
  columns: i32,
  rows: i32,
  colour: i32,
  mayUseProduct: i32,
  from: i32,
  to: i32,
): i32 {
  const image: usize = whole(level, slot.IMAGE);
  const flags: usize = whole(level, slot.FLAGS);
  const width = whole(level, slot.WIDTH);
  const pixels = width * whole(level, slot.HEIGHT);
  let moves = 0;
  for (let v = from; v < to; v++) {
    for (let u = (v + colour) & 1; u < columns; u += 2) {
      const k = map + ((v * columns + u) << 2);
      const i = (top + v) * width + left + u;
      const flag = i32(load<u8>(flags + i));
      if (!(flag & slot.HOLE)) continue;
      const own = load<i32>(k);
      const atWest = u > 0 ? load<i32>(k - 4) : -1;
      const atEast = u + 1 < columns ? load<i32>(k + 4) : -1;
      const atNorth = v > 0 ? load<i32>(k - (columns << 2)) : -1;
      const atSouth = v + 1 < rows ? load<i32>(k + (columns << 2)) : -1;
      // Nearly every pixel lies inside a region: no division for those.
      if (
        own >= 0 &&
        (u == 0 || atWest + 1 == own) &&
        (u + 1 == columns || atEast - 1 == own) &&
        (v == 0 || atNorth + width == own) &&
        (v + 1 == rows || atSouth - width == own)
      ) {
        if (own % width != 0 && (own + 1) % width != 0) continue;
      }
      const west = u > 0 ? follow(atWest, 1, width, pixels) : own;
      const east = u + 1 < columns ? follow(atEast, -1, width, pixels) : own;
      const north = v > 0 ? follow(atNorth, width, width, pixels) : own;
      const south = v + 1 < rows ? follow(atSouth, -width, width, pixels) : own;
      if (own >= 0 && west == own && east == own && north == own && south == own) continue;

      const forbidden =
        slot.HOLE | slot.BLOCKED | (mayUseProduct || flag & slot.CONTINUES ? 0 : slot.PRODUCT);
      let best = own;
      let bestCost = NEVER;
      for (let a = -1; a < 4; a++) {
        const c = a < 0 ? own : a == 0 ? west : a == 1 ? east : a == 2 ? north : south;
        if (c < 0 || (a >= 0 && (c == best || load<u8>(flags + c) & forbidden))) continue;
        let cost: f32 = VOTE_WEIGHT * f32(min(MOST_DIFFERENCE, difference(image, c, i)));
        if (west != c && atWest >= 0) cost += seam(image, flags, pixels, i, c, west, -1);
        if (east != c && atEast >= 0) cost += seam(image, flags, pixels, i, c, east, 1);
        if (north != c && atNorth >= 0) cost += seam(image, flags, pixels, i, c, north, -width);
        if (south != c && atSouth >= 0) cost += seam(image, flags, pixels, i, c, south, width);
        if (cost < bestCost) {
          bestCost = cost;
          best = c;
        }
      }
      if (best != own) {
        store<i32>(k, best);
        moves++;
      }
    }
  }
  return moves;
}
