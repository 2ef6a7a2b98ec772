import * as slot from '../layout';
import { biasLimits, clampBias, real, sumsOfPatch, whole } from './patchCost';

const LEAST_WEIGHT: f32 = 1e-12;

export function weighTargets(level: usize, from: i32, to: i32): void {
  const image: usize = whole(level, slot.IMAGE);
  const width = whole(level, slot.WIDTH);
  const allowed: usize = whole(level, slot.ALLOWED);
  const match: usize = whole(level, slot.MATCH);
  const cost: usize = whole(level, slot.COST);
  const weight: usize = whole(level, slot.WEIGHT);
  const confidence: usize = whole(level, slot.CONFIDENCE);
  const bias: usize = whole(level, slot.BIAS);
  const gridWidth = whole(level, slot.GRID_WIDTH);
  const stride = whole(level, slot.STRIDE);
  const falloff = real(level, slot.FALLOFF);
  const forgiven = real(level, slot.FORGIVEN);
  const limits = biasLimits(real(level, slot.BIAS_LIMIT));
  const first = slot.RADIUS * width + slot.RADIUS;
  const rowBytes: usize = width << 2;
  for (let ty = from; ty < to; ty++) {
    const y = whole(level, slot.GRID_Y) + ty * stride;
    for (let tx = 0; tx < gridWidth; tx++) {
      const t = ty * gridWidth + tx;
      if (!load<u8>(allowed + t)) continue;
      const at = t << 2;
      // In 64 bits, then rounded: the exponentials of two libraries hardly ever differ there.
      const fall = f32(Math.exp(f64(-load<f32>(cost + at) * falloff)));
      store<f32>(weight + at, load<f32>(confidence + at) * fall + LEAST_WEIGHT);
      if (forgiven == 0) {
        v128.store(bias + (t << 4), f32x4.splat(0));
        continue;
      }
      const x = whole(level, slot.GRID_X) + tx * stride;
      const own = sumsOfPatch(image + ((y * width + x - first) << 2), rowBytes);
      const other = sumsOfPatch(image + ((load<i32>(match + at) - first) << 2), rowBytes);
      const mean = f32x4.mul(f32x4.convert_i32x4_s(i32x4.sub(own, other)), f32x4.splat(1.0 / 49.0));
      v128.store(bias + (t << 4), f32x4.mul(f32x4.splat(forgiven), clampBias(mean, limits)));
    }
  }
}

/** Centres from `low` to `high` that lie on the grid, as its first and last index. */
// @ts-ignore: decorator
@inline function firstIndex(low: i32, grid: i32, stride: i32): i32 {
  return low <= grid ? 0 : (low - grid + stride - 1) / stride;
}
// @ts-ignore: decorator
@inline function lastIndex(high: i32, grid: i32, stride: i32, count: i32): i32 {
  return high < grid ? -1 : min(count - 1, (high - grid) / stride);
}

export function voteColours(level: usize, from: i32, to: i32): f32 {
  const image: usize = whole(level, slot.IMAGE);
  const width = whole(level, slot.WIDTH);
  const height = whole(level, slot.HEIGHT);
  const allowed: usize = whole(level, slot.ALLOWED);
  const match: usize = whole(level, slot.MATCH);
  const weight: usize = whole(level, slot.WEIGHT);
  const bias: usize = whole(level, slot.BIAS);
  const gridX = whole(level, slot.GRID_X);
  const gridY = whole(level, slot.GRID_Y);
  const gridWidth = whole(level, slot.GRID_WIDTH);
  const gridHeight = whole(level, slot.GRID_HEIGHT);
  const stride = whole(level, slot.STRIDE);
  const list: usize = whole(level, slot.HOLE_LIST);
  const votes: usize = whole(level, slot.VOTES);
  let change: f32 = 0;
  for (let k = from; k < to; k++) {
    const i = load<i32>(list + (k << 2));
    const y = i / width;
    const x = i - y * width;
    const ty0 = firstIndex(max(slot.RADIUS, y - slot.RADIUS), gridY, stride);
    const ty1 = lastIndex(min(height - 1 - slot.RADIUS, y + slot.RADIUS), gridY, stride, gridHeight);
    const tx0 = firstIndex(max(slot.RADIUS, x - slot.RADIUS), gridX, stride);
    const tx1 = lastIndex(min(width - 1 - slot.RADIUS, x + slot.RADIUS), gridX, stride, gridWidth);
    let sum: f32 = 0;
    let colours = f32x4.splat(0);
    for (let ty = ty0; ty <= ty1; ty++) {
      let shift = i - ((gridY + ty * stride) * width + gridX + tx0 * stride);
      for (let tx = tx0; tx <= tx1; tx++, shift -= stride) {
        const t = ty * gridWidth + tx;
        if (!load<u8>(allowed + t)) continue;
        const w = load<f32>(weight + (t << 2));
        const bytes = v128.load32_zero(image + ((load<i32>(match + (t << 2)) + shift) << 2));
        const colour = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)));
        colours = f32x4.add(colours, f32x4.mul(f32x4.splat(w), f32x4.add(colour, v128.load(bias + (t << 4)))));
        sum += w;
      }
    }
    const old = load<u32>(image + (i << 2));
    if (sum == 0) {
      store<u32>(votes + (k << 2), old);
      continue;
    }
    colours = f32x4.mul(colours, f32x4.splat(1 / sum));
    const value = i32x4.trunc_sat_f32x4_s(
      f32x4.add(f32x4.max(f32x4.splat(0), f32x4.min(f32x4.splat(255), colours)), f32x4.splat(0.5)),
    );
    const before = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(i32x4.splat(i32(old))));
    const step = i32x4.abs(i32x4.sub(value, before));
    change += f32(i32x4.extract_lane(step, 0) + i32x4.extract_lane(step, 1) + i32x4.extract_lane(step, 2));
    const words = i16x8.narrow_i32x4_u(value, value);
    v128.store32_lane(votes + (k << 2), i8x16.narrow_i16x8_u(words, words), 0);
  }
  return change;
}

export function commitVotes(level: usize, from: i32, to: i32): void {
  const image: usize = whole(level, slot.IMAGE);
  const list: usize = whole(level, slot.HOLE_LIST);
  const votes: usize = whole(level, slot.VOTES);
  for (let k = from; k < to; k++) {
    store<u32>(image + (load<i32>(list + (k << 2)) << 2), load<u32>(votes + (k << 2)));
  }
}
