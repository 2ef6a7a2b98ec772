import { colourCost, fitColourModel } from './colourModel.ts';
import { quantileOf } from '../raster/quantile.ts';
import { stretchColours } from './membrane.ts';
import { MAYBE_BACKGROUND, MAYBE_FOREGROUND, SURE_BACKGROUND, type RegionHints } from './regionCut.ts';

/** Columns and rows of a region, half-open, as `Rect` but within the region. */
type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

// A shadow on the backdrop is darker than it and no other thing: darkness counts for less than half.
const SHADE = 0.4;
// Grain and JPEG differ this much from any smooth backdrop, ΔE.
const LEAST_SPREAD = 0.4;
// How sure a smooth backdrop may make us, natural log of odds: it is a guess, strokes and colours weigh more.
const LEAST_ODDS = -1;
const MOST_ODDS = 3;
// Share of the ring's own pixels that count as backdrop when the box's pixels are first sorted.
const USUAL = 0.85;
// A thing fills at least this share of the box drawn round it.
const LEAST_SHARE = 0.3;

/**
 * First belief about a box drawn round a thing: outside is background; inside, what is unlike the
 * colours of the ring, unlike the backdrop stretched over the box, and near the middle, is foreground.
 *
 * @param lab interleaved Lab of the region, `3 × width × height`
 * @param box where the user's box lies in the region
 * @param frame pixels at the region's outer edge, not 0, that the backdrop's own variation is judged from
 */
export function boxHints(
  lab: Float32Array,
  width: number,
  height: number,
  box: Box,
  frame: Uint8Array,
): RegionHints {
  const n = width * height;
  const outside = new Uint8Array(n).fill(1);
  for (let y = box.y; y < box.y + box.height; y++) {
    outside.fill(0, y * width + box.x, y * width + box.x + box.width);
  }
  const prior = backdropOdds(lab, width, height, outside, frame);
  for (let i = 0; i < n; i++) {
    const across = Math.abs((2 * ((i % width) + 0.5 - box.x)) / box.width - 1);
    const down = Math.abs((2 * (Math.floor(i / width) + 0.5 - box.y)) / box.height - 1);
    prior[i] += 1 - 2 * Math.max(across, down);
  }
  return { hints: sortByColour(lab, outside, prior), prior };
}

/** Splits the inside by what the ring's colour model makes of it. */
function sortByColour(lab: Float32Array, outside: Uint8Array, prior: Float32Array): Uint8Array {
  const hints = new Uint8Array(outside.length).fill(SURE_BACKGROUND);
  const ring = indices(outside, 1);
  const inside = indices(outside, 0);
  if (ring.length === 0) return hints.fill(MAYBE_FOREGROUND);
  const background = fitColourModel(lab, ring);
  const usual = quantileOf(
    Float32Array.from(ring, (i) => colourCost(background, lab, 3 * i)),
    USUAL,
  );
  const strange = Float32Array.from(inside, (i) => colourCost(background, lab, 3 * i) - usual + prior[i]);
  const limit = Math.min(0, quantileOf(strange.slice(), 1 - LEAST_SHARE));
  inside.forEach((i, k) => {
    hints[i] = strange[k] > limit ? MAYBE_FOREGROUND : MAYBE_BACKGROUND;
  });
  return hints;
}

/**
 * Log odds that a pixel is not the backdrop, from its distance to the backdrop stretched over the box.
 * The scale is learnt where the answer is known: the ring, predicted from the frame alone.
 */
function backdropOdds(
  lab: Float32Array,
  width: number,
  height: number,
  outside: Uint8Array,
  frame: Uint8Array,
): Float32Array {
  const n = width * height;
  const odds = new Float32Array(n);
  const ring = indices(outside, 1).filter((i) => !frame[i]);
  if (ring.length === 0 || !frame.includes(1)) return odds;
  const fromFrame = stretchColours(lab, width, height, frame);
  const spread = [0, 1, 2].map((c) => {
    const misses = Float32Array.from(ring, (i) => Math.abs(shaded(lab[3 * i + c] - fromFrame[3 * i + c], c)));
    return Math.max(LEAST_SPREAD, quantileOf(misses, 0.9));
  });
  const backdrop = stretchColours(lab, width, height, outside);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let c = 0; c < 3; c++) {
      sum += (shaded(lab[3 * i + c] - backdrop[3 * i + c], c) / spread[c]) ** 2;
    }
    odds[i] = Math.max(LEAST_ODDS, Math.min(MOST_ODDS, (sum - 4) / 4));
  }
  return odds;
}

function shaded(difference: number, channel: number): number {
  return channel === 0 && difference < 0 ? SHADE * difference : difference;
}

function indices(flags: Uint8Array, value: number): Int32Array {
  const found = new Int32Array(flags.length);
  let count = 0;
  for (let i = 0; i < flags.length; i++) if (flags[i] === value) found[count++] = i;
  return found.subarray(0, count);
}
