import { createRandom } from './random.ts';

/** Numbers a component: cost of its middle, mean (3), inverse covariance (6, upper triangle by rows), ln π. */
export const COMPONENT_STRIDE = 11;
/** Where a component keeps the logarithm of its weight π. */
export const LOG_WEIGHT = 10;

/**
 * A mixture of full-covariance Gaussians over Lab colours: `components × 11` floats. The first of
 * each eleven is ½·ln det Σ − ln π, so that a pixel's cost is that plus half its Mahalanobis distance.
 */
export type ColourModel = Float64Array;

export type FitSettings = {
  readonly components?: number;
  readonly seed?: number;
  /** Components of an earlier model to start from, instead of k-means++. */
  readonly from?: ColourModel;
};

const COMPONENTS = 5;
const LLOYD_ROUNDS = 4;
// Enough for five Gaussians in three dimensions; more pixels moved no sample's mask.
const MAX_PIXELS = 12_000;
// A flat backdrop has no variance of its own: 1 ΔE is what JPEG and grain leave.
const MIN_VARIANCE = 1;

/**
 * Fits a colour model to some pixels, as in GrabCut (Rother, Kolmogorov, Blake, SIGGRAPH 2004):
 * k-means++ (Arthur and Vassilvitskii 2007), then one Gaussian a cluster; started from an earlier
 * model, each pixel goes to its likeliest component instead.
 *
 * @param lab interleaved Lab, three floats a pixel
 * @param pixels which pixels of it; at least one
 * @throws RangeError when `pixels` is empty
 */
export function fitColourModel(
  lab: Float32Array,
  pixels: Int32Array,
  settings: FitSettings = {},
): ColourModel {
  if (pixels.length === 0) throw new RangeError('a colour model needs at least 1 pixel; got 0');
  const sample = thin(pixels, MAX_PIXELS);
  const owner = new Uint8Array(sample.length);
  if (settings.from) {
    for (let s = 0; s < sample.length; s++) {
      owner[s] = likeliestComponent(settings.from, lab, 3 * sample[s]);
    }
    return gaussians(lab, sample, owner, settings.from.length / COMPONENT_STRIDE);
  }
  const count = Math.min(settings.components ?? COMPONENTS, sample.length);
  const centres = spreadCentres(lab, sample, count, createRandom(settings.seed ?? 1));
  for (let round = 0; round < LLOYD_ROUNDS; round++) {
    assignNearest(lab, sample, centres, owner);
    moveCentres(lab, sample, owner, centres);
  }
  assignNearest(lab, sample, centres, owner);
  return gaussians(lab, sample, owner, count);
}

/**
 * −ln of the likeliest component's density at the colour `lab[q … q + 2]`, constants dropped.
 * @param extra added to each component's cost, from index `at`
 */
export function colourCost(
  model: ColourModel,
  lab: Float32Array,
  q: number,
  extra?: Float32Array,
  at = 0,
): number {
  let best = Infinity;
  for (let m = 0, k = at; m < model.length; m += COMPONENT_STRIDE, k++) {
    const cost = componentCost(model, m, lab, q) + (extra ? extra[k] : 0);
    if (cost < best) best = cost;
  }
  return best;
}

function componentCost(model: ColourModel, m: number, lab: Float32Array, q: number): number {
  const l = lab[q] - model[m + 1];
  const a = lab[q + 1] - model[m + 2];
  const b = lab[q + 2] - model[m + 3];
  return (
    model[m] +
    0.5 *
      (l * (model[m + 4] * l + 2 * (model[m + 5] * a + model[m + 6] * b)) +
        a * (model[m + 7] * a + 2 * model[m + 8] * b) +
        b * model[m + 9] * b)
  );
}

/** Number of the component a colour most likely belongs to. */
export function likeliestComponent(model: ColourModel, lab: Float32Array, q: number): number {
  let best = 0;
  let bestCost = Infinity;
  for (let m = 0; m < model.length; m += COMPONENT_STRIDE) {
    const cost = componentCost(model, m, lab, q);
    if (cost < bestCost) {
      bestCost = cost;
      best = m / COMPONENT_STRIDE;
    }
  }
  return best;
}

function thin(pixels: Int32Array, most: number): Int32Array {
  if (pixels.length <= most) return pixels;
  return Int32Array.from({ length: most }, (_, k) => pixels[Math.floor((k * pixels.length) / most)]);
}

function squaredDistance(lab: Float32Array, q: number, centres: Float64Array, c: number): number {
  const l = lab[q] - centres[c];
  const a = lab[q + 1] - centres[c + 1];
  const b = lab[q + 2] - centres[c + 2];
  return l * l + a * a + b * b;
}

function spreadCentres(
  lab: Float32Array,
  sample: Int32Array,
  count: number,
  random: () => number,
): Float64Array {
  const centres = new Float64Array(3 * count);
  const nearest = new Float64Array(sample.length).fill(Infinity);
  let chosen = Math.floor(random() * sample.length);
  for (let k = 0; k < count; k++) {
    centres.set(lab.subarray(3 * sample[chosen], 3 * sample[chosen] + 3), 3 * k);
    let total = 0;
    for (let s = 0; s < sample.length; s++) {
      const d = squaredDistance(lab, 3 * sample[s], centres, 3 * k);
      if (d < nearest[s]) nearest[s] = d;
      total += nearest[s];
    }
    let left = random() * total;
    for (chosen = 0; chosen < sample.length - 1; chosen++) {
      left -= nearest[chosen];
      if (left < 0) break;
    }
  }
  return centres;
}

function assignNearest(
  lab: Float32Array,
  sample: Int32Array,
  centres: Float64Array,
  owner: Uint8Array,
): void {
  for (let s = 0; s < sample.length; s++) {
    let best = Infinity;
    for (let c = 0; c < centres.length; c += 3) {
      const d = squaredDistance(lab, 3 * sample[s], centres, c);
      if (d < best) {
        best = d;
        owner[s] = c / 3;
      }
    }
  }
}

function moveCentres(lab: Float32Array, sample: Int32Array, owner: Uint8Array, centres: Float64Array): void {
  const sums = new Float64Array(centres.length);
  const counts = new Float64Array(centres.length / 3);
  for (let s = 0; s < sample.length; s++) {
    const k = owner[s];
    counts[k]++;
    for (let c = 0; c < 3; c++) sums[3 * k + c] += lab[3 * sample[s] + c];
  }
  for (let c = 0; c < sums.length; c++) {
    const count = counts[Math.floor(c / 3)];
    if (count > 0) centres[c] = sums[c] / count;
  }
}

function gaussians(lab: Float32Array, sample: Int32Array, owner: Uint8Array, count: number): ColourModel {
  // Count, sum (3), sum of products (6, upper triangle) a component.
  const moments = new Float64Array(COMPONENT_STRIDE * count);
  for (let s = 0; s < sample.length; s++) {
    const m = COMPONENT_STRIDE * owner[s];
    const q = 3 * sample[s];
    const l = lab[q];
    const a = lab[q + 1];
    const b = lab[q + 2];
    moments[m]++;
    moments[m + 1] += l;
    moments[m + 2] += a;
    moments[m + 3] += b;
    moments[m + 4] += l * l;
    moments[m + 5] += l * a;
    moments[m + 6] += l * b;
    moments[m + 7] += a * a;
    moments[m + 8] += a * b;
    moments[m + 9] += b * b;
  }
  const model: number[] = [];
  for (let m = 0; m < moments.length; m += COMPONENT_STRIDE) {
    if (moments[m] > 0) model.push(...gaussian(moments.subarray(m, m + COMPONENT_STRIDE), sample.length));
  }
  return Float64Array.from(model);
}

/** One component from its moments: the inverse of a symmetric 3×3 matrix by cofactors. */
function gaussian(moments: Float64Array, total: number): number[] {
  const n = moments[0];
  const l = moments[1] / n;
  const a = moments[2] / n;
  const b = moments[3] / n;
  const ll = moments[4] / n - l * l + MIN_VARIANCE;
  const la = moments[5] / n - l * a;
  const lb = moments[6] / n - l * b;
  const aa = moments[7] / n - a * a + MIN_VARIANCE;
  const ab = moments[8] / n - a * b;
  const bb = moments[9] / n - b * b + MIN_VARIANCE;
  const c0 = aa * bb - ab * ab;
  const c1 = lb * ab - la * bb;
  const c2 = la * ab - lb * aa;
  const det = ll * c0 + la * c1 + lb * c2;
  return [
    0.5 * Math.log(det) - Math.log(n / total),
    l,
    a,
    b,
    c0 / det,
    c1 / det,
    c2 / det,
    (ll * bb - lb * lb) / det,
    (la * lb - ll * ab) / det,
    (ll * aa - la * la) / det,
    Math.log(n / total),
  ];
}
