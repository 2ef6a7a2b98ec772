import * as slot from '../layout';
import { sumsOfPatch, whole } from './patchCost';

function convertOne(p: usize): void {
  const r = f64(load<u8>(p));
  const g = f64(load<u8>(p, 1));
  const b = f64(load<u8>(p, 2));
  const y = 0.299 * r + 0.587 * g + 0.114 * b;
  const cb = u32(max<f64>(0, min<f64>(255, (b - y) * 0.564 + 128.5)));
  const cr = u32(max<f64>(0, min<f64>(255, (r - y) * 0.713 + 128.5)));
  store<u32>(p, u32(y + 0.5) | (cb << 8) | (cr << 16));
}

// @ts-ignore: decorator
@inline function chroma(colour: v128, y: v128, gain: f64): v128 {
  const moved = f64x2.add(f64x2.mul(f64x2.sub(colour, y), f64x2.splat(gain)), f64x2.splat(128.5));
  const within = f64x2.max(f64x2.splat(0), f64x2.min(f64x2.splat(255), moved));
  return i32x4.trunc_sat_f64x2_u_zero(within);
}

/** Two pixels, in the low halves of `r`, `g` and `b`. */
// @ts-ignore: decorator
@inline function convertTwo(r: v128, g: v128, b: v128): v128 {
  const red = f64x2.convert_low_i32x4_u(r);
  const blue = f64x2.convert_low_i32x4_u(b);
  const y = f64x2.add(
    f64x2.add(
      f64x2.mul(f64x2.splat(0.299), red),
      f64x2.mul(f64x2.splat(0.587), f64x2.convert_low_i32x4_u(g)),
    ),
    f64x2.mul(f64x2.splat(0.114), blue),
  );
  return v128.or(
    i32x4.trunc_sat_f64x2_u_zero(f64x2.add(y, f64x2.splat(0.5))),
    v128.or(i32x4.shl(chroma(blue, y, 0.564), 8), i32x4.shl(chroma(red, y, 0.713), 16)),
  );
}

// @ts-ignore: decorator
@inline function upper(half: v128): v128 {
  return v128.shuffle<i32>(half, half, 2, 3, 2, 3);
}

export function convertColours(image: usize, from: i32, to: i32): void {
  const byte = i32x4.splat(255);
  let p: usize = image + (from << 2);
  const end: usize = image + (to << 2);
  for (; p + 16 <= end; p += 16) {
    const four = v128.load(p);
    const r = v128.and(four, byte);
    const g = v128.and(i32x4.shr_u(four, 8), byte);
    const b = v128.and(i32x4.shr_u(four, 16), byte);
    const two = convertTwo(upper(r), upper(g), upper(b));
    v128.store(p, v128.shuffle<i32>(convertTwo(r, g, b), two, 0, 1, 4, 5));
  }
  for (; p < end; p += 4) convertOne(p);
}

export function halve(level: usize, image: usize, flags: usize, from: i32, to: i32): void {
  const fineImage: usize = whole(level, slot.IMAGE);
  const fineFlags: usize = whole(level, slot.FLAGS);
  const width = whole(level, slot.WIDTH);
  const height = whole(level, slot.HEIGHT);
  const halfWidth = width >> 1;
  for (let y = from; y < to; y++) {
    for (let x = 0; x < halfWidth; x++) {
      const o = y * halfWidth + x;
      if (x > 0 && y > 0 && 2 * x + 2 < width && 2 * y + 2 < height && halveKnown(fineImage, fineFlags, width, x, y, image + (o << 2), flags + o)) continue;
      halveSome(fineImage, fineFlags, width, height, x, y, image + (o << 2), flags + o);
    }
  }
}

/** The 16 pixels under a coarse one, when all are there and known; false when one is in the hole. */
// @ts-ignore: decorator
@inline function halveKnown(fineImage: usize, fineFlags: usize, width: i32, x: i32, y: i32, out: usize, outFlag: usize): bool {
  const first = (2 * y - 1) * width + 2 * x - 1;
  const f = fineFlags + first;
  const f1 = load<u32>(f + width);
  const f2 = load<u32>(f + 2 * width);
  if ((load<u32>(f) | f1 | f2 | load<u32>(f + 3 * width)) & 0x01010101) return false;
  const p = fineImage + (first << 2);
  const row: usize = width << 2;
  const a = v128.load(p);
  const b = v128.load(p + row);
  const c = v128.load(p + 2 * row);
  const d = v128.load(p + 3 * row);
  const three = i16x8.splat(3);
  const low = i16x8.add(
    i16x8.add(i16x8.extend_low_i8x16_u(a), i16x8.extend_low_i8x16_u(d)),
    i16x8.mul(three, i16x8.add(i16x8.extend_low_i8x16_u(b), i16x8.extend_low_i8x16_u(c))),
  );
  const high = i16x8.add(
    i16x8.add(i16x8.extend_high_i8x16_u(a), i16x8.extend_high_i8x16_u(d)),
    i16x8.mul(three, i16x8.add(i16x8.extend_high_i8x16_u(b), i16x8.extend_high_i8x16_u(c))),
  );
  const outer = i32x4.add(i32x4.extend_low_i16x8_u(low), i32x4.extend_high_i16x8_u(high));
  const inner = i32x4.add(i32x4.extend_high_i16x8_u(low), i32x4.extend_low_i16x8_u(high));
  const mean = i32x4.shr_u(
    i32x4.add(i32x4.add(outer, i32x4.mul(inner, i32x4.splat(3))), i32x4.splat(32)),
    6,
  );
  const words = i16x8.narrow_i32x4_u(mean, mean);
  v128.store32_lane(out, i8x16.narrow_i16x8_u(words, words), 0);
  // The four children are bytes 1 and 2 of the two middle rows.
  const children = (f1 | f2) & 0x00ffff00;
  store<u8>(outFlag, u8((children >> 8) | (children >> 16)) & (slot.PRODUCT | slot.BLOCKED));
  return true;
}

function halveSome(fineImage: usize, fineFlags: usize, width: i32, height: i32, x: i32, y: i32, out: usize, outFlag: usize): void {
  let total = 0;
  let sum = i32x4.splat(0);
  let known = 0;
  let bits = 0;
  let continues = 0;
  for (let v = 0; v < 4; v++) {
    const fy = 2 * y - 1 + v;
    if (fy < 0 || fy >= height) continue;
    const isMiddleRow = v == 1 || v == 2;
    for (let u = 0; u < 4; u++) {
      const fx = 2 * x - 1 + u;
      if (fx < 0 || fx >= width) continue;
      const i = fy * width + fx;
      const flag = i32(load<u8>(fineFlags + i));
      const isMiddle = u == 1 || u == 2;
      const isChild = isMiddle && isMiddleRow;
      if (flag & slot.HOLE) {
        if (isChild && flag & slot.CONTINUES) continues++;
        continue;
      }
      if (isChild) {
        known++;
        bits |= flag & (slot.PRODUCT | slot.BLOCKED);
      }
      const weight = (isMiddleRow ? 3 : 1) * (isMiddle ? 3 : 1);
      const bytes = v128.load32_zero(fineImage + (i << 2));
      const colour = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes));
      sum = i32x4.add(sum, i32x4.mul(colour, i32x4.splat(weight)));
      total += weight;
    }
  }
  if (known < 2) {
    store<u8>(outFlag, u8(slot.HOLE | (2 * continues >= 4 - known ? slot.CONTINUES : 0)));
    store<u32>(out, 0);
    return;
  }
  const half = total >> 1;
  store<u8>(outFlag, u8(bits));
  store<u8>(out, u8((i32x4.extract_lane(sum, 0) + half) / total));
  store<u8>(out, u8((i32x4.extract_lane(sum, 1) + half) / total), 1);
  store<u8>(out, u8((i32x4.extract_lane(sum, 2) + half) / total), 2);
  store<u8>(out, u8((i32x4.extract_lane(sum, 3) + half) / total), 3);
}

export function markRows(level: usize, from: i32, to: i32): void {
  const flags: usize = whole(level, slot.FLAGS);
  const width = whole(level, slot.WIDTH);
  const productReach = whole(level, slot.PRODUCT_REACH);
  const keep = slot.HOLE | slot.PRODUCT | slot.CONTINUES | slot.BLOCKED;
  for (let y = from; y < to; y++) {
    const row = flags + y * width;
    // How long ago the last unknown and the last product pixel came into the window, counted at its right end.
    let unknown = -1000000;
    let product = -1000000;
    for (let x = 0; x < min(slot.RADIUS, width); x++) {
      const bits = i32(load<u8>(row + x));
      if (bits & (slot.HOLE | slot.BLOCKED)) unknown = x;
      if (bits & slot.PRODUCT && x < productReach) product = x;
    }
    for (let x = 0; x < width; x++) {
      const entering = x + slot.RADIUS;
      if (entering < width) {
        const bits = i32(load<u8>(row + entering));
        if (bits & (slot.HOLE | slot.BLOCKED)) unknown = entering;
      }
      // The product's window is narrower: its right end enters later.
      if (x + productReach < width && load<u8>(row + x + productReach) & slot.PRODUCT) product = x + productReach;
      let bits = i32(load<u8>(row + x)) & keep;
      if (unknown >= x - slot.RADIUS) bits |= slot.ROW_UNKNOWN;
      if (product >= x - productReach) bits |= slot.ROW_PRODUCT;
      store<u8>(row + x, u8(bits));
    }
  }
}

export function markSources(level: usize, from: i32, to: i32): void {
  const flags: usize = whole(level, slot.FLAGS);
  const width = whole(level, slot.WIDTH);
  const height = whole(level, slot.HEIGHT);
  const productReach = whole(level, slot.PRODUCT_REACH);
  const last = width - slot.RADIUS;
  const unknown = i8x16.splat(i8(slot.ROW_UNKNOWN));
  const product = i8x16.splat(i8(slot.ROW_PRODUCT));
  for (let y = max(from, slot.RADIUS); y < min(to, height - slot.RADIUS); y++) {
    let x = slot.RADIUS;
    for (; x + 16 <= last; x += 16) {
      const p = flags + y * width + x;
      let all = v128.load(p);
      let near = all;
      for (let v = 1; v <= slot.RADIUS; v++) {
        const rows = v128.or(v128.load(p - v * width), v128.load(p + v * width));
        all = v128.or(all, rows);
        if (v <= productReach) near = v128.or(near, rows);
      }
      const isKnown = i8x16.eq(v128.and(all, unknown), i8x16.splat(0));
      const isPlain = i8x16.eq(v128.and(near, product), i8x16.splat(0));
      const kind = v128.bitselect(i8x16.splat(i8(slot.SOURCE)), i8x16.splat(i8(slot.PRODUCT_SOURCE)), isPlain);
      v128.store(p, v128.or(v128.load(p), v128.and(isKnown, kind)));
    }
    for (; x < last; x++) {
      const p = flags + y * width + x;
      let all = 0;
      let near = 0;
      for (let v = -slot.RADIUS; v <= slot.RADIUS; v++) {
        const bits = i32(load<u8>(p + v * width));
        all |= bits;
        if (abs(v) <= productReach) near |= bits;
      }
      if (all & slot.ROW_UNKNOWN) continue;
      store<u8>(p, u8(i32(load<u8>(p)) | (near & slot.ROW_PRODUCT ? slot.PRODUCT_SOURCE : slot.SOURCE)));
    }
  }
}

export function sumPatches(level: usize, from: i32, to: i32): void {
  const image: usize = whole(level, slot.IMAGE);
  const flags: usize = whole(level, slot.FLAGS);
  const sums: usize = whole(level, slot.SUMS);
  const width = whole(level, slot.WIDTH);
  const height = whole(level, slot.HEIGHT);
  const first = slot.RADIUS * width + slot.RADIUS;
  for (let y = max(from, slot.RADIUS); y < min(to, height - slot.RADIUS); y++) {
    for (let x = slot.RADIUS; x < width - slot.RADIUS; x++) {
      const i = y * width + x;
      if (!(load<u8>(flags + i) & (slot.SOURCE | slot.PRODUCT_SOURCE))) continue;
      const own = sumsOfPatch(image + ((i - first) << 2), width << 2);
      v128.store64_lane(sums + (i << 3), i16x8.narrow_i32x4_u(own, own), 0);
    }
  }
}
