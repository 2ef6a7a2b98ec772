import type { EngineHost } from './host.ts';
import * as slot from './kernels/layout.ts';
import type { Level } from './level.ts';

/** Known pixels with a clear gradient in Y: place, unit gradient, and its size in grey levels per pixel. */
export type EdgePoints = {
  readonly count: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly nx: readonly number[];
  readonly ny: readonly number[];
  readonly strength: readonly number[];
};

/** Weaker gradients are grain, stronger ones count no more than this. */
const LEAST_STRENGTH = 4;
const MOST_STRENGTH = 24;
/** An edge this near to the product, level pixels, is the product's own outline or the shadow under it. */
const PRODUCT_EDGE = 3;

/**
 * The edge points of a level, by Sobel's operator, thinned to the ridge of the gradient. None on the product: a line of the
 * backdrop passes behind it, and the product's own edges near it would tilt it.
 */
export function edgePoints(host: EngineHost, level: Level): EdgePoints {
  const { u8 } = host.arena;
  const { width, height, image, flags } = level;
  const [left, top] = [1, 1];
  const right = width - 1;
  const bottom = height - 1;
  const columns = Math.max(0, right - left);
  const rows = Math.max(0, bottom - top);
  const gx = new Float32Array(columns * rows);
  const gy = new Float32Array(columns * rows);
  const size = new Float32Array(columns * rows);
  const luma = (i: number) => u8[image + 4 * i];
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const i = (top + y) * width + left + x;
      if (!isClear(i)) continue;
      const [a, b, c] = [i - width, i, i + width];
      const k = y * columns + x;
      const dx = luma(a + 1) - luma(a - 1) + 2 * (luma(b + 1) - luma(b - 1)) + luma(c + 1) - luma(c - 1);
      const dy = luma(c - 1) - luma(a - 1) + 2 * (luma(c) - luma(a)) + luma(c + 1) - luma(a + 1);
      gx[k] = dx / 8;
      gy[k] = dy / 8;
      size[k] = Math.hypot(gx[k], gy[k]);
    }
  }
  const points = {
    x: [] as number[],
    y: [] as number[],
    nx: [] as number[],
    ny: [] as number[],
    strength: [] as number[],
  };
  for (let y = 1; y + 1 < rows; y++) {
    for (let x = 1; x + 1 < columns; x++) {
      const k = y * columns + x;
      if (size[k] < LEAST_STRENGTH) continue;
      // Keep the pixel when neither neighbour across the edge is stronger, and place the ridge between them by a parabola.
      const isSteep = Math.abs(gy[k]) > Math.abs(gx[k]);
      const step = isSteep ? columns : 1;
      const [before, after] = [size[k - step], size[k + step]];
      if (before > size[k] || after >= size[k]) continue;
      if (isNearProduct(left + x, top + y)) continue;
      const curve = before - 2 * size[k] + after;
      const shift = curve < 0 ? (0.5 * (before - after)) / curve : 0;
      points.x.push(left + x + (isSteep ? 0 : shift));
      points.y.push(top + y + (isSteep ? shift : 0));
      points.nx.push(gx[k] / size[k]);
      points.ny.push(gy[k] / size[k]);
      points.strength.push(Math.min(MOST_STRENGTH, size[k]));
    }
  }
  return { ...points, count: points.x.length };

  function isNearProduct(x: number, y: number): boolean {
    const [from, to] = [Math.max(0, x - PRODUCT_EDGE), Math.min(width - 1, x + PRODUCT_EDGE)];
    for (let v = Math.max(0, y - PRODUCT_EDGE); v <= Math.min(height - 1, y + PRODUCT_EDGE); v++) {
      for (let u = from; u <= to; u++) if ((u8[flags + v * width + u] & slot.PRODUCT) !== 0) return true;
    }
    return false;
  }

  function isClear(i: number): boolean {
    let bits = 0;
    for (const row of [i - width, i, i + width])
      bits |= u8[flags + row - 1] | u8[flags + row] | u8[flags + row + 1];
    return (bits & (slot.HOLE | slot.BLOCKED)) === 0;
  }
}
