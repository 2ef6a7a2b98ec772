import {
  addPrior,
  createNormalEquations,
  robustSpread,
  solveEquations,
  sumRobustly,
} from './leastSquares.ts';
import type { LumaLevel } from './luma.ts';

/** As in `Alignment`, in photo pixels on every level, with the tone that fits: photo ≈ gain · candidate + offset. */
export interface Shift {
  readonly dx: number;
  readonly dy: number;
  readonly scale: number;
  readonly gain: number;
  readonly offset: number;
}

/** More pixels do not make the fit better, only slower. */
const MAX_SAMPLES = 40_000;

/** Levels per pixel below which a difference is noise of the sensor and of 8 bits. */
const LEAST_SPREAD = 1;

const MAX_STEPS = 60;

/** Past this there is no way back: the pictures do not show the same thing. In photo pixels, and as a change of scale. */
const LOST = { shiftPx: 64, scale: 0.12 } as const;

/** All shifts within the limits, pixel by pixel of this level, at five scales; the best by normalised correlation. */
export function searchAlignment(
  photo: LumaLevel,
  candidate: LumaLevel,
  limits: { readonly shiftPx: number; readonly scale: number },
): Shift {
  const samples = samplesOf(photo, MAX_SAMPLES / 8);
  const reach = Math.ceil(limits.shiftPx / photo.factor);
  let best: Shift = { dx: 0, dy: 0, scale: 1, gain: 1, offset: 0 };
  let most = -Infinity;
  for (const part of [0, -1, 1, -0.5, 0.5]) {
    for (let y = -reach; y <= reach; y++) {
      for (let x = -reach; x <= reach; x++) {
        const shift = { ...best, dx: x * photo.factor, dy: y * photo.factor, scale: 1 + part * limits.scale };
        // A little more for less: a flat ring fits everywhere, and then nothing has moved.
        const score =
          correlation(photo, candidate, samples, shift) -
          1e-3 * (Math.hypot(x, y) / (reach + 1) + Math.abs(part));
        if (score > most) {
          most = score;
          best = shift;
        }
      }
    }
  }
  return best;
}

/** What is believed before a level is looked at: this place, to within so many photo pixels. */
export interface Belief {
  readonly dx: number;
  readonly dy: number;
  readonly scale: number;
  readonly within: number;
}

const unmoved: Belief = { dx: 0, dy: 0, scale: 1, within: 16 };

/** Gauss–Newton from `start` on one level, over shift, scale, gain and offset. */
export function refineAlignment(
  photo: LumaLevel,
  candidate: LumaLevel,
  start: Shift,
  believed: Belief = unmoved,
): Shift {
  const samples = samplesOf(photo, MAX_SAMPLES);
  const { width, factor } = photo;
  const centreX = (photo.width - 1) / 2;
  const centreY = (photo.height - 1) / 2;
  // Scale as pixels at this distance from the centre, so that all unknowns of place are of one size.
  const arm = Math.max(8, Math.hypot(centreX, centreY) / 2);
  const equations = createNormalEquations(5);
  const residuals = new Float32Array(samples.length);
  const jacobian = new Float32Array(samples.length * 5);
  let dx = start.dx / factor;
  let dy = start.dy / factor;
  let stretch = (start.scale - 1) * arm;
  // Tones are counted from their mean: gain and offset then do not stand in for one another.
  const mean = meanLuma(candidate, samples);
  let { gain } = start;
  let offset = start.offset + gain * mean;
  for (let step = 0; step < MAX_STEPS; step++) {
    const scale = 1 + stretch / arm;
    let used = 0;
    for (const i of samples) {
      const fromX = (i % width) - centreX;
      const fromY = Math.floor(i / width) - centreY;
      const x = centreX + scale * fromX + dx;
      const y = centreY + scale * fromY + dy;
      if (x < 1 || y < 1 || x > candidate.width - 2 || y > candidate.height - 2) continue;
      const value = sample(candidate, x, y) - mean;
      // The photo's own slopes: at the right place they are the candidate's, and its noise cannot bias the fit.
      const slopeX = (photo.luma[i + 1] - photo.luma[i - 1]) / 2;
      const slopeY = (photo.luma[i + width] - photo.luma[i - width]) / 2;
      residuals[used] = photo.luma[i] - gain * value - offset;
      const at = used++ * 5;
      jacobian[at] = slopeX;
      jacobian[at + 1] = slopeY;
      jacobian[at + 2] = (slopeX * fromX + slopeY * fromY) / arm;
      jacobian[at + 3] = value;
      jacobian[at + 4] = 1;
    }
    const spread = robustSpread(residuals, used, LEAST_SPREAD);
    sumRobustly(equations, jacobian, residuals, residuals, used, spread);
    // Where the ring says nothing (flat, or edges of one direction only) it is as believed before: nothing has moved.
    const belief = ((spread * factor) / believed.within) ** 2;
    addPrior(equations, 0, believed.dx / factor - dx, belief);
    addPrior(equations, 1, believed.dy / factor - dy, belief);
    addPrior(equations, 2, (believed.scale - 1) * arm - stretch, belief);
    // Gain 1 ± 0.1, against which many pixels of grain count as no more than a hundred: on a flat ring a lower gain only
    // hides the candidate's own grain.
    addPrior(equations, 3, 1 - gain, spread * spread * Math.max(100, used));
    // Any offset; this keeps a ring without pixels solvable.
    addPrior(equations, 4, 0, 1e-6);
    const change = solveEquations(equations);
    if (!change) break;
    dx += change[0];
    dy += change[1];
    stretch += change[2];
    gain = Math.min(2, Math.max(0.5, gain + change[3]));
    offset += change[4];
    if (Math.hypot(dx, dy) * factor > LOST.shiftPx || Math.abs(stretch / arm) > LOST.scale) break;
    if (Math.hypot(change[0], change[1], change[2]) < 0.001) break;
  }
  return {
    dx: dx * factor,
    dy: dy * factor,
    scale: 1 + stretch / arm,
    gain,
    offset: offset - gain * mean,
  };
}

function meanLuma(level: LumaLevel, samples: Int32Array): number {
  let sum = 0;
  for (const i of samples) sum += level.luma[i];
  return samples.length === 0 ? 0 : sum / samples.length;
}

/** Pixels of the ring, at most `most`, spread evenly; the outermost pixel is left out, it has no slope. */
export function samplesOf(level: LumaLevel, most: number): Int32Array {
  const { width, height, weight } = level;
  const all = new Int32Array(width * height);
  let count = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let i = y * width + 1; i < (y + 1) * width - 1; i++) if (weight[i] >= 0.5) all[count++] = i;
  }
  if (count <= most) return all.slice(0, count);
  const step = count / most;
  return Int32Array.from({ length: Math.floor(most) }, (_, k) => all[Math.floor(k * step)]);
}

/** Luma between pixels, bilinear. (x, y) must lie on the level. */
export function sample(level: LumaLevel, x: number, y: number): number {
  const { luma, width, height } = level;
  const left = Math.min(width - 2, Math.floor(x));
  const top = Math.min(height - 2, Math.floor(y));
  const u = x - left;
  const at = top * width + left;
  const above = luma[at] + u * (luma[at + 1] - luma[at]);
  const below = luma[at + width] + u * (luma[at + width + 1] - luma[at + width]);
  return above + (y - top) * (below - above);
}

function correlation(photo: LumaLevel, candidate: LumaLevel, samples: Int32Array, shift: Shift): number {
  const { width, factor } = photo;
  const centreX = (photo.width - 1) / 2;
  const centreY = (photo.height - 1) / 2;
  let n = 0;
  let sumP = 0;
  let sumC = 0;
  let sumPP = 0;
  let sumCC = 0;
  let sumPC = 0;
  for (const i of samples) {
    const x = centreX + shift.scale * ((i % width) - centreX) + shift.dx / factor;
    const y = centreY + shift.scale * (Math.floor(i / width) - centreY) + shift.dy / factor;
    if (x < 0 || y < 0 || x > candidate.width - 1 || y > candidate.height - 1) continue;
    const p = photo.luma[i];
    const c = sample(candidate, x, y);
    n++;
    sumP += p;
    sumC += c;
    sumPP += p * p;
    sumCC += c * c;
    sumPC += p * c;
  }
  // Less than half of the ring in common proves nothing.
  if (n * 2 < samples.length || n === 0) return -1;
  const varianceP = sumPP / n - (sumP / n) ** 2;
  const varianceC = sumCC / n - (sumC / n) ** 2;
  // One level of noise in each keeps a flat ring from being stretched to a fit.
  return (sumPC / n - (sumP / n) * (sumC / n)) / Math.sqrt((varianceP + 1) * (varianceC + 1));
}
