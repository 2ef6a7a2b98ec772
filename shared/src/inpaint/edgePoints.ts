import { cutBands, type EngineHost } from './host.ts';
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
  const { arena } = host;
  const { width, height, flags, hasProduct } = level;
  const mark = arena.mark();
  const pixels = width * height;
  const gradients = arena.reserve(4 * pixels);
  const sizes = arena.alloc(4 * pixels);
  host.runBands('measureEdges', [level.at, gradients, sizes], cutBands(height, 32));
  const { u8, i32 } = arena;
  const size = arena.f32.subarray(sizes >> 2, (sizes >> 2) + pixels);
  const gradient = i32.subarray(gradients >> 2, (gradients >> 2) + pixels);
  const ridge: number[] = [];
  for (let y = 2; y + 2 < height; y++) {
    for (let k = y * width + 2; k + 2 < (y + 1) * width; k++) {
      const here = size[k];
      if (here < LEAST_STRENGTH) continue;
      // Keep the pixel when neither neighbour across the edge is stronger.
      const step = isSteep(gradient[k]) ? width : 1;
      if (size[k - step] > here || size[k + step] >= here) continue;
      if (hasProduct && isNearProduct(k - y * width, y)) continue;
      ridge.push(k);
    }
  }
  const points = sorted(ridge, gradient, size, width);
  arena.release(mark);
  return points;

  function isNearProduct(x: number, y: number): boolean {
    const [from, to] = [Math.max(0, x - PRODUCT_EDGE), Math.min(width - 1, x + PRODUCT_EDGE)];
    for (let v = Math.max(0, y - PRODUCT_EDGE); v <= Math.min(height - 1, y + PRODUCT_EDGE); v++) {
      for (let u = from; u <= to; u++) if ((u8[flags + v * width + u] & slot.PRODUCT) !== 0) return true;
    }
    return false;
  }
}

// Both of a pixel's numbers in one: eight times the gradient, as the kernel packs it.
const across = (packed: number): number => (packed << 16) >> 16;
const down = (packed: number): number => packed >> 16;
const isSteep = (packed: number): boolean => Math.abs(down(packed)) > Math.abs(across(packed));

/** The ridge's pixels as points, sorted into sectors; within one they keep their order. */
function sorted(
  ridge: readonly number[],
  gradient: Int32Array,
  size: Float32Array,
  width: number,
): EdgePoints {
  const count = ridge.length;
  const starts = new Int32Array(SECTORS + 1);
  const sectors = new Uint8Array(count);
  for (let p = 0; p < count; p++) {
    const packed = gradient[ridge[p]];
    sectors[p] = sectorOf(across(packed), down(packed));
    starts[sectors[p] + 1]++;
  }
  for (let k = 0; k < SECTORS; k++) starts[k + 1] += starts[k];
  const next = starts.slice();
  const column = () => new Float64Array(count);
  const points = { x: column(), y: column(), nx: column(), ny: column(), strength: column() };
  for (let p = 0; p < count; p++) {
    const at = next[sectors[p]]++;
    const k = ridge[p];
    const packed = gradient[k];
    const here = size[k];
    // The ridge lies between the pixel and its neighbours where a parabola through them is highest.
    const step = isSteep(packed) ? width : 1;
    const [before, after] = [size[k - step], size[k + step]];
    const curve = before - 2 * here + after;
    const shift = curve < 0 ? (0.5 * (before - after)) / curve : 0;
    const y = Math.floor(k / width);
    points.x[at] = k - y * width + (step === 1 ? shift : 0);
    points.y[at] = y + (step === 1 ? 0 : shift);
    points.nx[at] = across(packed) / 8 / here;
    points.ny[at] = down(packed) / 8 / here;
    points.strength[at] = Math.min(MOST_STRENGTH, here);
  }
  return { ...points, count, starts };
}
