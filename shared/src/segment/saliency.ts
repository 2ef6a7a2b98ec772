/**
 * Minimum barrier distance from seed pixels: the least range (highest less lowest value) that a path
 * from a seed must cross, by raster scans (Zhang, Sclaroff, Lin, Shen, Price, Měch, "Minimum Barrier
 * Salient Object Detection at 80 FPS", ICCV 2015), per Lab channel and summed.
 *
 * @param lab interleaved Lab, `3 × width × height` floats
 * @param seeds not 0 = distance 0
 * @returns ΔE-like units, one a pixel; Infinity when there is no seed
 */
export function barrierDistance(
  lab: Float32Array,
  width: number,
  height: number,
  seeds: Uint8Array,
): Float32Array {
  const n = width * height;
  const total = new Float32Array(n);
  const value = new Float32Array(n);
  const high = new Float32Array(n);
  const low = new Float32Array(n);
  const distance = new Float32Array(n);
  for (let c = 0; c < 3; c++) {
    for (let i = 0; i < n; i++) {
      value[i] = high[i] = low[i] = lab[3 * i + c];
      distance[i] = seeds[i] ? 0 : Infinity;
    }
    for (let pass = 0; pass < PASSES; pass++) {
      scan(pass % 2 === 0, width, height, value, high, low, distance);
    }
    for (let i = 0; i < n; i++) total[i] += distance[i];
  }
  return total;
}

// The paper's: down, up, down.
const PASSES = 3;

function scan(
  isDown: boolean,
  width: number,
  height: number,
  value: Float32Array,
  high: Float32Array,
  low: Float32Array,
  distance: Float32Array,
): void {
  const n = width * height;
  const step = isDown ? 1 : -1;
  const relax = (i: number, j: number) => {
    if (distance[j] === Infinity) return;
    const h = high[j] > value[i] ? high[j] : value[i];
    const l = low[j] < value[i] ? low[j] : value[i];
    if (h - l < distance[i]) {
      distance[i] = h - l;
      high[i] = h;
      low[i] = l;
    }
  };
  for (let k = 0; k < n; k++) {
    const i = isDown ? k : n - 1 - k;
    const x = i % width;
    const before = i - step * width;
    if (before >= 0 && before < n) relax(i, before);
    if (isDown ? x > 0 : x < width - 1) relax(i, i - step);
  }
}

/**
 * How much each pixel stands out from the photo's border, 0–1 of the most salient: barrier distance
 * from the outermost pixels, with a mild preference for the middle (half at the corners).
 */
export function borderSaliency(lab: Float32Array, width: number, height: number): Float32Array {
  const border = new Uint8Array(width * height);
  border.fill(1, 0, width).fill(1, width * (height - 1));
  for (let y = 0; y < height; y++) border[y * width] = border[(y + 1) * width - 1] = 1;
  const saliency = barrierDistance(lab, width, height, border);
  let most = 0;
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      const dx = (x + 0.5) / width - 0.5;
      const dy = (y + 0.5) / height - 0.5;
      saliency[p] *= 1 - (dx * dx + dy * dy);
      if (saliency[p] > most) most = saliency[p];
    }
  }
  return most > 0 ? saliency.map((value) => value / most) : saliency;
}

/**
 * The threshold that splits values best into two classes (Otsu 1979), over 256 equal steps.
 * @param values 0–1
 * @returns the threshold, and the share of all variance that lies between the classes, 0–1
 */
export function otsuThreshold(values: Float32Array): { threshold: number; separation: number } {
  const histogram = new Float64Array(256);
  for (const value of values) histogram[Math.min(255, Math.floor(value * 256))]++;
  let mean = 0;
  let square = 0;
  for (let b = 0; b < 256; b++) {
    mean += (b * histogram[b]) / values.length;
    square += (b * b * histogram[b]) / values.length;
  }
  let best = 0;
  let threshold = 0;
  let share = 0;
  let sum = 0;
  for (let b = 0; b < 255; b++) {
    share += histogram[b] / values.length;
    sum += (b * histogram[b]) / values.length;
    if (share <= 0 || share >= 1) continue;
    const between = (mean * share - sum) ** 2 / (share * (1 - share));
    if (between > best) {
      best = between;
      threshold = (b + 1) / 256;
    }
  }
  const variance = square - mean * mean;
  return { threshold, separation: variance > 0 ? best / variance : 0 };
}
