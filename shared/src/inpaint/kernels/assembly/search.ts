import * as slot from '../layout';
import { biasLimits, matchCost, NEVER, real, sumsOfPatch, whole } from './patchCost';
import { nextState, seedState } from './random';

export function measureCosts(level: usize, from: i32, to: i32): void {
  const image: usize = whole(level, slot.IMAGE);
  const width = whole(level, slot.WIDTH);
  const sums: usize = whole(level, slot.SUMS);
  const rarity: usize = whole(level, slot.RARITY);
  const rarityWeight = real(level, slot.RARITY_WEIGHT);
  const forgiven = real(level, slot.FORGIVEN);
  const limits = biasLimits(real(level, slot.BIAS_LIMIT));
  const allowed: usize = whole(level, slot.ALLOWED);
  const guided: usize = whole(level, slot.GUIDED);
  const match: usize = whole(level, slot.MATCH);
  const cost: usize = whole(level, slot.COST);
  const targetSums: usize = whole(level, slot.TARGET_SUMS);
  const gridWidth = whole(level, slot.GRID_WIDTH);
  const stride = whole(level, slot.STRIDE);
  const first = slot.RADIUS * width + slot.RADIUS;
  for (let ty = from; ty < to; ty++) {
    const y = whole(level, slot.GRID_Y) + ty * stride;
    for (let tx = 0; tx < gridWidth; tx++) {
      const t = ty * gridWidth + tx;
      if (!load<u8>(allowed + t)) continue;
      const x = whole(level, slot.GRID_X) + tx * stride;
      const own = sumsOfPatch(image + ((y * width + x - first) << 2), width << 2);
      v128.store64_lane(targetSums + (t << 3), i16x8.narrow_i32x4_u(own, own), 0);
      const spatial = level + slot.SPATIAL + (guided ? 12 * i32(load<u8>(guided + t)) : 0);
      const q = load<i32>(match + (t << 2));
      store<f32>(
        cost + (t << 2),
        matchCost(
          image,
          width,
          sums,
          rarity,
          rarityWeight,
          forgiven,
          limits,
          spatial,
          targetSums + (t << 3),
          x,
          y,
          q,
          NEVER,
        ),
      );
    }
  }
}

export function searchSources(level: usize, seed: i32, from: i32, to: i32): void {
  const image: usize = whole(level, slot.IMAGE);
  const flags: usize = whole(level, slot.FLAGS);
  const width = whole(level, slot.WIDTH);
  const height = whole(level, slot.HEIGHT);
  const sums: usize = whole(level, slot.SUMS);
  const rarity: usize = whole(level, slot.RARITY);
  const rarityWeight = real(level, slot.RARITY_WEIGHT);
  const forgiven = real(level, slot.FORGIVEN);
  const limits = biasLimits(real(level, slot.BIAS_LIMIT));
  const allowed: usize = whole(level, slot.ALLOWED);
  const guided: usize = whole(level, slot.GUIDED);
  const match: usize = whole(level, slot.MATCH);
  const cost: usize = whole(level, slot.COST);
  const targetSums: usize = whole(level, slot.TARGET_SUMS);
  const gridX = whole(level, slot.GRID_X);
  const gridY = whole(level, slot.GRID_Y);
  const gridWidth = whole(level, slot.GRID_WIDTH);
  const stride = whole(level, slot.STRIDE);
  const step = whole(level, slot.DIRECTION);
  const radius = whole(level, slot.SEARCH_RADIUS);
  const pixels = width * height;
  let state = seedState(seed, from);

  for (let row = from; row < to; row++) {
    const ty = step > 0 ? row : to - 1 - (row - from);
    for (let column = 0; column < gridWidth; column++) {
      const tx = step > 0 ? column : gridWidth - 1 - column;
      const t = ty * gridWidth + tx;
      const mayUse = load<u8>(allowed + t);
      if (!mayUse) continue;
      const x = gridX + tx * stride;
      const y = gridY + ty * stride;
      const spatial = level + slot.SPATIAL + (guided ? 12 * i32(load<u8>(guided + t)) : 0);
      const own = targetSums + (t << 3);
      let q = load<i32>(match + (t << 2));
      let best = load<f32>(cost + (t << 2));

      // The two neighbours visited before, then the random windows: one loop, so that the cost is compiled once.
      let radiusLeft = radius;
      let qx = 0;
      let qy = 0;
      for (let k = 0; ; k++) {
        let c: i32;
        if (k == 0) {
          if (u32(tx - step) >= u32(gridWidth) || !load<u8>(allowed + t - step)) continue;
          c = load<i32>(match + ((t - step) << 2)) + step * stride;
        } else if (k == 1) {
          if (ty - step < from || ty - step >= to || !load<u8>(allowed + t - step * gridWidth)) continue;
          c = load<i32>(match + ((t - step * gridWidth) << 2)) + step * stride * width;
        } else {
          if (k == 2) {
            qy = q / width;
            qx = q - qy * width;
          }
          if (radiusLeft < 1) break;
          const left = max(slot.RADIUS, qx - radiusLeft);
          const top = max(slot.RADIUS, qy - radiusLeft);
          const columns = min(width - 1 - slot.RADIUS, qx + radiusLeft) - left + 1;
          const rows = min(height - 1 - slot.RADIUS, qy + radiusLeft) - top + 1;
          radiusLeft >>= 1;
          state = nextState(state);
          c =
            (top + i32(((state >> 16) * u32(rows)) >> 16)) * width +
            left +
            i32(((state & 0xffff) * u32(columns)) >> 16);
        }
        if (c == q || u32(c) >= u32(pixels) || !(load<u8>(flags + c) & mayUse)) continue;
        const e = matchCost(
          image,
          width,
          sums,
          rarity,
          rarityWeight,
          forgiven,
          limits,
          spatial,
          own,
          x,
          y,
          c,
          best,
        );
        if (e < best) {
          best = e;
          q = c;
        }
      }
      store<i32>(match + (t << 2), q);
      store<f32>(cost + (t << 2), best);
    }
  }
}

export function nearestSource(
  level: usize,
  x: i32,
  y: i32,
  offsets: usize,
  offsetCount: i32,
  sources: usize,
  sourceCount: i32,
  first: i32,
  step: i32,
  allowed: i32,
): i32 {
  const image: usize = whole(level, slot.IMAGE);
  const flags: usize = whole(level, slot.FLAGS);
  const width = whole(level, slot.WIDTH);
  const rarity: usize = whole(level, slot.RARITY);
  const rarityWeight = real(level, slot.RARITY_WEIGHT);
  const guided: usize = whole(level, slot.GUIDED);
  const stride = whole(level, slot.STRIDE);
  const t =
    ((y - whole(level, slot.GRID_Y)) / stride) * whole(level, slot.GRID_WIDTH) +
    (x - whole(level, slot.GRID_X)) / stride;
  const spatial = level + slot.SPATIAL + (guided ? 12 * i32(load<u8>(guided + t)) : 0);
  const share = f32(offsetCount) / 49;
  const target = image + ((y * width + x) << 2);
  let best = NEVER;
  let winner = -1;
  for (let k = first; k < sourceCount; k += step) {
    const q = load<i32>(sources + (k << 2));
    if (!(i32(load<u8>(flags + q)) & allowed)) continue;
    const qy = q / width;
    const dx = f32(q - qy * width - x);
    const dy = f32(qy - y);
    let far: f32 =
      load<f32>(spatial) * dx * dx + load<f32>(spatial, 4) * dx * dy + load<f32>(spatial, 8) * dy * dy;
    if (rarity) far += rarityWeight * f32(load<u8>(rarity + q));
    far *= share;
    if (far >= best) continue;
    const source = image + (q << 2);
    let sum = i32x4.splat(0);
    let cost = far;
    for (let o = 0; o < offsetCount;) {
      // A dozen pixels, then a look whether it can still win.
      const end = min(offsetCount, o + 12);
      for (; o < end; o++) {
        const shift = load<i32>(offsets + (o << 2)) << 2;
        const a = i16x8.extend_low_i8x16_u(v128.load32_zero(target + shift));
        const b = i16x8.extend_low_i8x16_u(v128.load32_zero(source + shift));
        const d = i16x8.sub(a, b);
        sum = i32x4.add(sum, i32x4.dot_i16x8_s(d, d));
      }
      cost = far + f32(i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1));
      if (cost >= best) break;
    }
    if (cost < best) {
      best = cost;
      winner = q;
    }
  }
  return winner;
}
