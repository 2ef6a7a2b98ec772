import type { Blob } from './blobs.ts';
import { nextState, seedState } from './kernels/random.ts';
import type { StrategySettings } from './strategies.ts';
import type { Rect, RemovalInput } from './types.ts';

/** A blob no longer than this is a speck: one piece of the photo beside it covers it, and no pyramid is needed. */
const LONGEST = 20;
/** Width of the ring that a piece is chosen by. */
const RING = 3;
/** A speck with less of its ring known is filled with its neighbours instead. */
const LEAST_KNOWN = 0.6;
/** Random shifts tried, and steps of one pixel towards a better one after that. */
const TRIES = 220;
const SETTLING_STEPS = 8;
const RELAXATIONS = 48;

/** Pixels of a speck and of the known ring round it, as places in the input. */
export type Speck = {
  readonly blob: Blob;
  readonly hole: Int32Array;
  readonly ring: Int32Array;
  readonly reach: number;
  readonly onProduct: boolean;
};

/** The blob as a speck, or undefined when it is too large or too little round it is known. */
export function speckOf(blob: Blob, input: RemovalInput): Speck | undefined {
  const { bounds, runs } = blob;
  const longer = Math.max(bounds.width, bounds.height);
  if (longer > LONGEST) return undefined;
  const { width, height, mask, protectedArea } = input;
  const left = bounds.x - RING;
  const top = bounds.y - RING;
  const columns = bounds.width + 2 * RING;
  const rows = bounds.height + 2 * RING;
  const near = new Uint8Array(columns * rows);
  const hole: number[] = [];
  for (let k = 0; k < runs.length; k += 3) {
    for (let x = runs[k + 1]; x < runs[k + 2]; x++) {
      hole.push(runs[k] * width + x);
      for (let v = runs[k] - top - RING; v <= runs[k] - top + RING; v++) {
        near.fill(1, v * columns + x - left - RING, v * columns + x - left + RING + 1);
      }
    }
  }
  const ring: number[] = [];
  let unknown = 0;
  let product = 0;
  for (let n = 0; n < near.length; n++) {
    if (near[n] === 0) continue;
    const x = left + (n % columns);
    const y = top + Math.floor(n / columns);
    if (x < 0 || y < 0 || x >= width || y >= height) continue;
    const i = y * width + x;
    if (mask[i] >= 128) unknown++;
    else {
      ring.push(i);
      if (protectedArea && protectedArea[i] >= 128) product++;
    }
  }
  unknown -= hole.length;
  if (ring.length < LEAST_KNOWN * (ring.length + unknown)) return undefined;
  return {
    blob,
    hole: Int32Array.from(hole),
    ring: Int32Array.from(ring),
    reach: 2 * longer + 16,
    onProduct: product > 0.5 * ring.length,
  };
}

/**
 * Covers a speck with the best piece of the photo near it: the shift whose ring agrees most, up to a constant that is partly
 * forgiven, then a membrane that carries the ring's differences inwards (as the healing brush does; Georgiev 2004). Writes RGB
 * into `output`, RGBA of `area`. Returns false when no piece is free of mask.
 */
export function fillSpeck(
  speck: Speck,
  input: RemovalInput,
  settings: StrategySettings,
  seed: number,
  output: Uint8ClampedArray,
  area: Rect,
): boolean {
  const { width, height, pixels } = input;
  const { hole, ring, reach } = speck;
  const sums = new Float64Array(3);
  let state = seedState(seed, hole[0]);
  let best = Infinity;
  let bestX = 0;
  let bestY = 0;
  const consider = (dx: number, dy: number) => {
    const cost = costOfShift(dx, dy, best);
    if (cost >= best) return;
    best = cost;
    bestX = dx;
    bestY = dy;
  };
  for (let k = 0; k < TRIES; k++) {
    state = nextState(state);
    const dx = (state & 0xffff) % (2 * reach + 1);
    const dy = (state >>> 16) % (2 * reach + 1);
    consider(dx - reach, dy - reach);
  }
  if (best === Infinity) return false;
  for (let k = 0, at = -1; k < SETTLING_STEPS && at !== best; k++) {
    at = best;
    const [x, y] = [bestX, bestY];
    for (let v = -1; v <= 1; v++) for (let u = -1; u <= 1; u++) consider(x + u, y + v);
  }
  const shift = bestY * width + bestX;
  const membrane = stretchMembrane(speck, input, shift);
  for (let k = 0; k < hole.length; k++) {
    const y = Math.floor(hole[k] / width);
    const o = 4 * ((y - area.y) * area.width + (hole[k] - y * width) - area.x);
    const p = 4 * (hole[k] + shift);
    for (let c = 0; c < 3; c++) output[o + c] = pixels[p + c] + membrane[3 * k + c];
  }
  return true;

  /** Mean squared difference round the speck, less what is forgiven, plus what distance costs; Infinity where it may not copy. */
  function costOfShift(dx: number, dy: number, limit: number): number {
    const delta = dy * width + dx;
    const far = (dx * dx * settings.horizontalCost + dy * dy * settings.verticalCost) / (reach * reach);
    if (far >= limit || !mayCopy(dx, dy, delta)) return Infinity;
    sums.fill(0);
    let squares = 0;
    for (let k = 0; k < ring.length; k++) {
      const p = 4 * ring[k];
      const q = p + 4 * delta;
      const x = (ring[k] % width) + dx;
      if (x < 0 || x >= width || q < 0 || q >= pixels.length) return Infinity;
      if (input.mask[q >> 2] >= 128) return Infinity;
      for (let c = 0; c < 3; c++) {
        const d = pixels[p + c] - pixels[q + c];
        sums[c] += d;
        squares += d * d;
      }
    }
    const n = ring.length;
    const forgiven = (sums[0] ** 2 + sums[1] ** 2 + sums[2] ** 2) / n;
    return (squares - settings.forgiven * forgiven) / n + far;
  }

  function mayCopy(dx: number, dy: number, delta: number): boolean {
    const { mask, protectedArea } = input;
    for (let k = 0; k < hole.length; k++) {
      const y = Math.floor(hole[k] / width);
      const x = hole[k] - y * width + dx;
      if (x < 0 || x >= width || y + dy < 0 || y + dy >= height) return false;
      if (mask[hole[k] + delta] >= 128) return false;
      if (!speck.onProduct && protectedArea && protectedArea[hole[k] + delta] >= 128) return false;
    }
    return true;
  }
}

/** Laplace's equation over the speck for what must be added to the shifted piece, by Gauss-Seidel. Three floats a hole pixel. */
function stretchMembrane(speck: Speck, input: RemovalInput, shift: number): Float64Array {
  const { width, pixels, mask } = input;
  const { hole } = speck;
  const place = new Map<number, number>();
  hole.forEach((i, k) => place.set(i, k));
  const membrane = new Float64Array(3 * hole.length);
  const inside: number[] = [];
  const fixed = new Float64Array(3 * hole.length);
  const counts = new Uint8Array(hole.length);
  hole.forEach((i, k) => {
    const x = i % width;
    for (const j of [x > 0 ? i - 1 : -1, x + 1 < width ? i + 1 : -1, i - width, i + width]) {
      const other = place.get(j);
      inside.push(other ?? -1);
      if (other !== undefined) counts[k]++;
      else if (
        j >= 0 &&
        j < mask.length &&
        mask[j] < 128 &&
        4 * (j + shift) >= 0 &&
        4 * (j + shift) < pixels.length
      ) {
        counts[k]++;
        for (let c = 0; c < 3; c++) fixed[3 * k + c] += pixels[4 * j + c] - pixels[4 * (j + shift) + c];
      }
    }
  });
  for (let n = 0; n < RELAXATIONS; n++) {
    for (let k = 0; k < hole.length; k++) {
      if (counts[k] === 0) continue;
      for (let c = 0; c < 3; c++) {
        let sum = fixed[3 * k + c];
        for (let a = 0; a < 4; a++) {
          const other = inside[4 * k + a];
          if (other >= 0) sum += membrane[3 * other + c];
        }
        membrane[3 * k + c] = sum / counts[k];
      }
    }
  }
  return membrane;
}
