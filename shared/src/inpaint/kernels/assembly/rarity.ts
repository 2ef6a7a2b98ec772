import * as slot from '../layout';
import { whole } from './patchCost';

/** See `../rarity.ts`. */
const RAREST: u8 = 255;
/** ⌈2²¹ / 49⌉: (sum · this) >> 21 is ⌊sum / 49⌋ for every sum of 49 bytes. */
const PER_SAMPLE: i32 = 42800;
const PER_SAMPLE_BITS: i32 = 21;

// @ts-ignore: decorator
@inline function binOf(word: u32): usize {
  return ((word << 4) & 0xf00) | ((word >> 8) & 0xf0) | ((word >> 20) & 0xf);
}

export function rateColours(level: usize, table: usize, rates: usize, from: i32, to: i32): void {
  const image: usize = whole(level, slot.IMAGE);
  const flags: usize = whole(level, slot.FLAGS);
  const width = whole(level, slot.WIDTH);
  for (let i: usize = from * width, end: usize = to * width; i < end; i++) {
    const rate = load<u8>(flags + i) & slot.HOLE ? RAREST : load<u8>(table + binOf(load<u32>(image + (i << 2))));
    store<u8>(rates + i, rate);
  }
}

/** The mean of one patch's bytes; there are none beyond the picture. */
function meanRate(rates: usize, width: i32, height: i32, x: i32, y: i32): u8 {
  let sum = 0;
  const right = min(width - 1, x + slot.RADIUS);
  const bottom = min(height - 1, y + slot.RADIUS);
  for (let v = max(0, y - slot.RADIUS); v <= bottom; v++) {
    for (let u = max(0, x - slot.RADIUS); u <= right; u++) sum += i32(load<u8>(rates + v * width + u));
  }
  return u8((sum * PER_SAMPLE) >> PER_SAMPLE_BITS);
}

// @ts-ignore: decorator
@inline function divided(sums: v128): v128 {
  return i32x4.shr_u(i32x4.mul(sums, i32x4.splat(PER_SAMPLE)), PER_SAMPLE_BITS);
}

/** The means of eight patches that have RADIUS pixels more on each side, as eight bytes. */
// @ts-ignore: decorator
@inline function eightMeans(rates: usize, width: i32, height: i32, x: i32, y: i32): u64 {
  // Sums down fourteen columns from x - RADIUS on; the last two lanes hold what nobody asks for.
  let left = i16x8.splat(0);
  let right = i16x8.splat(0);
  const bottom = min(height - 1, y + slot.RADIUS);
  for (let v = max(0, y - slot.RADIUS); v <= bottom; v++) {
    const row = rates + v * width + x - slot.RADIUS;
    left = i16x8.add(left, v128.load_ext<u8>(row));
    right = i16x8.add(right, v128.load_ext<u8>(row + 8));
  }
  let sums = left;
  sums = i16x8.add(sums, v128.shuffle<u16>(left, right, 1, 2, 3, 4, 5, 6, 7, 8));
  sums = i16x8.add(sums, v128.shuffle<u16>(left, right, 2, 3, 4, 5, 6, 7, 8, 9));
  sums = i16x8.add(sums, v128.shuffle<u16>(left, right, 3, 4, 5, 6, 7, 8, 9, 10));
  sums = i16x8.add(sums, v128.shuffle<u16>(left, right, 4, 5, 6, 7, 8, 9, 10, 11));
  sums = i16x8.add(sums, v128.shuffle<u16>(left, right, 5, 6, 7, 8, 9, 10, 11, 12));
  sums = i16x8.add(sums, v128.shuffle<u16>(left, right, 6, 7, 8, 9, 10, 11, 12, 13));
  const words = i16x8.narrow_i32x4_u(
    divided(i32x4.extend_low_i16x8_u(sums)),
    divided(i32x4.extend_high_i16x8_u(sums)),
  );
  return u64(i64x2.extract_lane(i8x16.narrow_i16x8_u(words, words), 0));
}

export function writeRarity(level: usize, rates: usize, from: i32, to: i32): void {
  const rarity: usize = whole(level, slot.RARITY);
  const width = whole(level, slot.WIDTH);
  const height = whole(level, slot.HEIGHT);
  for (let y = from; y < to; y++) {
    const row = rarity + y * width;
    for (let x = 0; x < width; ) {
      if (x < slot.RADIUS || x + 8 + slot.RADIUS > width) {
        store<u8>(row + x, meanRate(rates, width, height, x, y));
        x++;
        continue;
      }
      store<u64>(row + x, eightMeans(rates, width, height, x, y));
      x += 8;
    }
  }
}
