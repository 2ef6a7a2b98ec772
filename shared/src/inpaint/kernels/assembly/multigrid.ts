import { EQUATION_BYTES } from '../layout';

/** See `../multigrid.ts`: a vector holds a pixel's three floats, and one of the next pixel's that nobody looks at. */
const PIXEL: usize = EQUATION_BYTES;

/** The next pixel is another thread's perhaps: its float stays. */
// @ts-ignore: decorator
@inline function storeThree(p: usize, value: v128): void {
  v128.store64_lane(p, value, 0);
  v128.store32_lane(p, value, 2, 8);
}

export function relax(
  field: usize,
  rhs: usize,
  mask: usize,
  width: i32,
  height: i32,
  colour: i32,
  screening: f32,
  from: i32,
  to: i32,
): void {
  const row = usize(width) * PIXEL;
  for (let y = from; y < to; y++) {
    for (let x = (y + colour) & 1; x < width; x += 2) {
      const i: usize = y * width + x;
      if (!load<u8>(mask + i)) continue;
      const p = field + i * PIXEL;
      let sum = v128.load(rhs + i * PIXEL);
      let neighbours: f32 = 0;
      if (x > 0) {
        sum = f32x4.add(sum, v128.load(p - PIXEL));
        neighbours += 1;
      }
      if (x + 1 < width) {
        sum = f32x4.add(sum, v128.load(p + PIXEL));
        neighbours += 1;
      }
      if (y > 0) {
        sum = f32x4.add(sum, v128.load(p - row));
        neighbours += 1;
      }
      if (y + 1 < height) {
        sum = f32x4.add(sum, v128.load(p + row));
        neighbours += 1;
      }
      storeThree(p, f32x4.mul(sum, f32x4.splat(1 / (neighbours + screening))));
    }
  }
}

export function restrictResidual(
  field: usize,
  rhs: usize,
  mask: usize,
  width: i32,
  height: i32,
  coarse: usize,
  coarseMask: usize,
  screening: f32,
  from: i32,
  to: i32,
): void {
  const halfWidth = (width + 1) >> 1;
  const row = usize(width) * PIXEL;
  memory.fill(coarse + usize(from * halfWidth) * PIXEL, 0, usize((to - from) * halfWidth) * PIXEL);
  for (let y = 2 * from; y < min(height, 2 * to); y++) {
    for (let x = 0; x < width; x++) {
      const i: usize = y * width + x;
      const o: usize = (y >> 1) * halfWidth + (x >> 1);
      if (!load<u8>(mask + i) || !load<u8>(coarseMask + o)) continue;
      const p = field + i * PIXEL;
      let sum = v128.load(rhs + i * PIXEL);
      let neighbours: f32 = 0;
      if (x > 0) {
        sum = f32x4.add(sum, v128.load(p - PIXEL));
        neighbours += 1;
      }
      if (x + 1 < width) {
        sum = f32x4.add(sum, v128.load(p + PIXEL));
        neighbours += 1;
      }
      if (y > 0) {
        sum = f32x4.add(sum, v128.load(p - row));
        neighbours += 1;
      }
      if (y + 1 < height) {
        sum = f32x4.add(sum, v128.load(p + row));
        neighbours += 1;
      }
      sum = f32x4.sub(sum, f32x4.mul(v128.load(p), f32x4.splat(neighbours + screening)));
      const c = coarse + o * PIXEL;
      storeThree(c, f32x4.add(v128.load(c), sum));
    }
  }
}

export function prolong(
  field: usize,
  mask: usize,
  width: i32,
  height: i32,
  coarse: usize,
  from: i32,
  to: i32,
): void {
  const halfWidth = (width + 1) >> 1;
  const halfHeight = (height + 1) >> 1;
  for (let y = from; y < to; y++) {
    const cy = y >> 1;
    const farY = max(0, min(halfHeight - 1, cy + (y & 1 ? 1 : -1)));
    for (let x = 0; x < width; x++) {
      const i: usize = y * width + x;
      if (!load<u8>(mask + i)) continue;
      const cx = x >> 1;
      const farX = max(0, min(halfWidth - 1, cx + (x & 1 ? 1 : -1)));
      const near = v128.load(coarse + usize(cy * halfWidth + cx) * PIXEL);
      const across = v128.load(coarse + usize(cy * halfWidth + farX) * PIXEL);
      const along = v128.load(coarse + usize(farY * halfWidth + cx) * PIXEL);
      const diagonal = v128.load(coarse + usize(farY * halfWidth + farX) * PIXEL);
      let sum = f32x4.mul(near, f32x4.splat(0.5625));
      sum = f32x4.add(sum, f32x4.mul(f32x4.add(across, along), f32x4.splat(0.1875)));
      sum = f32x4.add(sum, f32x4.mul(diagonal, f32x4.splat(0.0625)));
      const p = field + i * PIXEL;
      storeThree(p, f32x4.add(v128.load(p), sum));
    }
  }
}
