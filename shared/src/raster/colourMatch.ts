import {
  addPrior,
  createNormalEquations,
  robustSpread,
  solveEquations,
  sumRobustly,
} from './leastSquares.ts';
import { alongEdge, fitWhites, liftWhites, type WhiteLift } from './clippedWhites.ts';
import {
  createPicture,
  guardPicture,
  guardPlane,
  guardSameSize,
  type Picture,
  type Plane,
} from './picture.ts';

/**
 * What makes one channel of the candidate the photo's: gain · value + offset + slopeX · u + slopeY · v, in grey levels;
 * u and v run from −1 at the left or top edge of the picture to 1 at the other.
 */
export interface ChannelMatch {
  readonly gain: number;
  readonly offset: number;
  readonly slopeX: number;
  readonly slopeY: number;
  /** What the photo shows where the candidate is clipped to white; null where the ring does not tell. */
  readonly whites: WhiteLift | null;
}

/** Red, green, blue. */
export interface ColourMatch {
  readonly channels: readonly [ChannelMatch, ChannelMatch, ChannelMatch];
  /** Typical difference left on the ring, in grey levels, of the worst channel. */
  readonly residual: number;
}

/** Block sides in pixels, the largest tried first. */
const BLOCK_SIDES = [8, 4, 2] as const;
const ENOUGH_BLOCKS = 300;

/** Values outside may have been clipped: what they were is not known. */
const CLIPPED_BELOW = 3;
const CLIPPED_ABOVE = 252;

const STEPS = 12;

/** A gain outside this range is no difference of exposure. */
const GAIN_RANGE = [0.5, 2] as const;

/**
 * Fits the colour of an aligned candidate to the photo on the ring (255 = compare here), each channel by itself: a gain,
 * an offset and a linear fall-off of light. Iteratively reweighted least squares with Tukey's weights: what was painted
 * anew does not pull. A ring of one tone settles the offset only, and the gain stays 1. All of one size.
 */
export function matchColour(photo: Picture, candidate: Picture, ring: Plane): ColourMatch {
  guardPicture(photo, 'photo');
  guardPicture(candidate, 'candidate');
  guardPlane(ring, 'ring');
  guardSameSize(candidate, 'candidate', photo, 'photo');
  guardSameSize(ring, 'ring', photo, 'photo');
  const fits = [0, 1, 2].map((channel) => {
    const { match, residual } = fitChannel(pairsOf(photo, candidate, ring, channel));
    const { gain, offset, slopeX, slopeY } = match;
    const matched = (value: number, u: number, v: number) => gain * value + offset + slopeX * u + slopeY * v;
    return { match: { ...match, whites: fitWhites(photo, candidate, ring, channel, matched) }, residual };
  });
  const [red, green, blue] = fits;
  return {
    channels: [red.match, green.match, blue.match],
    residual: Math.max(...fits.map(({ residual }) => residual)),
  };
}

/** The candidate in the photo's colour; alpha is kept. */
export function applyColourMatch(candidate: Picture, { channels }: ColourMatch): Picture {
  guardPicture(candidate, 'candidate');
  const { data, width, height } = candidate;
  const out = createPicture(width, height);
  out.data.set(data);
  channels.forEach(({ gain, offset, slopeX, slopeY, whites }, channel) => {
    for (let y = 0; y < height; y++) {
      const base = offset + slopeY * alongEdge(y, height);
      for (let x = 0; x < width; x++) {
        const at = (y * width + x) * 4 + channel;
        out.data[at] = gain * data[at] + base + slopeX * alongEdge(x, width);
      }
    }
    if (whites) liftWhites(candidate, out, channel, whites);
  });
  return out;
}

function fitChannel(pairs: Pairs): { match: Omit<ChannelMatch, 'whites'>; residual: number } {
  const { count, photo, candidate, u, v, mean } = pairs;
  const equations = createNormalEquations(4);
  const rows = new Float32Array(4 * count);
  for (let k = 0; k < count; k++) rows.set([candidate[k], 1, u[k], v[k]], 4 * k);
  const residuals = new Float32Array(count);
  let match: Omit<ChannelMatch, 'whites'> = { gain: 1, offset: 0, slopeX: 0, slopeY: 0 };
  let spread = 0;
  for (let step = 0; step <= STEPS; step++) {
    const { gain, offset, slopeX, slopeY } = match;
    for (let k = 0; k < count; k++) {
      residuals[k] = photo[k] - gain * candidate[k] - offset - slopeX * u[k] - slopeY * v[k];
    }
    spread = robustSpread(residuals, count, 0);
    if (step === STEPS) break;
    sumRobustly(equations, rows, photo, residuals, count, Math.max(1, spread));
    // Believed before seeing the ring: gain 1 ± 0.1, offset 0 ± 40, fall-off 0 ± 8 grey levels. Neighbouring blocks err
    // together, so however many there are they count as no more than a hundred against it.
    const noise = Math.max(1, spread) ** 2 * Math.max(1, count / 100);
    addPrior(equations, 0, 1, noise / 0.01);
    addPrior(equations, 1, 0, noise / 1600);
    addPrior(equations, 2, 0, noise / 64);
    addPrior(equations, 3, 0, noise / 64);
    const solved = solveEquations(equations);
    if (!solved) break;
    const bounded = Math.min(GAIN_RANGE[1], Math.max(GAIN_RANGE[0], solved[0]));
    match = { gain: bounded, offset: solved[1], slopeX: solved[2], slopeY: solved[3] };
  }
  return { match: { ...match, offset: match.offset + mean - mean * match.gain }, residual: spread };
}

/** One channel, averaged over blocks of the ring, and where the blocks lie (−1 … 1). */
interface Pairs {
  readonly count: number;
  /** The candidate's mean, taken off both: gain and offset then do not stand in for one another. */
  readonly mean: number;
  readonly photo: Float32Array;
  readonly candidate: Float32Array;
  readonly u: Float32Array;
  readonly v: Float32Array;
}

/**
 * Blocks rather than pixels: grain in the candidate would flatten the gain (a regression on a noisy variable), and
 * neither grain nor half a pixel of misfit outlasts a mean. The largest blocks of which there are enough. Pixels clipped
 * in either picture are left out unless that leaves too little.
 */
function pairsOf(photo: Picture, candidate: Picture, ring: Plane, channel: number): Pairs {
  for (const clipped of [false, true]) {
    for (const side of BLOCK_SIDES) {
      const pairs = blockMeans(photo, candidate, ring, channel, side, clipped);
      if (pairs.count >= ENOUGH_BLOCKS) return pairs;
    }
  }
  return blockMeans(photo, candidate, ring, channel, 1, true);
}

function blockMeans(
  photo: Picture,
  candidate: Picture,
  ring: Plane,
  channel: number,
  side: number,
  clipped: boolean,
): Pairs {
  const { width, height } = ring;
  const columns = Math.ceil(width / side);
  const rows = Math.ceil(height / side);
  const ofPhoto = new Float32Array(columns * rows);
  const ofCandidate = new Float32Array(columns * rows);
  const pixels = new Uint16Array(columns * rows);
  for (let y = 0, i = 0; y < height; y++) {
    const block = Math.floor(y / side) * columns;
    for (let x = 0; x < width; x++, i++) {
      if (ring.data[i] < 128) continue;
      const p = photo.data[i * 4 + channel];
      const c = candidate.data[i * 4 + channel];
      if (!clipped && !(isWhole(p) && isWhole(c))) continue;
      const at = block + Math.floor(x / side);
      ofPhoto[at] += p;
      ofCandidate[at] += c;
      pixels[at]++;
    }
  }
  const kept = [...pixels.keys()].filter((at) => pixels[at] * 2 > side * side);
  const centre = (cell: number, length: number) => alongEdge((cell + 0.5) * side - 0.5, length);
  const sum = kept.reduce((total, at) => total + ofCandidate[at] / pixels[at], 0);
  const mean = kept.length === 0 ? 0 : sum / kept.length;
  return {
    count: kept.length,
    mean,
    photo: Float32Array.from(kept, (at) => ofPhoto[at] / pixels[at] - mean),
    candidate: Float32Array.from(kept, (at) => ofCandidate[at] / pixels[at] - mean),
    u: Float32Array.from(kept, (at) => centre(at % columns, width)),
    v: Float32Array.from(kept, (at) => centre(Math.floor(at / columns), height)),
  };
}

function isWhole(value: number): boolean {
  return value >= CLIPPED_BELOW && value <= CLIPPED_ABOVE;
}
