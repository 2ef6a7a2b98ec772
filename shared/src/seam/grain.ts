import { guardPicture, guardPlane, guardSameSize, type Picture, type Plane } from '../raster/picture.ts';

/** Grain of a picture: standard deviation by octave (every pixel, every second one) and channel, and what channels share. */
export interface Grain {
  /** `[octave][channel]`, grey levels. */
  readonly levels: readonly (readonly [number, number, number])[];
  /** Correlation of the channels, 0–1: 1 is grey grain. */
  readonly shared: number;
}

const octaves = 2;
/** Grain is judged in squares of this side; the quietest quarter of them has the least texture in it. */
const block = 8;
const quietShare = 0.25;
/** Too few squares to tell grain from chance. */
const leastBlocks = 6;
/** Of more squares than this, so many are looked at, evenly spread: a large mask costs no more than a middling one. */
const manyBlocks = 16_384;
/** A fill this near to its surroundings is left as it is. */
const smoothBelow = 0.85;
// What is left of white noise beside its 3 × 3 mean: √(8/9).
const keptByResidual = Math.sqrt(8 / 9);

/**
 * Estimates grain where `where` is 255: the deviation from the 3 × 3 mean in the squares with the least of it.
 * @returns null when too little of the picture is asked for
 */
export function estimateGrain(picture: Picture, where: Plane): Grain | null {
  guardPicture(picture, 'picture');
  guardPlane(where, 'plane');
  guardSameSize(where, 'plane', picture, 'picture');
  const levels: [number, number, number][] = [];
  let shared = 0;
  let level: Half | null = {
    ...channelsOf(picture),
    where: where.data,
    width: where.width,
    height: where.height,
  };
  for (let octave = 0; octave < octaves; octave++) {
    const quiet: Quiet | null = level && quietBlocks(level);
    if (!quiet) return octave === 0 ? null : { levels, shared };
    levels.push(quiet.deviation);
    if (octave === 0) shared = quiet.shared;
    level = level && halve(level);
  }
  return { levels, shared };
}

/**
 * Adds grain to the masked pixels of a candidate where it is smoother than its surroundings, octave by octave, as much as
 * is missing. The same pixels and place give the same grain. Returns the candidate itself when nothing is missing.
 * @param around grain of the photo round the mask
 * @param place where the picture lies on the photo: grain belongs to the place, whatever the crop
 */
export function matchGrain(
  candidate: Picture,
  mask: Plane,
  around: Grain,
  place: { readonly x: number; readonly y: number },
): Picture {
  const own = estimateGrain(candidate, mask);
  // Fine grain that is there is not buried under coarse: on the samples that overshot (docs/fidelity.md).
  const isSmooth = [0, 1, 2].map((c) => (own?.levels[0][c] ?? Infinity) < smoothBelow * around.levels[0][c]);
  const missing = around.levels.map((level, octave) =>
    level.map((wanted, c) => {
      const has = own?.levels[octave]?.[c] ?? wanted;
      return isSmooth[c] && has < wanted ? Math.sqrt(wanted * wanted - has * has) / keptByResidual : 0;
    }),
  );
  if (missing.every((level) => level.every((value) => value === 0))) return candidate;
  const { width, height } = candidate;
  const data = candidate.data.slice();
  const grey = Math.sqrt(around.shared);
  const coloured = Math.sqrt(1 - around.shared);
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      if (mask.data[i] < 128) continue;
      const [px, py] = [x + place.x, y + place.y];
      for (let c = 0; c < 3; c++) {
        let add = 0;
        for (let octave = 0; octave < missing.length; octave++) {
          if (missing[octave][c] === 0) continue;
          const of = (channel: number) =>
            octave === 0 ? gaussian(px, py, channel) : coarse(px, py, channel + 4);
          add += missing[octave][c] * (grey * of(3) + coloured * of(c));
        }
        // A fraction is rounded by chance, not away: a third of a level is one level in every third pixel.
        data[4 * i + c] = Math.floor(data[4 * i + c] + add + uniform(px, py, 8 + c));
      }
    }
  return { data, width, height };
}

/** A level of a picture as three planes of floats. */
interface Half {
  readonly channels: readonly Float32Array[];
  readonly where: Uint8Array;
  readonly width: number;
  readonly height: number;
}

function channelsOf({ data, width, height }: Picture): Pick<Half, 'channels'> {
  const channels = [0, 1, 2].map((c) => {
    const channel = new Float32Array(width * height);
    for (let i = 0; i < channel.length; i++) channel[i] = data[4 * i + c];
    return channel;
  });
  return { channels };
}

function halve({ channels, where, width, height }: Half): Half | null {
  const [w, h] = [width >> 1, height >> 1];
  if (w < block || h < block) return null;
  const small = new Uint8Array(w * h);
  for (let y = 0, i = 0; y < h; y++)
    for (let x = 0, at = 2 * y * width; x < w; x++, i++, at += 2)
      small[i] = where[at] & where[at + 1] & where[at + width] & where[at + width + 1];
  const half = channels.map((channel) => {
    const means = new Float32Array(w * h);
    for (let y = 0, i = 0; y < h; y++)
      for (let x = 0, at = 2 * y * width; x < w; x++, i++, at += 2)
        means[i] = (channel[at] + channel[at + 1] + channel[at + width] + channel[at + width + 1]) / 4;
    return means;
  });
  return { channels: half, where: small, width: w, height: h };
}

interface Quiet {
  readonly deviation: [number, number, number];
  readonly shared: number;
}

/** Sums over one square: squares of the three residuals, then their three products. */
function quietBlocks(level: Half): Quiet | null {
  const found: Float64Array[] = [];
  const squares = (level.width * level.height) / (block * block);
  const step = block * Math.max(1, Math.ceil(Math.sqrt(squares / manyBlocks)));
  for (let y = 1; y + block < level.height; y += step)
    for (let x = 1; x + block < level.width; x += step) {
      const sums = blockSums(level, x, y);
      if (sums) found.push(sums);
    }
  if (found.length < leastBlocks) return null;
  const energy = (sums: Float64Array) => sums[0] + sums[1] + sums[2];
  const kept = found.toSorted((a, b) => energy(a) - energy(b)).slice(0, Math.ceil(found.length * quietShare));
  const total = new Float64Array(6);
  for (const sums of kept) for (let k = 0; k < total.length; k++) total[k] += sums[k];
  const count = kept.length * block * block;
  const deviation = [0, 1, 2].map((c) => Math.sqrt(total[c] / count)) as [number, number, number];
  const ofPair = (product: number, a: number, b: number) =>
    total[product] / Math.max(1e-9, Math.sqrt(total[a] * total[b]));
  const shared = (ofPair(3, 0, 1) + ofPair(4, 0, 2) + ofPair(5, 1, 2)) / 3;
  return { deviation, shared: Math.min(1, Math.max(0, shared)) };
}

function blockSums({ channels, where, width }: Half, left: number, top: number): Float64Array | null {
  for (let y = top; y < top + block; y++)
    for (let i = y * width + left, end = i + block; i < end; i++) if (where[i] < 128) return null;
  const [first, second, third] = channels;
  const sums = new Float64Array(6);
  for (let y = top; y < top + block; y++)
    for (let i = y * width + left, end = i + block; i < end; i++) {
      const a = residualAt(first, i, width);
      const b = residualAt(second, i, width);
      const c = residualAt(third, i, width);
      sums[0] += a * a;
      sums[1] += b * b;
      sums[2] += c * c;
      sums[3] += a * b;
      sums[4] += a * c;
      sums[5] += b * c;
    }
  return sums;
}

/** What a pixel differs by from the mean of the 3 × 3 round it. */
function residualAt(p: Float32Array, i: number, width: number): number {
  const a = i - width;
  const b = i + width;
  return p[i] - (p[a - 1] + p[a] + p[a + 1] + p[i - 1] + p[i] + p[i + 1] + p[b - 1] + p[b] + p[b + 1]) / 9;
}

/** 0–1 for a place: a hash, so that any part can be made by itself. */
function uniform(x: number, y: number, channel: number): number {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(channel + 1, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 4_294_967_296;
}

/** Mean 0, deviation 1: the sum of four uniform numbers is near enough to a bell, and quick. */
function gaussian(x: number, y: number, channel: number): number {
  const at = channel + 16;
  const sum = uniform(x, y, at) + uniform(x, y, at + 32) + uniform(x, y, at + 64) + uniform(x, y, at + 96);
  return (sum - 2) * Math.sqrt(3);
}

/** The same at half the frequency: constant over 2 × 2 pixels, as the octave is measured. */
const coarse = (x: number, y: number, channel: number): number => gaussian(x >> 1, y >> 1, channel);
