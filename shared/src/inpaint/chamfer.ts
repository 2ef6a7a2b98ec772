import type { Rect } from './types.ts';

/** A plane of bytes in which some bits mark pixels; rows are `stride` bytes apart. */
export type MarkedPlane = {
  readonly bytes: Uint8Array;
  /** Index of the first row's first byte. */
  readonly at: number;
  readonly stride: number;
  /** Any of these bits marks a pixel. */
  readonly bits: number;
};

/**
 * Distance of every pixel of a window from the marked ones in it, 0 on those, by a two-pass chamfer with steps 1 and √2
 * (Borgefors 1986): exact up to 8 %. What is farther than `far` from all of them holds `far` or more.
 */
export function chamfer(marked: MarkedPlane, window: Rect, far = 1e9): Float32Array {
  const { width, height } = window;
  // One column of padding on each side, one row above and below: no tests for edges in the sweeps.
  const stride = width + 2;
  const padded = new Float32Array(stride * (height + 2)).fill(far);
  const { bytes, bits } = marked;
  for (let y = 0; y < height; y++) {
    const from = marked.at + (window.y + y) * marked.stride + window.x;
    const to = (y + 1) * stride + 1;
    for (let x = 0; x < width; x++) if ((bytes[from + x] & bits) !== 0) padded[to + x] = 0;
  }
  const oblique = Math.SQRT2;
  for (let y = 1; y <= height; y++) {
    for (let i = y * stride + 1; i <= y * stride + width; i++) {
      let d = padded[i];
      if (d === 0) continue;
      d = Math.min(d, padded[i - 1] + 1, padded[i - stride] + 1);
      padded[i] = Math.min(d, padded[i - stride - 1] + oblique, padded[i - stride + 1] + oblique);
    }
  }
  for (let y = height; y >= 1; y--) {
    for (let i = y * stride + width; i > y * stride; i--) {
      let d = padded[i];
      if (d === 0) continue;
      d = Math.min(d, padded[i + 1] + 1, padded[i + stride] + 1);
      padded[i] = Math.min(d, padded[i + stride + 1] + oblique, padded[i + stride - 1] + oblique);
    }
  }
  const distance = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = (y + 1) * stride + 1;
    distance.set(padded.subarray(row, row + width), y * width);
  }
  return distance;
}
