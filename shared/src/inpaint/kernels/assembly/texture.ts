import * as slot from '../layout';
import { whole } from './patchCost';

/** See `../texture.ts`. */
const UNKNOWN_GRADIENT: i32 = 0xffff;
const GRADIENT_SCALE: i32 = 32;
const TEXTURE_GAIN: f32 = 20;
const TEXTURE_RADIUS: i32 = 2;
const MOST_TEXTURE: f32 = 127;

export function measureGradients(level: usize, gradients: usize, from: i32, to: i32): void {
  const image: usize = whole(level, slot.IMAGE);
  const flags: usize = whole(level, slot.FLAGS);
  const width = whole(level, slot.WIDTH);
  const height = whole(level, slot.HEIGHT);
  for (let y = from; y < to; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      let gradient = UNKNOWN_GRADIENT;
      if (x + 1 < width && y + 1 < height) {
        const f = flags + i;
        if (!((load<u8>(f) | load<u8>(f, 1) | load<u8>(f + width)) & slot.HOLE)) {
          const p = image + (i << 2);
          const own = i32(load<u8>(p));
          gradient = GRADIENT_SCALE * (abs(i32(load<u8>(p, 4)) - own) + abs(i32(load<u8>(p + (width << 2))) - own));
        }
      }
      store<u16>(gradients + (i << 1), u16(gradient));
    }
  }
}

function writeOneTexture(
  image: usize,
  gradients: usize,
  width: i32,
  height: i32,
  x: i32,
  y: i32,
): void {
  let sum = 0;
  let count = 0;
  const right = min(width - 1, x + TEXTURE_RADIUS);
  const bottom = min(height - 1, y + TEXTURE_RADIUS);
  for (let v = max(0, y - TEXTURE_RADIUS); v <= bottom; v++) {
    for (let u = max(0, x - TEXTURE_RADIUS); u <= right; u++) {
      const gradient = i32(load<u16>(gradients + ((v * width + u) << 1)));
      if (gradient == UNKNOWN_GRADIENT) continue;
      sum += gradient;
      count++;
    }
  }
  const mean: f32 = count > 0 ? f32(sum) / f32(GRADIENT_SCALE * count) : 0;
  store<u8>(image + ((y * width + x) << 2), u8(min(MOST_TEXTURE, TEXTURE_GAIN * Mathf.sqrt(mean))), 3);
}

/** Four texture bytes; where nothing is known 0 / 0 is no number, and becomes 0. */
// @ts-ignore: decorator
@inline function textureOf(sums: v128, counts: v128): v128 {
  const mean = f32x4.div(
    f32x4.convert_i32x4_u(sums),
    f32x4.convert_i32x4_u(i32x4.mul(counts, i32x4.splat(GRADIENT_SCALE))),
  );
  const gained = f32x4.mul(f32x4.splat(TEXTURE_GAIN), f32x4.sqrt(mean));
  return i32x4.trunc_sat_f32x4_u(f32x4.min(f32x4.splat(MOST_TEXTURE), gained));
}

/** The texture bytes of eight pixels that have two more on each side, as one word. */
// @ts-ignore: decorator
@inline function eightTextures(gradients: usize, width: i32, height: i32, x: i32, y: i32): u64 {
  let low = i32x4.splat(0);
  let high = i32x4.splat(0);
  let counts = i16x8.splat(0);
  const bottom = min(height - 1, y + TEXTURE_RADIUS);
  for (let v = max(0, y - TEXTURE_RADIUS); v <= bottom; v++) {
    const row = gradients + ((v * width + x - TEXTURE_RADIUS) << 1);
    for (let u = 0; u <= 2 * TEXTURE_RADIUS; u++) {
      const eight = v128.load(row + (u << 1));
      const unknown = i16x8.eq(eight, i16x8.splat(<i16>UNKNOWN_GRADIENT));
      const known = v128.andnot(eight, unknown);
      low = i32x4.add(low, i32x4.extend_low_i16x8_u(known));
      high = i32x4.add(high, i32x4.extend_high_i16x8_u(known));
      counts = i16x8.add(counts, i16x8.add(unknown, i16x8.splat(1)));
    }
  }
  const words = i16x8.narrow_i32x4_u(
    textureOf(low, i32x4.extend_low_i16x8_u(counts)),
    textureOf(high, i32x4.extend_high_i16x8_u(counts)),
  );
  return u64(i64x2.extract_lane(i8x16.narrow_i16x8_u(words, words), 0));
}

export function writeTexture(level: usize, gradients: usize, from: i32, to: i32): void {
  const image: usize = whole(level, slot.IMAGE);
  const flags: usize = whole(level, slot.FLAGS);
  const width = whole(level, slot.WIDTH);
  const height = whole(level, slot.HEIGHT);
  for (let y = from; y < to; y++) {
    const row: usize = flags + y * width;
    for (let x = 0; x < width; ) {
      if (x < TEXTURE_RADIUS || x + 8 + TEXTURE_RADIUS > width) {
        if (!(load<u8>(row + x) & slot.HOLE)) writeOneTexture(image, gradients, width, height, x, y);
        x++;
        continue;
      }
      let bytes = eightTextures(gradients, width, height, x, y);
      for (const end = x + 8; x < end; x++) {
        if (!(load<u8>(row + x) & slot.HOLE)) store<u8>(image + ((y * width + x) << 2), u8(bytes), 3);
        bytes >>= 8;
      }
    }
  }
}
