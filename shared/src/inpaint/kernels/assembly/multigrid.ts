/** See `../multigrid.ts`: four floats a pixel, so one vector each. */

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
  const row: usize = width << 4;
  for (let y = from; y < to; y++) {
    for (let x = (y + colour) & 1; x < width; x += 2) {
      const i = y * width + x;
      if (!load<u8>(mask + i)) continue;
      const p = field + (i << 4);
      let sum = v128.load(rhs + (i << 4));
      let neighbours: f32 = 0;
      if (x > 0) {
        sum = f32x4.add(sum, v128.load(p - 16));
        neighbours += 1;
      }
      if (x + 1 < width) {
        sum = f32x4.add(sum, v128.load(p + 16));
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
      v128.store(p, f32x4.mul(sum, f32x4.splat(1 / (neighbours + screening))));
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
  const row: usize = width << 4;
  memory.fill(coarse + ((from * halfWidth) << 4), 0, ((to - from) * halfWidth) << 4);
  for (let y = 2 * from; y < min(height, 2 * to); y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const o = (y >> 1) * halfWidth + (x >> 1);
      if (!load<u8>(mask + i) || !load<u8>(coarseMask + o)) continue;
      const p = field + (i << 4);
      let sum = v128.load(rhs + (i << 4));
      let neighbours: f32 = 0;
      if (x > 0) {
        sum = f32x4.add(sum, v128.load(p - 16));
        neighbours += 1;
      }
      if (x + 1 < width) {
        sum = f32x4.add(sum, v128.load(p + 16));
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
      const c = coarse + (o << 4);
      v128.store(c, f32x4.add(v128.load(c), sum));
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
      const i = y * width + x;
      if (!load<u8>(mask + i)) continue;
      const cx = x >> 1;
      const farX = max(0, min(halfWidth - 1, cx + (x & 1 ? 1 : -1)));
      const near = v128.load(coarse + ((cy * halfWidth + cx) << 4));
      const across = v128.load(coarse + ((cy * halfWidth + farX) << 4));
      const along = v128.load(coarse + ((farY * halfWidth + cx) << 4));
      const diagonal = v128.load(coarse + ((farY * halfWidth + farX) << 4));
      let sum = f32x4.mul(near, f32x4.splat(0.5625));
      sum = f32x4.add(sum, f32x4.mul(f32x4.add(across, along), f32x4.splat(0.1875)));
      sum = f32x4.add(sum, f32x4.mul(diagonal, f32x4.splat(0.0625)));
      const p = field + (i << 4);
      v128.store(p, f32x4.add(v128.load(p), sum));
    }
  }
}
