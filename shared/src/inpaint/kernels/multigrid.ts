import type { Arena } from '../arena.ts';

const { fround } = Math;

/*
 * The screened Poisson equation of the composition, (n + s)·e − Σ neighbours = rhs, for three channels in three floats a pixel,
 * on the pixels whose `mask` byte is 1; e is 0 on the others, and the window's edge is free (n counts neighbours inside it).
 */

export function relax(
  arena: Arena,
  field: number,
  rhs: number,
  mask: number,
  width: number,
  height: number,
  colour: number,
  screening: number,
  from: number,
  to: number,
): void {
  const { u8, f32 } = arena;
  const e = field >> 2;
  const r = rhs >> 2;
  for (let y = from; y < to; y++) {
    for (let x = (y + colour) & 1; x < width; x += 2) {
      const i = y * width + x;
      if (u8[mask + i] === 0) continue;
      const p = e + 3 * i;
      let neighbours = 0;
      let s0 = f32[r + 3 * i];
      let s1 = f32[r + 3 * i + 1];
      let s2 = f32[r + 3 * i + 2];
      if (x > 0) {
        neighbours++;
        s0 = fround(s0 + f32[p - 3]);
        s1 = fround(s1 + f32[p - 2]);
        s2 = fround(s2 + f32[p - 1]);
      }
      if (x + 1 < width) {
        neighbours++;
        s0 = fround(s0 + f32[p + 3]);
        s1 = fround(s1 + f32[p + 4]);
        s2 = fround(s2 + f32[p + 5]);
      }
      if (y > 0) {
        const q = p - 3 * width;
        neighbours++;
        s0 = fround(s0 + f32[q]);
        s1 = fround(s1 + f32[q + 1]);
        s2 = fround(s2 + f32[q + 2]);
      }
      if (y + 1 < height) {
        const q = p + 3 * width;
        neighbours++;
        s0 = fround(s0 + f32[q]);
        s1 = fround(s1 + f32[q + 1]);
        s2 = fround(s2 + f32[q + 2]);
      }
      const scale = fround(1 / fround(neighbours + fround(screening)));
      f32[p] = s0 * scale;
      f32[p + 1] = s1 * scale;
      f32[p + 2] = s2 * scale;
    }
  }
}

export function restrictResidual(
  arena: Arena,
  field: number,
  rhs: number,
  mask: number,
  width: number,
  height: number,
  coarse: number,
  coarseMask: number,
  screening: number,
  from: number,
  to: number,
): void {
  const { u8, f32 } = arena;
  const e = field >> 2;
  const halfWidth = (width + 1) >> 1;
  const c = coarse >> 2;
  f32.fill(0, c + 3 * from * halfWidth, c + 3 * to * halfWidth);
  for (let y = 2 * from; y < Math.min(height, 2 * to); y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const o = (y >> 1) * halfWidth + (x >> 1);
      if (u8[mask + i] === 0 || u8[coarseMask + o] === 0) continue;
      const p = e + 3 * i;
      const neighbours =
        (x > 0 ? 1 : 0) + (x + 1 < width ? 1 : 0) + (y > 0 ? 1 : 0) + (y + 1 < height ? 1 : 0);
      for (let k = 0; k < 3; k++) {
        let sum = f32[(rhs >> 2) + 3 * i + k];
        if (x > 0) sum = fround(sum + f32[p - 3 + k]);
        if (x + 1 < width) sum = fround(sum + f32[p + 3 + k]);
        if (y > 0) sum = fround(sum + f32[p - 3 * width + k]);
        if (y + 1 < height) sum = fround(sum + f32[p + 3 * width + k]);
        f32[c + 3 * o + k] += fround(sum - fround(f32[p + k] * fround(neighbours + fround(screening))));
      }
    }
  }
}

export function prolong(
  arena: Arena,
  field: number,
  mask: number,
  width: number,
  height: number,
  coarse: number,
  from: number,
  to: number,
): void {
  const { u8, f32 } = arena;
  const halfWidth = (width + 1) >> 1;
  const halfHeight = (height + 1) >> 1;
  const c = coarse >> 2;
  for (let y = from; y < to; y++) {
    const cy = y >> 1;
    const farY = Math.max(0, Math.min(halfHeight - 1, cy + ((y & 1) === 1 ? 1 : -1)));
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (u8[mask + i] === 0) continue;
      const cx = x >> 1;
      const farX = Math.max(0, Math.min(halfWidth - 1, cx + ((x & 1) === 1 ? 1 : -1)));
      const near = c + 3 * (cy * halfWidth + cx);
      const across = c + 3 * (cy * halfWidth + farX);
      const along = c + 3 * (farY * halfWidth + cx);
      const diagonal = c + 3 * (farY * halfWidth + farX);
      const p = (field >> 2) + 3 * i;
      for (let k = 0; k < 3; k++) {
        const beside = fround(fround(f32[across + k] + f32[along + k]) * 0.1875);
        const sum = fround(fround(f32[near + k] * 0.5625) + beside);
        f32[p + k] += fround(sum + fround(f32[diagonal + k] * 0.0625));
      }
    }
  }
}
