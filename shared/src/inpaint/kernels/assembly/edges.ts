import * as slot from '../layout';
import { whole } from './patchCost';

/** See `../edges.ts`. */
const UNKNOWN: i32 = slot.HOLE | slot.BLOCKED;

// @ts-ignore: decorator
@inline function luma(p: usize): v128 {
  return v128.and(v128.load(p), i32x4.splat(0xff));
}

/** Four pixels, the first one at byte `b` of the image; lanes of `keep` that are 0 stay 0. */
// @ts-ignore: decorator
@inline function measureFour(b: usize, rowBytes: usize, keep: v128, gradients: usize, sizes: usize): void {
  const a = b - rowBytes;
  const c = b + rowBytes;
  const falling = i32x4.sub(luma(c + 4), luma(a - 4));
  const rising = i32x4.sub(luma(a + 4), luma(c - 4));
  const across = i32x4.shl(i32x4.sub(luma(b + 4), luma(b - 4)), 1);
  const down = i32x4.shl(i32x4.sub(luma(c), luma(a)), 1);
  const gx = v128.and(keep, i32x4.add(i32x4.add(falling, rising), across));
  const gy = v128.and(keep, i32x4.add(i32x4.sub(falling, rising), down));
  v128.store(gradients, v128.or(i32x4.shl(gy, 16), v128.and(gx, i32x4.splat(0xffff))));
  const fx = f32x4.mul(f32x4.convert_i32x4_s(gx), f32x4.splat(0.125));
  const fy = f32x4.mul(f32x4.convert_i32x4_s(gy), f32x4.splat(0.125));
  v128.store(sizes, f32x4.sqrt(f32x4.add(f32x4.mul(fx, fx), f32x4.mul(fy, fy))));
}

export function measureEdges(level: usize, gradients: usize, sizes: usize, from: i32, to: i32): void {
  const image: usize = whole(level, slot.IMAGE);
  const flags: usize = whole(level, slot.FLAGS);
  const width = whole(level, slot.WIDTH);
  const end = min(whole(level, slot.HEIGHT) - 1, to);
  // The last four of a row may take some of those before once more; a row too short for four does not come here.
  const last = width - 5;
  for (let y = max(1, from); y < end; y++) {
    for (let x = 1; ; x = min(x + 4, last)) {
      const i: usize = y * width + x;
      const f = flags + i - 1;
      let bits = load<u64>(f - width) | load<u64>(f) | load<u64>(f + width);
      bits |= (bits >> 8) | (bits >> 16);
      const bytes = v128.and(i64x2.splat(bits), i8x16.splat(<i8>UNKNOWN));
      const keep = i32x4.eq(
        i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)),
        i32x4.splat(0),
      );
      measureFour(image + (i << 2), usize(width) << 2, keep, gradients + (i << 2), sizes + (i << 2));
      if (x >= last) break;
    }
  }
}
