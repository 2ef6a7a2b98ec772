import { blur, gaussian, type Plane, planeOf } from './scorePlanes.ts';
import { textureDistance } from './scoreTexture.ts';

/** RGB bytes, three a pixel. */
export type RgbPicture = { readonly data: Uint8Array; readonly width: number; readonly height: number };

export type Score = {
  /** Peak signal-to-noise ratio inside the mask, dB. */
  readonly psnr: number;
  /** Structural similarity of luma inside the mask (Wang et al. 2004), −1 to 1. */
  readonly ssim: number;
  /** See `textureDistance`. */
  readonly texture: number;
  /** Gradient energy inside the mask relative to the truth's; 1 is right. */
  readonly sharpness: number;
  /** Step across the mask's edge relative to steps beside it; 1 is right. */
  readonly seam: number;
  /** Largest difference to the photo outside the mask, levels: must be 0. */
  readonly outside: number;
};

const MARGIN = 16;

/**
 * Scores a result against the truth. `mask` is one byte a pixel, above 127 inside.
 *
 * @throws RangeError when the four differ in size
 */
export function scoreResult(
  photo: RgbPicture,
  clean: RgbPicture,
  mask: Uint8Array,
  result: RgbPicture,
): Score {
  const { width, height } = photo;
  for (const other of [clean, result]) {
    if (other.width !== width || other.height !== height) {
      throw new RangeError(`picture is ${other.width}×${other.height}, photo ${width}×${height}`);
    }
  }
  if (mask.length !== width * height)
    throw new RangeError(`mask is ${mask.length} bytes, photo ${width}×${height}`);

  const inside = mask.map((value) => (value > 127 ? 1 : 0));
  const { squares, count, bounds } = measure(photo, clean, inside, result);
  const crop = { ...bounds };
  const m = cropPlane(inside, width, crop);
  const truth = cropPicture(clean, crop);
  const fill = cropPicture(result, crop);
  const lumaTruth = luma(truth);
  const lumaFill = luma(fill);
  return {
    psnr: 10 * Math.log10(65025 / Math.max(1e-6, squares / count / 3)),
    ssim: ssim(lumaTruth, lumaFill, m),
    texture: textureDistance(channels(truth), channels(fill), m),
    ...edges(lumaTruth, lumaFill, m),
    outside: outsideDifference(photo, result, inside),
  };
}

/** Largest difference outside the mask. */
export function outsideDifference(photo: RgbPicture, result: RgbPicture, inside: Uint8Array): number {
  let largest = 0;
  for (let i = 0; i < inside.length; i++) {
    if (inside[i]) continue;
    for (let c = 3 * i; c < 3 * i + 3; c++)
      largest = Math.max(largest, Math.abs(result.data[c] - photo.data[c]));
  }
  return largest;
}

function measure(photo: RgbPicture, clean: RgbPicture, inside: Uint8Array, result: RgbPicture) {
  const { width, height } = photo;
  let [left, top, right, bottom, squares, count] = [width, height, 0, 0, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (!inside[i]) continue;
      for (let c = 3 * i; c < 3 * i + 3; c++) squares += (result.data[c] - clean.data[c]) ** 2;
      count++;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  left = Math.max(0, left - MARGIN);
  top = Math.max(0, top - MARGIN);
  const bounds = {
    x: left,
    y: top,
    width: Math.min(width, right + MARGIN + 1) - left,
    height: Math.min(height, bottom + MARGIN + 1) - top,
  };
  return { squares, count, bounds };
}

type Crop = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

function cropPlane(data: Uint8Array, width: number, crop: Crop): Uint8Array {
  const out = new Uint8Array(crop.width * crop.height);
  for (let y = 0; y < crop.height; y++) {
    const from = (crop.y + y) * width + crop.x;
    out.set(data.subarray(from, from + crop.width), y * crop.width);
  }
  return out;
}

function cropPicture(picture: RgbPicture, crop: Crop): RgbPicture {
  const wide = { x: 3 * crop.x, y: crop.y, width: 3 * crop.width, height: crop.height };
  return { data: cropPlane(picture.data, 3 * picture.width, wide), width: crop.width, height: crop.height };
}

function channels({ data, width, height }: RgbPicture): Plane[] {
  return [0, 1, 2].map((c) => planeOf(width, height, (i) => data[3 * i + c]));
}

function luma({ data, width, height }: RgbPicture): Plane {
  return planeOf(
    width,
    height,
    (i) => 0.299 * data[3 * i] + 0.587 * data[3 * i + 1] + 0.114 * data[3 * i + 2],
  );
}

function ssim(a: Plane, b: Plane, inside: Uint8Array): number {
  const kernel = gaussian(1.5, 5);
  const product = (p: Plane, q: Plane) =>
    blur(
      planeOf(p.width, p.height, (i) => p.data[i] * q.data[i]),
      kernel,
    ).data;
  const meanA = blur(a, kernel).data;
  const meanB = blur(b, kernel).data;
  const [aa, bb, ab] = [product(a, a), product(b, b), product(a, b)];
  let sum = 0;
  let count = 0;
  for (let i = 0; i < meanA.length; i++) {
    if (!inside[i]) continue;
    const varianceA = aa[i] - meanA[i] ** 2;
    const varianceB = bb[i] - meanB[i] ** 2;
    const covariance = ab[i] - meanA[i] * meanB[i];
    sum +=
      ((2 * meanA[i] * meanB[i] + 6.5025) * (2 * covariance + 58.5225)) /
      ((meanA[i] ** 2 + meanB[i] ** 2 + 6.5025) * (varianceA + varianceB + 58.5225));
    count++;
  }
  return sum / count;
}

/** Sharpness inside the mask, and the seam along its edge. */
function edges(truth: Plane, fill: Plane, m: Uint8Array): { sharpness: number; seam: number } {
  const { width, height } = fill;
  const gradient = ({ data }: Plane, i: number) =>
    Math.hypot(data[i + 1] - data[i - 1], data[i + width] - data[i - width]);
  let [fillSum, truthSum, edge, edgeCount, ring, ringCount] = [0, 0, 0, 0, 0, 0];
  for (let y = 3; y < height - 3; y++) {
    for (let x = 3; x < width - 3; x++) {
      const i = y * width + x;
      if (m[i] && m[i - 2] && m[i + 2] && m[i - 2 * width] && m[i + 2 * width]) {
        fillSum += gradient(fill, i);
        truthSum += gradient(truth, i);
      }
      for (const j of [i + 1, i + width]) {
        const step = Math.abs(fill.data[i] - fill.data[j]);
        if (m[i] !== m[j]) {
          edge += step;
          edgeCount++;
        } else if (m[i - 3] !== m[i + 3] || m[i - 3 * width] !== m[i + 3 * width]) {
          ring += step;
          ringCount++;
        }
      }
    }
  }
  return {
    sharpness: fillSum / Math.max(1e-6, truthSum),
    seam: edge / Math.max(1, edgeCount) / Math.max(0.25, ring / Math.max(1, ringCount)),
  };
}
