import * as slot from '../layout';

/** See `../patchCost.ts`. */
const CHROMA_BIAS: f32 = 0.2;
export const NEVER: f32 = 3e38;
const PER_SAMPLE: f32 = 1.0 / 49.0;

// @ts-ignore: decorator
@inline export function whole(level: usize, offset: i32): i32 {
  return load<i32>(level + offset);
}
// @ts-ignore: decorator
@inline export function real(level: usize, offset: i32): f32 {
  return load<f32>(level + offset);
}

/** Sum of all four lanes. */
// @ts-ignore: decorator
@inline function sumLanes(v: v128): f32 {
  v = f32x4.add(v, f32x4.shuffle(v, v, 2, 3, 0, 1));
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1);
}
// @ts-ignore: decorator
@inline function sumWhole(v: v128): i32 {
  v = i32x4.add(v, i32x4.shuffle(v, v, 2, 3, 0, 1));
  return i32x4.extract_lane(v, 0) + i32x4.extract_lane(v, 1);
}

/** Largest bias per channel: Y, Cb, Cr, and none for texture. */
// @ts-ignore: decorator
@inline export function biasLimits(limit: f32): v128 {
  const chroma = limit * CHROMA_BIAS;
  return f32x4(limit, chroma, chroma, 0);
}
// @ts-ignore: decorator
@inline export function clampBias(mean: v128, limits: v128): v128 {
  return f32x4.max(f32x4.neg(limits), f32x4.min(limits, mean));
}

/**
 * The four channel sums of a 7×7 patch given by its first pixel. A row is two loads of four pixels that share the middle one;
 * the second load's copy of it is dropped.
 */
export function sumsOfPatch(first: usize, rowBytes: usize): v128 {
  const dropFirst = i16x8(0, 0, 0, 0, -1, -1, -1, -1);
  let sum = i16x8.splat(0);
  for (let row = 0; row < 7; row++) {
    const left = v128.load(first);
    const right = v128.load(first, 12);
    sum = i16x8.add(sum, i16x8.add(i16x8.extend_low_i8x16_u(left), i16x8.extend_high_i8x16_u(left)));
    sum = i16x8.add(sum, v128.and(i16x8.extend_low_i8x16_u(right), dropFirst));
    sum = i16x8.add(sum, i16x8.extend_high_i8x16_u(right));
    first += rowBytes;
  }
  // At most 28 × 255 in each of the two halves: they add up in 16 bits.
  return i32x4.add(i32x4.extend_low_i16x8_u(sum), i32x4.extend_high_i16x8_u(sum));
}

/** What is forgiven of a distance, given the sums of differences per channel. */
// @ts-ignore: decorator
@inline function forgivenOf(difference: v128, limits: v128): f32 {
  const bias = clampBias(f32x4.mul(difference, f32x4.splat(PER_SAMPLE)), limits);
  const twice = f32x4.add(difference, difference);
  return sumLanes(f32x4.mul(bias, f32x4.sub(twice, f32x4.mul(f32x4.splat(49), bias))));
}

// @ts-ignore: decorator
@inline function patchDistance(a: usize, b: usize, rowBytes: usize, limit: f32): f32 {
  const dropFirst = i16x8(0, 0, 0, 0, -1, -1, -1, -1);
  let sum = i32x4.splat(0);
  for (let row = 0; row < 7; row++) {
    const p = v128.load(a);
    const q = v128.load(b);
    const d0 = i16x8.sub(i16x8.extend_low_i8x16_u(p), i16x8.extend_low_i8x16_u(q));
    const d1 = i16x8.sub(i16x8.extend_high_i8x16_u(p), i16x8.extend_high_i8x16_u(q));
    const r = v128.load(a, 12);
    const s = v128.load(b, 12);
    const d2 = v128.and(i16x8.sub(i16x8.extend_low_i8x16_u(r), i16x8.extend_low_i8x16_u(s)), dropFirst);
    const d3 = i16x8.sub(i16x8.extend_high_i8x16_u(r), i16x8.extend_high_i8x16_u(s));
    sum = i32x4.add(sum, i32x4.add(i32x4.dot_i16x8_s(d0, d0), i32x4.dot_i16x8_s(d1, d1)));
    sum = i32x4.add(sum, i32x4.add(i32x4.dot_i16x8_s(d2, d2), i32x4.dot_i16x8_s(d3, d3)));
    a += rowBytes;
    b += rowBytes;
    if ((row == 1 || row == 3) && f32(sumWhole(sum)) > limit) return NEVER;
  }
  const total = f32(sumWhole(sum));
  return total > limit ? NEVER : total;
}

/**
 * See `matchCost` in `../patchCost.ts`: what target `t`, centred at (x, y), would cost from source pixel `q`. `spatial` is the
 * target's row of the quadratic form, `targetSums` where its own sums lie.
 */
// @ts-ignore: decorator
@inline export function matchCost(
  image: usize,
  width: i32,
  sums: usize,
  rarity: usize,
  rarityWeight: f32,
  forgiven: f32,
  limits: v128,
  spatial: usize,
  targetSums: usize,
  x: i32,
  y: i32,
  q: i32,
  best: f32,
): f32 {
  const qy = q / width;
  const dx = f32(q - qy * width - x);
  const dy = f32(qy - y);
  let cost: f32 = load<f32>(spatial) * dx * dx + load<f32>(spatial, 4) * dx * dy + load<f32>(spatial, 8) * dy * dy;
  if (rarity) cost += rarityWeight * f32(load<u8>(rarity + q));
  if (cost >= best) return NEVER;

  const rowBytes: usize = width << 2;
  const first = slot.RADIUS * width + slot.RADIUS;
  const a = image + ((y * width + x - first) << 2);
  const b = image + ((q - first) << 2);
  if (sums) {
    const own = i32x4.extend_low_i16x8_u(v128.load64_zero(targetSums));
    const other = i32x4.extend_low_i16x8_u(v128.load64_zero(sums + (q << 3)));
    const difference = f32x4.convert_i32x4_s(i32x4.sub(own, other));
    if (forgiven > 0) cost -= forgiven * forgivenOf(difference, limits);
    if (cost + PER_SAMPLE * sumLanes(f32x4.mul(difference, difference)) >= best) return NEVER;
  } else if (forgiven > 0) {
    const own = i32x4.extend_low_i16x8_u(v128.load64_zero(targetSums));
    cost -= forgiven * forgivenOf(f32x4.convert_i32x4_s(i32x4.sub(own, sumsOfPatch(b, rowBytes))), limits);
  }
  const distance = patchDistance(a, b, rowBytes, best - cost);
  return distance == NEVER ? NEVER : distance + cost;
}
