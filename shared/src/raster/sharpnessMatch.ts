import {
  addPrior,
  createNormalEquations,
  robustSpread,
  solveEquations,
  sumRobustly,
} from './leastSquares.ts';
import {
  createPicture,
  guardPicture,
  guardPlane,
  guardSameSize,
  type Picture,
  type Plane,
} from './picture.ts';

/**
 * How much of each difference between a pixel and its neighbours is added to it; one share for the up to four neighbours
 * that lie ±x and ±y away, in the order of `places`. Added up they change no tone.
 */
export type Sharpness = Float64Array;

/** Neighbours read on each side. */
const REACH = 3;
/** Distances of neighbours that share a number: a filter alike to the left and right, above and below. */
const places: readonly (readonly [x: number, y: number])[] = Array.from(
  { length: (REACH + 1) ** 2 - 1 },
  (_, k) => [(k + 1) % (REACH + 1), Math.floor((k + 1) / (REACH + 1))] as const,
);

const MAX_SAMPLES = 20_000;
/** Pixels of the ring for each unknown, below which noise would be learnt. */
const LEAST_SAMPLES = 100;
const STEPS = 4;
/** Rise of fine detail below which sharpening is not worth its rounding. */
const LEAST_RISE = 0.02;

/**
 * The sharpening that makes a registered candidate look like the photo on the ring (255 = compare here). Moved by half a
 * pixel a picture loses much of its finest detail, and engines give back softer pictures than they got; what was lost
 * can be measured where both show the same. Least squares with Tukey's weights: a small Wiener filter learnt on the
 * ring, which raises no noise above what it helps. Null where it would blur or gain nothing. All of one size.
 */
export function matchSharpness(photo: Picture, candidate: Picture, ring: Plane): Sharpness | null {
  guardPicture(photo, 'photo');
  guardPicture(candidate, 'candidate');
  guardPlane(ring, 'ring');
  guardSameSize(candidate, 'candidate', photo, 'photo');
  guardSameSize(ring, 'ring', photo, 'photo');
  const terms = places.length;
  const samples = ringSamples(ring);
  const count = samples.length;
  if (count < LEAST_SAMPLES * terms) return null;
  const neighbours = neighboursOf(candidate.width);
  const rows = new Float32Array(count * terms);
  const lost = new Float32Array(count);
  for (let k = 0; k < count; k++) {
    // Green: the channel that carries most of the detail, and the one that cameras sample most finely.
    const at = samples[k] * 4 + 1;
    lost[k] = photo.data[at] - candidate.data[at];
    for (let t = 0; t < terms; t++) rows[k * terms + t] = difference(candidate.data, at, neighbours[t]);
  }
  const equations = createNormalEquations(terms);
  const residuals = new Float32Array(count);
  let found: Sharpness = new Float64Array(terms);
  for (let step = 0; step < STEPS; step++) {
    for (let k = 0; k < count; k++) {
      let left = lost[k];
      for (let t = 0; t < terms; t++) left -= found[t] * rows[k * terms + t];
      residuals[k] = left;
    }
    const spread = robustSpread(residuals, count, 0.5);
    sumRobustly(equations, rows, lost, residuals, count, spread);
    // Believed before seeing the ring: none, ± 0.2 of a difference.
    const belief = (spread * spread * Math.max(1, count / 1000)) / 0.04;
    for (let t = 0; t < terms; t++) addPrior(equations, t, 0, belief);
    const solved = solveEquations(equations);
    if (!solved) return null;
    found = solved;
  }
  const [riseX, riseY] = rises(found);
  return riseX + riseY > 2 * LEAST_RISE && riseX > -LEAST_RISE && riseY > -LEAST_RISE ? found : null;
}

/** The candidate with its detail raised, all channels alike; the outermost three pixels and alpha stay as they are. */
export function applySharpness(candidate: Picture, sharpness: Sharpness): Picture {
  guardPicture(candidate, 'candidate');
  const { data, width, height } = candidate;
  const out = createPicture(width, height);
  out.data.set(data);
  // Every neighbour with its share, in two flat lists: this loop runs over every pixel.
  const taps = neighboursOf(width).flatMap((bytes, t) =>
    Array.from(bytes, (by) => ({ by, share: sharpness[t] })),
  );
  const offsets = Int32Array.from(taps, ({ by }) => by);
  const shares = Float64Array.from(taps, ({ share }) => share);
  const own = 1 + shares.reduce((sum, share) => sum + share, 0);
  const line = width * 4;
  for (let y = REACH; y < height - REACH; y++) {
    for (let i = y * line + REACH * 4; i < (y + 1) * line - REACH * 4; i++) {
      if ((i & 3) === 3) continue;
      let value = own * data[i];
      for (let k = 0; k < offsets.length; k++) value -= shares[k] * data[i + offsets[k]];
      out.data[i] = value;
    }
  }
  return out;
}

/** Bytes from a pixel to the neighbours that share a number. */
function neighboursOf(width: number): readonly Int32Array[] {
  return places.map(([x, y]) => {
    const across = x === 0 ? [0] : [-x, x];
    const down = y === 0 ? [0] : [-y, y];
    return Int32Array.from(down.flatMap((v) => across.map((u) => (v * width + u) * 4)));
  });
}

function difference(data: Uint8ClampedArray, at: number, neighbours: Int32Array): number {
  let sum = neighbours.length * data[at];
  for (const by of neighbours) sum -= data[at + by];
  return sum;
}

/** What a quarter of a wave per pixel gains, along each axis: there both pictures still agree in phase, and the eye sees it. */
function rises(sharpness: Sharpness): [x: number, y: number] {
  const wave = (distance: number) => 1 - Math.cos((distance * Math.PI) / 2);
  const rise = [0, 1].map((axis) =>
    places.reduce((sum, [x, y], t) => {
      const many = (x === 0 ? 1 : 2) * (y === 0 ? 1 : 2);
      return sum + sharpness[t] * many * wave(axis === 0 ? x : y);
    }, 0),
  );
  return [rise[0], rise[1]];
}

/** Pixels of the ring, at most `MAX_SAMPLES`, spread evenly; those too near the picture's edge are left out. */
function ringSamples({ data, width, height }: Plane): Int32Array {
  const all = new Int32Array(data.length);
  let count = 0;
  for (let y = REACH; y < height - REACH; y++)
    for (let i = y * width + REACH; i < (y + 1) * width - REACH; i++) if (data[i] >= 128) all[count++] = i;
  const step = Math.max(1, count / MAX_SAMPLES);
  return Int32Array.from({ length: Math.floor(count / step) }, (_, k) => all[Math.floor(k * step)]);
}
