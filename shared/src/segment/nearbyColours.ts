import { COMPONENT_STRIDE, likeliestComponent, LOG_WEIGHT, type ColourModel } from './colourModel.ts';

// Half the width of the window that counts as near, as a share of the region's longer side.
const REACH = 0.12;
// How much of a full window the whole side's weights count for where the side is thinly seen.
const TRUST = 0.1;

/**
 * What each component of a colour model costs here rather than on average: a floor is brown below and
 * a wall white above, and a brown leg before the wall should not pass for floor. The components stay
 * those of the whole side; their weights become those of the neighbourhood, by two box blurs.
 *
 * @param side label, 0 or 1, of the pixels that the model was fitted to
 * @returns `components` floats a pixel, to be added to the cost of each component
 */
export function nearbyCosts(
  model: ColourModel,
  lab: Float32Array,
  labels: Uint8Array,
  side: number,
  width: number,
  height: number,
): Float32Array {
  const n = width * height;
  const components = model.length / COMPONENT_STRIDE;
  const radius = Math.max(1, Math.round(REACH * Math.max(width, height)));
  const seen = Array.from({ length: components }, () => new Float32Array(n));
  const total = new Float32Array(n);
  for (let p = 0; p < n; p++) {
    if (labels[p] === side) seen[likeliestComponent(model, lab, 3 * p)][p] = 1;
  }
  for (const plane of seen) {
    blurBox(plane, width, height, radius);
    blurBox(plane, width, height, radius);
    for (let p = 0; p < n; p++) total[p] += plane[p];
  }
  const costs = new Float32Array(n * components);
  seen.forEach((plane, k) => {
    const logWeight = model[COMPONENT_STRIDE * k + LOG_WEIGHT];
    const trusted = TRUST * Math.exp(logWeight);
    for (let p = 0; p < n; p++) {
      costs[p * components + k] = logWeight - Math.log((plane[p] + trusted) / (total[p] + TRUST));
    }
  });
  return costs;
}

/** Mean over a square of `2 × radius + 1`, in place; beyond the edge counts as 0. */
function blurBox(plane: Float32Array, width: number, height: number, radius: number): void {
  const line = new Float32Array(Math.max(width, height));
  const share = 1 / (2 * radius + 1);
  const blurLine = (from: number, step: number, length: number) => {
    let sum = 0;
    for (let i = 0; i < Math.min(radius, length); i++) sum += plane[from + i * step];
    for (let i = 0; i < length; i++) {
      if (i + radius < length) sum += plane[from + (i + radius) * step];
      if (i > radius) sum -= plane[from + (i - radius - 1) * step];
      line[i] = sum * share;
    }
    for (let i = 0; i < length; i++) plane[from + i * step] = Math.max(0, line[i]);
  };
  for (let y = 0; y < height; y++) blurLine(y * width, 1, width);
  for (let x = 0; x < width; x++) blurLine(x, width, height);
}
