import {
  addPrior,
  createNormalEquations,
  robustSpread,
  solveEquations,
  sumRobustly,
} from './leastSquares.ts';
import type { Picture, Plane } from './picture.ts';

/**
 * How much lighter the photo is than the matched candidate where the candidate is clipped to white: level + slopeX · u +
 * slopeY · v, in grey levels, u and v as in `ChannelMatch`.
 */
export interface WhiteLift {
  readonly level: number;
  readonly slopeX: number;
  readonly slopeY: number;
}

/** From here on a value of the candidate may stand for any brighter one: a level of rounding and resampling below 255. */
const CLIPPED_WHITE = 253;
/** Clipped pixels of the ring that settle a tone, and how many are looked at. */
const ENOUGH_CLIPPED = 64;
const MOST_CLIPPED = 20_000;
const STEPS = 12;
/** The lift comes in over this many pixels on each side of a place: a white with soft borders keeps them. */
const SOFT = 4;

/**
 * A candidate that came back brighter has lost its whites: everything above 255 is 255, and the gain turns that into one
 * grey. What they were is read off the ring, from the photo's tones where the candidate is clipped. Null where the gain
 * darkens nothing or too little of the ring is clipped.
 *
 * @param matched the candidate's value by gain, offset and fall-off, at a place of the ring
 */
export function fitWhites(
  photo: Picture,
  candidate: Picture,
  ring: Plane,
  channel: number,
  matched: (value: number, u: number, v: number) => number,
): WhiteLift | null {
  if (matched(255, 0, 0) > 254) return null;
  const { width, height } = ring;
  const clipped: number[] = [];
  for (let i = 0; i < ring.data.length; i++)
    if (ring.data[i] >= 128 && candidate.data[i * 4 + channel] >= CLIPPED_WHITE) clipped.push(i);
  if (clipped.length < ENOUGH_CLIPPED) return null;
  const count = Math.min(clipped.length, MOST_CLIPPED);
  const lift = new Float32Array(count);
  // Of each pixel: 1, u, v.
  const rows = new Float32Array(3 * count);
  for (let k = 0; k < count; k++) {
    const i = clipped[Math.floor((k * clipped.length) / count)];
    rows.set([1, alongEdge(i % width, width), alongEdge(Math.floor(i / width), height)], 3 * k);
    lift[k] =
      photo.data[i * 4 + channel] -
      matched(candidate.data[i * 4 + channel], rows[3 * k + 1], rows[3 * k + 2]);
  }
  const equations = createNormalEquations(3);
  const residuals = new Float32Array(count);
  let [level, slopeX, slopeY] = [0, 0, 0];
  for (let step = 0; step < STEPS; step++) {
    for (let k = 0; k < count; k++)
      residuals[k] = lift[k] - level - slopeX * rows[3 * k + 1] - slopeY * rows[3 * k + 2];
    const spread = robustSpread(residuals, count, 1);
    sumRobustly(equations, rows, lift, residuals, count, spread);
    // Believed before: no lift ± 15 levels, the same everywhere ± 8; a patch of white settles no slope.
    const noise = spread ** 2 * Math.max(1, count / 100);
    addPrior(equations, 0, 0, noise / 225);
    addPrior(equations, 1, 0, noise / 64);
    addPrior(equations, 2, 0, noise / 64);
    const solved = solveEquations(equations);
    if (!solved) return null;
    [level, slopeX, slopeY] = solved;
  }
  return { level, slopeX, slopeY };
}

/** Lifts the clipped pixels of one channel of `out`; never darker, and as far as their neighbours are clipped too. */
export function liftWhites(candidate: Picture, out: Picture, channel: number, lift: WhiteLift): void {
  const { width, height } = candidate;
  const share = clippedShare(candidate, channel);
  for (let y = 0, i = 0; y < height; y++) {
    const base = lift.level + lift.slopeY * alongEdge(y, height);
    for (let x = 0; x < width; x++, i++) {
      const at = i * 4 + channel;
      if (candidate.data[at] < CLIPPED_WHITE) continue;
      out.data[at] += Math.max(0, share[i] * (base + lift.slopeX * alongEdge(x, width)));
    }
  }
}

/** Share of clipped pixels in the square round each pixel, 0–1. */
function clippedShare({ data, width, height }: Picture, channel: number): Float32Array {
  const across = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const isClipped = (x: number) => (data[(y * width + x) * 4 + channel] >= CLIPPED_WHITE ? 1 : 0);
    slideMean(width, isClipped, (x, mean) => {
      across[y * width + x] = mean;
    });
  }
  const share = new Float32Array(width * height);
  for (let x = 0; x < width; x++) {
    slideMean(
      height,
      (y) => across[y * width + x],
      (y, mean) => {
        share[y * width + x] = mean;
      },
    );
  }
  return share;
}

/** The mean over `SOFT` places on each side, those beyond the ends left out. */
function slideMean(
  length: number,
  value: (at: number) => number,
  take: (at: number, mean: number) => void,
): void {
  let sum = 0;
  for (let at = 0; at < Math.min(length, SOFT); at++) sum += value(at);
  for (let at = 0; at < length; at++) {
    if (at + SOFT < length) sum += value(at + SOFT);
    if (at - SOFT > 0) sum -= value(at - SOFT - 1);
    take(at, sum / (Math.min(length - 1, at + SOFT) - Math.max(0, at - SOFT) + 1));
  }
}

/** Where a pixel lies along a side: −1 at its first, 1 at its last. */
export function alongEdge(at: number, length: number): number {
  return length > 1 ? (2 * at) / (length - 1) - 1 : 0;
}
