import { RADIUS } from './layout.ts';
import type { LevelView } from './levelView.ts';

/*
 * Costs are rounded to 32 bits after every step and in the order of the vectors in `assembly/`, so that both agree to the last
 * bit: a search is a chain of comparisons, and one that falls the other way changes the picture.
 */
const { fround } = Math;
export const PER_SAMPLE = fround(1 / 49);

/** Chroma may be re-lit by this fraction of what Y may: light changes in brightness far more than in hue. */
export const CHROMA_BIAS = fround(0.2);

/** Higher than any cost: what a source that cannot win is given. */
export const NEVER = 3e38;

/** The four channel sums of the patch round pixel (x, y) into u16 at `at`. */
export function sumPatch(level: LevelView, x: number, y: number, at: number): void {
  const { u8, width, image } = level;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let v = -RADIUS; v <= RADIUS; v++) {
    let p = image + ((y + v) * width + x - RADIUS) * 4;
    for (let u = 0; u < 7; u++, p += 4) {
      s0 += u8[p];
      s1 += u8[p + 1];
      s2 += u8[p + 2];
      s3 += u8[p + 3];
    }
  }
  level.u16[at] = s0;
  level.u16[at + 1] = s1;
  level.u16[at + 2] = s2;
  level.u16[at + 3] = s3;
}

/**
 * What is forgiven of a patch distance because the two patches differ by a constant: with `m` the mean difference per channel
 * and `b` its clamped value, a fraction λ of `Σ d² − Σ (d − b)²`. `difference` is the sum over the patch, 49·m.
 */
export function forgivenOf(difference: number, limit: number): number {
  const mean = fround(difference * PER_SAMPLE);
  const bias = mean > limit ? limit : mean < -limit ? -limit : mean;
  return fround(bias * fround(2 * difference - fround(49 * bias)));
}

/** Sum of squared differences of two patches given by the bytes of their first pixels; stops once above `limit`. */
function patchDistance(u8: Uint8Array, a: number, b: number, rowBytes: number, limit: number): number {
  let sum = 0;
  for (let row = 0; row < 7; row++) {
    for (let i = 0; i < 28; i += 4) {
      const d0 = u8[a + i] - u8[b + i];
      const d1 = u8[a + i + 1] - u8[b + i + 1];
      const d2 = u8[a + i + 2] - u8[b + i + 2];
      const d3 = u8[a + i + 3] - u8[b + i + 3];
      sum += d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3;
    }
    if (sum > limit) return NEVER;
    a += rowBytes;
    b += rowBytes;
  }
  return sum;
}

/**
 * The cost of filling target `t`, centred at (x, y), from source pixel `q`; NEVER as soon as it cannot stay under `best`.
 * The target's own sums must be in TARGET_SUMS. The sums of both patches bound the distance from below (Cauchy–Schwarz:
 * Σd² ≥ (Σd)²/49 in each channel), so most random sources are refused without a look at their pixels.
 */
export function matchCost(
  level: LevelView,
  t: number,
  x: number,
  y: number,
  q: number,
  best: number,
): number {
  const { u8, u16, f32, width } = level;
  const qy = (q / width) | 0;
  const dx = q - qy * width - x;
  const dy = qy - y;
  const row = level.spatial32 + (level.guided ? 3 * u8[level.guided + t] : 0);
  let cost = spatialCost(f32, row, dx, dy);
  if (level.rarity) cost = fround(cost + fround(level.rarityWeight * u8[level.rarity + q]));
  if (cost >= best) return NEVER;

  const target = level.targetSums16 + 4 * t;
  if (level.sums16) {
    const source = level.sums16 + 4 * q;
    const e0 = u16[target] - u16[source];
    const e1 = u16[target + 1] - u16[source + 1];
    const e2 = u16[target + 2] - u16[source + 2];
    const e3 = u16[target + 3] - u16[source + 3];
    cost = fround(cost - forgivenOfAll(level, e0, e1, e2));
    const squares = fround(
      fround(fround(e0 * e0) + fround(e2 * e2)) + fround(fround(e1 * e1) + fround(e3 * e3)),
    );
    if (fround(cost + fround(PER_SAMPLE * squares)) >= best) return NEVER;
  } else if (level.forgiven > 0) {
    const scratch = sumsAt(level, x + dx, y + dy);
    const e0 = u16[target] - scratch[0];
    cost = fround(
      cost - forgivenOfAll(level, e0, u16[target + 1] - scratch[1], u16[target + 2] - scratch[2]),
    );
  }
  const first = RADIUS * width + RADIUS;
  const distance = patchDistance(
    u8,
    level.image + (y * width + x - first) * 4,
    level.image + (q - first) * 4,
    width * 4,
    fround(best - cost),
  );
  return distance === NEVER ? NEVER : fround(distance + cost);
}

function forgivenOfAll(level: LevelView, e0: number, e1: number, e2: number): number {
  const chroma = fround(CHROMA_BIAS * level.biasLimit);
  const ends = fround(forgivenOf(e0, level.biasLimit) + forgivenOf(e2, chroma));
  return fround(level.forgiven * fround(ends + forgivenOf(e1, chroma)));
}

/** What the displacement (dx, dy) costs by the row of the quadratic form at `row`. */
export function spatialCost(f32: Float32Array, row: number, dx: number, dy: number): number {
  const square = fround(fround(f32[row] * dx) * dx);
  const mixed = fround(fround(f32[row + 1] * dx) * dy);
  return fround(fround(square + mixed) + fround(fround(f32[row + 2] * dy) * dy));
}

const colourSums = new Int32Array(3);

/** The sums of Y, Cb and Cr of a source patch, where no plane of them is kept. */
export function sumsAt(level: LevelView, x: number, y: number): Int32Array {
  const { u8, width, image } = level;
  colourSums.fill(0);
  for (let v = -RADIUS; v <= RADIUS; v++) {
    let p = image + ((y + v) * width + x - RADIUS) * 4;
    for (let u = 0; u < 7; u++, p += 4) {
      colourSums[0] += u8[p];
      colourSums[1] += u8[p + 1];
      colourSums[2] += u8[p + 2];
    }
  }
  return colourSums;
}
