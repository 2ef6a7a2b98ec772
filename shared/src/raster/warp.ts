import type { Alignment } from './align.ts';
import { createPicture, guardPicture, type Picture } from './picture.ts';
import { lanczos3 } from './resample.ts';

/** Pixels read on each side of a place between two. */
const REACH = 3;
const TAPS = 2 * REACH;

/**
 * The candidate laid onto the photo's pixels by its alignment: same size, Lanczos over three pixels on each side, gamma-naive;
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
  const across = lanczosTaps(width, scale, dx);
  const down = lanczosTaps(height, scale, dy);
  const row = new Float32Array(width * 4);
  for (let y = 0; y < height; y++) {
    row.fill(0);
    for (let k = y * TAPS; k < (y + 1) * TAPS; k++) {
      const weight = down.weights[k];
      const start = down.index[k] * width * 4;
      if (weight !== 0) for (let i = 0; i < row.length; i++) row[i] += weight * candidate.data[start + i];
    }
    for (let x = 0; x < width; x++) {
      const to = (y * width + x) * 4;
      for (let c = 0; c < 4; c++) {
        let sum = 0;
        for (let k = x * TAPS; k < (x + 1) * TAPS; k++)
          sum += across.weights[k] * row[across.index[k] * 4 + c];
        out.data[to + c] = sum;
      }
    }
  }
  return out;
}

function lanczosTaps(
  length: number,
  scale: number,
  shift: number,
): { index: Int32Array; weights: Float32Array } {
  const index = new Int32Array(length * TAPS);
  const weights = new Float32Array(length * TAPS);
  const centre = (length - 1) / 2;
  for (let i = 0; i < length; i++) {
    const at = centre + scale * (i - centre) + shift;
    const first = Math.floor(at) - REACH + 1;
    let sum = 0;
    for (let k = 0; k < TAPS; k++) sum += lanczos3(first + k - at);
    for (let k = 0; k < TAPS; k++) {
      index[i * TAPS + k] = Math.max(0, Math.min(length - 1, first + k));
      weights[i * TAPS + k] = lanczos3(first + k - at) / sum;
    }
  }
  return { index, weights };
}
