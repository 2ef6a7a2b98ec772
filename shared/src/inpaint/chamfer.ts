import { HOLE } from './kernels/layout.ts';

/**
 * Distance of every pixel from the hole, 0 inside it, by a two-pass chamfer with steps 1 and √2 (Borgefors 1986). Exact up to 8 %
 * near the hole; pixels farther than `most` hold some larger number.
 */
export function outsideDistance(
  u8: Uint8Array,
  flags: number,
  width: number,
  height: number,
  most: number,
): Float32Array {
  return chamfer(width, height, (i) => (u8[flags + i] & HOLE) !== 0, 2 * most);
}

/** Distances to the nearest pixel that `isZero`, `far` where there is none near. */
export function chamfer(
  width: number,
  height: number,
  isZero: (i: number) => boolean,
  far = 1e9,
): Float32Array {
  // One column of padding on each side, one row above and below: no tests for edges in the sweeps.
  const stride = width + 2;
  const padded = new Float32Array(stride * (height + 2)).fill(far);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) if (isZero(y * width + x)) padded[(y + 1) * stride + x + 1] = 0;
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
