import { sample, samplesOf, type Shift } from './alignSteps.ts';
import { robustSpread } from './leastSquares.ts';
import type { LumaLevel } from './luma.ts';

/** How well a candidate fits the photo on the ring. */
export interface AlignmentVerdict {
  /** Typical difference in grey levels. */
  readonly residual: number;
  readonly agrees: boolean;
}

/** Slopes in grey levels per pixel (root mean square of a block) from which a block has texture to compare. */
const TEXTURE = 1.5;
/** Blocks of the ring with texture under which the ring counts as flat. */
const LEAST_TEXTURED = 0.02;
/** On a flat ring: tones this close cannot be seen to be misplaced. */
const FLAT_RESIDUAL = 4;
/** Correlation of the slopes of both in a block; in a wrong place, or painted anew, it is near 0. */
const LEAST_CORRELATION = 0.5;
/** Share of the ring that must agree: less, and more than that was painted anew. */
const LEAST_SHARE = 0.6;
/** Grey levels up to which a pixel fits. */
const FIT = 14;
/** Side of a block in pixels of the level: a part painted anew with hard edges outvotes no more than its area. */
const BLOCK = 16;

/**
 * Compares slopes, not tones: light and colour that an engine changed smoothly are matched later; edges that stand
 * elsewhere cannot be mended.
 */
export function judgeAlignment(photo: LumaLevel, candidate: LumaLevel, shift: Shift): AlignmentVerdict {
  const samples = samplesOf(photo, 60_000);
  const { width, factor } = photo;
  const centreX = (photo.width - 1) / 2;
  const centreY = (photo.height - 1) / 2;
  const residuals = new Float32Array(samples.length);
  let used = 0;
  let fits = 0;
  const columns = Math.ceil(width / BLOCK);
  const blocks = columns * Math.ceil(photo.height / BLOCK);
  const both = new Float64Array(blocks);
  const ofPhoto = new Float64Array(blocks);
  const ofCandidate = new Float64Array(blocks);
  const pixels = new Uint32Array(blocks);
  for (const i of samples) {
    const x = centreX + shift.scale * ((i % width) - centreX) + shift.dx / factor;
    const y = centreY + shift.scale * (Math.floor(i / width) - centreY) + shift.dy / factor;
    if (x < 1 || y < 1 || x > candidate.width - 2 || y > candidate.height - 2) continue;
    const pX = (photo.luma[i + 1] - photo.luma[i - 1]) / 2;
    const pY = (photo.luma[i + width] - photo.luma[i - width]) / 2;
    const cX = (shift.gain * (sample(candidate, x + 1, y) - sample(candidate, x - 1, y))) / 2;
    const cY = (shift.gain * (sample(candidate, x, y + 1) - sample(candidate, x, y - 1))) / 2;
    const block = Math.floor(Math.floor(i / width) / BLOCK) * columns + Math.floor((i % width) / BLOCK);
    both[block] += pX * cX + pY * cY;
    ofPhoto[block] += pX * pX + pY * pY;
    ofCandidate[block] += cX * cX + cY * cY;
    pixels[block]++;
    const residual = photo.luma[i] - shift.gain * sample(candidate, x, y) - shift.offset;
    if (Math.abs(residual) <= FIT) fits++;
    residuals[used++] = residual;
  }
  if (used === 0) return { residual: Infinity, agrees: false };
  const residual = robustSpread(residuals, used, 0);
  let seen = 0;
  let textured = 0;
  let alike = 0;
  for (let block = 0; block < blocks; block++) {
    if (pixels[block] === 0) continue;
    seen++;
    if (ofPhoto[block] < TEXTURE * TEXTURE * pixels[block]) continue;
    textured++;
    if (both[block] >= LEAST_CORRELATION * Math.sqrt(ofPhoto[block] * ofCandidate[block] + 1e-9)) alike++;
  }
  const isFlat = textured < LEAST_TEXTURED * seen || textured === 0;
  const agrees =
    fits >= LEAST_SHARE * used && (isFlat ? residual <= FLAT_RESIDUAL : alike >= LEAST_SHARE * textured);
  return { residual, agrees };
}
