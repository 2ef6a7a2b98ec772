import type { Alignment } from './align.ts';
import { createPicture, guardPicture, type Picture } from './picture.ts';

/**
 * The candidate laid onto the photo's pixels by its alignment: same size, bicubic (Keys 1981, a = −½), gamma-naive;
 * what lies beyond the candidate's edge repeats the edge. No shift gives the same bytes.
 */
export function applyAlignment(
  candidate: Picture,
  { dx, dy, scale }: Pick<Alignment, 'dx' | 'dy' | 'scale'>,
): Picture {
  guardPicture(candidate, 'candidate');
  const { width, height } = candidate;
  const out = createPicture(width, height);
  // Scale and shift act on each axis alone, so the weights of a column serve all rows.
  const across = cubicTaps(width, scale, dx);
  const down = cubicTaps(height, scale, dy);
  const row = new Float32Array(width * 4);
  for (let y = 0; y < height; y++) {
    row.fill(0);
    for (let k = y * 4; k < y * 4 + 4; k++) {
      const weight = down.weights[k];
      const start = down.index[k] * width * 4;
      if (weight !== 0) for (let i = 0; i < row.length; i++) row[i] += weight * candidate.data[start + i];
    }
    for (let x = 0; x < width; x++) {
      const to = (y * width + x) * 4;
      const tap = x * 4;
      for (let c = 0; c < 4; c++) {
        out.data[to + c] =
          across.weights[tap] * row[across.index[tap] * 4 + c] +
          across.weights[tap + 1] * row[across.index[tap + 1] * 4 + c] +
          across.weights[tap + 2] * row[across.index[tap + 2] * 4 + c] +
          across.weights[tap + 3] * row[across.index[tap + 3] * 4 + c];
      }
    }
  }
  return out;
}

function cubicTaps(
  length: number,
  scale: number,
  shift: number,
): { index: Int32Array; weights: Float32Array } {
  const index = new Int32Array(length * 4);
  const weights = new Float32Array(length * 4);
  const centre = (length - 1) / 2;
  for (let i = 0; i < length; i++) {
    const at = centre + scale * (i - centre) + shift;
    const base = Math.floor(at);
    const t = at - base;
    const of = [
      t * (-0.5 + t * (1 - 0.5 * t)),
      1 + t * t * (-2.5 + 1.5 * t),
      t * (0.5 + t * (2 - 1.5 * t)),
      t * t * (-0.5 + 0.5 * t),
    ];
    for (let k = 0; k < 4; k++) {
      index[i * 4 + k] = Math.max(0, Math.min(length - 1, base - 1 + k));
      weights[i * 4 + k] = of[k];
    }
  }
  return { index, weights };
}
