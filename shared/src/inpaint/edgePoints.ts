import type { EngineHost } from './host.ts';
import * as slot from './kernels/layout.ts';
import type { Level } from './level.ts';

/** Known pixels with a clear gradient in Y: place, unit gradient, and its size in grey levels per pixel. */
export type EdgePoints = {
  readonly count: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly nx: Float64Array;
  readonly ny: Float64Array;
  readonly strength: Float64Array;
  /** They are sorted by the direction of their gradient: sector k of SECTORS holds those from starts[k] to starts[k + 1]. */
  readonly starts: Int32Array;
};

/** Sectors of 10 degrees each. */
export const SECTORS = 36;

/** The sector of a gradient's direction. */
export function sectorOf(nx: number, ny: number): number {
  return Math.floor(((Math.atan2(ny, nx) / (2 * Math.PI) + 1) % 1) * SECTORS) % SECTORS;
}

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
  // Whether anything in a column of three pixels is not to be looked at.
  const blocked = new Uint8Array(width);
  for (let y = 0; y < rows; y++) {
    const row = flags + y * width;
    for (let x = 0; x < width; x++)
      blocked[x] = (u8[row + x] | u8[row + width + x] | u8[row + 2 * width + x]) & (slot.HOLE | slot.BLOCKED);
    for (let x = 0; x < columns; x++) {
      if ((blocked[x] | blocked[x + 1] | blocked[x + 2]) !== 0) continue;
      const a = image + 4 * (y * width + x);
      const b = a + 4 * width;
      const c = b + 4 * width;
      // The corners count once in both directions.
      const falling = u8[c + 8] - u8[a];
      const rising = u8[a + 8] - u8[c];
      const k = y * columns + x;
      gx[k] = (falling + rising + 2 * (u8[b + 8] - u8[b])) / 8;
      gy[k] = (falling - rising + 2 * (u8[c + 4] - u8[a + 4])) / 8;
      size[k] = Math.sqrt(gx[k] * gx[k] + gy[k] * gy[k]);
    }
  }
  const found: number[] = [];
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
      found.push(
        left + x + (isSteep ? 0 : shift),
        top + y + (isSteep ? shift : 0),
        gx[k] / size[k],
        gy[k] / size[k],
        Math.min(MOST_STRENGTH, size[k]),
      );
    }
  }
  return sorted(found);

  function isNearProduct(x: number, y: number): boolean {
    const [from, to] = [Math.max(0, x - PRODUCT_EDGE), Math.min(width - 1, x + PRODUCT_EDGE)];
    for (let v = Math.max(0, y - PRODUCT_EDGE); v <= Math.min(height - 1, y + PRODUCT_EDGE); v++) {
      for (let u = from; u <= to; u++) if ((u8[flags + v * width + u] & slot.PRODUCT) !== 0) return true;
    }
    return false;
  }
}

/** Five numbers a point, sorted into sectors; within one they keep their order. */
function sorted(found: readonly number[]): EdgePoints {
  const count = found.length / 5;
  const starts = new Int32Array(SECTORS + 1);
  const sectors = Uint8Array.from({ length: count }, (_, p) => sectorOf(found[5 * p + 2], found[5 * p + 3]));
  for (const sector of sectors) starts[sector + 1]++;
  for (let k = 0; k < SECTORS; k++) starts[k + 1] += starts[k];
  const next = starts.slice();
  const column = () => new Float64Array(count);
  const points = { x: column(), y: column(), nx: column(), ny: column(), strength: column() };
  for (let p = 0; p < count; p++) {
    const at = next[sectors[p]]++;
    points.x[at] = found[5 * p];
    points.y[at] = found[5 * p + 1];
    points.nx[at] = found[5 * p + 2];
    points.ny[at] = found[5 * p + 3];
    points.strength[at] = found[5 * p + 4];
  }
  return { ...points, count, starts };
}
