import { createPicture, createPlane, guardPicture, guardPlane, type Picture, type Plane } from './picture.ts';

/**
 * How a side that grows is filled in; a side that shrinks is always area-averaged.
 * `lanczos3` is sharpest and may ring at hard edges, `catmullRom` rings less, `box` repeats pixels (for masks).
 */
export type UpKernel = 'lanczos3' | 'catmullRom' | 'box';

/** For each pixel of the new side: which old pixels it reads and how much of each; weights sum to 1. */
interface Taps {
  readonly first: Int32Array;
  readonly weights: Float32Array;
  readonly perPixel: number;
}

/**
 * A picture at another size, 1…n px a side. Averages the stored numbers without undoing their gamma: what photo
 * programs do, and what makes a round trip through an engine's size keep tones. Colour is weighted by alpha, so
 * that hidden colour does not bleed into sight. Throws RangeError for a size of 0.
 */
export function resamplePicture(
  picture: Picture,
  width: number,
  height: number,
  up: UpKernel = 'lanczos3',
): Picture {
  guardPicture(picture, 'picture');
  guardTarget(picture.width, picture.height, width, height);
  const out = createPicture(width, height);
  if (width === picture.width && height === picture.height) {
    out.data.set(picture.data);
    return out;
  }
  const hasAlpha = someAlpha(picture.data);
  const across = axisTaps(picture.width, width, up);
  const down = axisTaps(picture.height, height, up);
  const row = new Float32Array(picture.width * 4);
  for (let y = 0; y < height; y++) {
    sumRows(picture.data, row, down, y);
    if (hasAlpha) sumRowsByAlpha(picture.data, row, down, y);
    writePictureRow(row, across, width, out.data, y * width * 4, hasAlpha);
  }
  return out;
}

/** A plane at another size, as `resamplePicture`. */
export function resamplePlane(plane: Plane, width: number, height: number, up: UpKernel = 'lanczos3'): Plane {
  guardPlane(plane, 'plane');
  guardTarget(plane.width, plane.height, width, height);
  const out = createPlane(width, height);
  if (width === plane.width && height === plane.height) {
    out.data.set(plane.data);
    return out;
  }
  const across = axisTaps(plane.width, width, up);
  const down = axisTaps(plane.height, height, up);
  const row = new Float32Array(plane.width);
  for (let y = 0; y < height; y++) {
    sumRows(plane.data, row, down, y);
    for (let x = 0; x < width; x++) {
      let sum = 0.5;
      const tap = x * across.perPixel;
      const first = across.first[x];
      for (let k = 0; k < across.perPixel; k++) sum += across.weights[tap + k] * row[first + k];
      out.data[y * width + x] = sum < 0 ? 0 : sum > 255 ? 255 : sum;
    }
  }
  return out;
}

function sumRows(data: Uint8Array | Uint8ClampedArray, row: Float32Array, taps: Taps, y: number): void {
  const length = row.length;
  row.fill(0);
  for (let k = 0; k < taps.perPixel; k++) {
    const weight = taps.weights[y * taps.perPixel + k];
    if (weight === 0) continue;
    const start = (taps.first[y] + k) * length;
    for (let i = 0; i < length; i++) row[i] += weight * data[start + i];
  }
}

function sumRowsByAlpha(data: Uint8ClampedArray, row: Float32Array, taps: Taps, y: number): void {
  const length = row.length;
  for (let i = 0; i < length; i += 4) row[i] = row[i + 1] = row[i + 2] = 0;
  for (let k = 0; k < taps.perPixel; k++) {
    const weight = taps.weights[y * taps.perPixel + k];
    if (weight === 0) continue;
    const start = (taps.first[y] + k) * length;
    for (let i = 0; i < length; i += 4) {
      const share = weight * data[start + i + 3];
      row[i] += share * data[start + i];
      row[i + 1] += share * data[start + i + 1];
      row[i + 2] += share * data[start + i + 2];
    }
  }
}

function writePictureRow(
  row: Float32Array,
  taps: Taps,
  width: number,
  out: Uint8ClampedArray,
  offset: number,
  hasAlpha: boolean,
): void {
  for (let x = 0; x < width; x++) {
    let r = 0;
    let g = 0;
    let b = 0;
    let a = 0;
    let at = taps.first[x] * 4;
    for (let k = x * taps.perPixel; k < (x + 1) * taps.perPixel; k++, at += 4) {
      const weight = taps.weights[k];
      r += weight * row[at];
      g += weight * row[at + 1];
      b += weight * row[at + 2];
      a += weight * row[at + 3];
    }
    // Half a level of alpha would be stored as 0: such a pixel has no colour worth dividing for.
    const scale = hasAlpha ? (a >= 0.5 ? 1 / a : 0) : 1;
    const to = offset + x * 4;
    out[to] = r * scale;
    out[to + 1] = g * scale;
    out[to + 2] = b * scale;
    out[to + 3] = a;
  }
}

function axisTaps(from: number, to: number, up: UpKernel): Taps {
  if (to <= from || up === 'box') return areaTaps(from, to);
  return up === 'lanczos3' ? kernelTaps(from, to, 3, lanczos3) : kernelTaps(from, to, 2, catmullRom);
}

function areaTaps(from: number, to: number): Taps {
  const step = from / to;
  const perPixel = Math.min(from, Math.ceil(step) + 1);
  const first = new Int32Array(to);
  const weights = new Float32Array(to * perPixel);
  for (let i = 0; i < to; i++) {
    const begin = i * step;
    const end = Math.min(from, (i + 1) * step);
    const start = Math.min(Math.floor(begin), from - perPixel);
    first[i] = start;
    for (let k = 0; k < perPixel; k++) {
      const covered = Math.min(end, start + k + 1) - Math.max(begin, start + k);
      if (covered > 0) weights[i * perPixel + k] = covered / (end - begin);
    }
  }
  return { first, weights, perPixel };
}

function kernelTaps(from: number, to: number, radius: number, kernel: (x: number) => number): Taps {
  const perPixel = Math.min(from, 2 * radius);
  const first = new Int32Array(to);
  const weights = new Float32Array(to * perPixel);
  for (let i = 0; i < to; i++) {
    const centre = ((i + 0.5) * from) / to - 0.5;
    const begin = Math.floor(centre) - radius + 1;
    first[i] = Math.max(0, Math.min(from - perPixel, begin));
    let sum = 0;
    for (let k = begin; k < begin + 2 * radius; k++) sum += kernel(k - centre);
    for (let k = begin; k < begin + 2 * radius; k++) {
      // What would read beyond the edge reads the edge pixel.
      const slot = Math.max(0, Math.min(from - 1, k)) - first[i];
      weights[i * perPixel + slot] += kernel(k - centre) / sum;
    }
  }
  return { first, weights, perPixel };
}

/** The Lanczos window over three pixels on each side; 1 at 0, and 0 at every other whole number. */
export function lanczos3(x: number): number {
  if (x === 0) return 1;
  // sin(πk) is not quite 0 in floating point; no shift must give the same bytes.
  if (Math.abs(x) >= 3 || Number.isInteger(x)) return 0;
  const t = Math.PI * x;
  return (3 * Math.sin(t) * Math.sin(t / 3)) / (t * t);
}

/** Keys, *Cubic convolution interpolation for digital image processing*, 1981, a = −½. */
function catmullRom(x: number): number {
  const t = Math.abs(x);
  if (t >= 2) return 0;
  return t < 1 ? 1 + t * t * (1.5 * t - 2.5) : 2 + t * (-4 + t * (2.5 - 0.5 * t));
}

function someAlpha(data: Uint8ClampedArray): boolean {
  for (let i = 3; i < data.length; i += 4) if (data[i] !== 255) return true;
  return false;
}

function guardTarget(fromWidth: number, fromHeight: number, width: number, height: number): void {
  if (!(width >= 1 && height >= 1 && fromWidth >= 1 && fromHeight >= 1)) {
    throw new RangeError(`cannot resample ${fromWidth}×${fromHeight} to ${width}×${height}`);
  }
}
