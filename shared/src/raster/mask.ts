import { createPlane, guardPicture, guardPlane, type Picture, type Plane } from './picture.ts';
import { EMPTY_RECT, type Rect } from './rect.ts';
import { resamplePlane } from './resample.ts';

/** A mask byte of this or more means: remove here. The one threshold of the whole program. */
export const MASK_THRESHOLD = 128;

/** The mask as 0 and 255 only, what engines and downloads get. */
export function thresholdMask(mask: Plane, threshold = MASK_THRESHOLD): Plane {
  const out = createPlane(mask.width, mask.height);
  for (let i = 0; i < mask.data.length; i++) out.data[i] = mask.data[i] >= threshold ? 255 : 0;
  return out;
}

/** 255 − each byte: soft edges stay soft. */
export function invertMask(mask: Plane): Plane {
  const out = createPlane(mask.width, mask.height);
  for (let i = 0; i < mask.data.length; i++) out.data[i] = 255 - mask.data[i];
  return out;
}

/** The smallest rectangle holding every masked pixel; `EMPTY_RECT` when there is none. */
export function maskBounds(mask: Plane): Rect {
  const { data, width, height } = mask;
  let left = width;
  let right = -1;
  let top = -1;
  let bottom = -1;
  for (let y = 0; y < height; y++) {
    const start = y * width;
    let first = 0;
    while (first < width && data[start + first] < MASK_THRESHOLD) first++;
    if (first === width) continue;
    if (top < 0) top = y;
    bottom = y;
    if (first < left) left = first;
    // Only what lies right of the rightmost so far can widen the bounds.
    let last = width - 1;
    while (last > right && data[start + last] < MASK_THRESHOLD) last--;
    if (last > right) right = last;
  }
  return top < 0 ? EMPTY_RECT : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** How many pixels are masked. */
export function countMasked(mask: Plane): number {
  let count = 0;
  for (let i = 0; i < mask.data.length; i++) count += mask.data[i] >> 7;
  return count;
}

/** The share of the photo that is masked, 0–1; 0 for a plane without pixels. */
export function maskCoverage(mask: Plane): number {
  return mask.data.length === 0 ? 0 : countMasked(mask) / mask.data.length;
}

/**
 * The mask at another size, 0 and 255 only.
 * `keep: 'half'` masks a pixel that is covered by half (the shape stays true); `keep: 'all'` one that is touched
 * at all, so that a hairline survives being made small. Throws RangeError for a size of 0.
 */
export function fitMask(mask: Plane, width: number, height: number, keep: 'half' | 'all' = 'half'): Plane {
  guardPlane(mask, 'mask');
  const hard = thresholdMask(mask);
  if (width === mask.width && height === mask.height) return hard;
  return keep === 'half'
    ? thresholdMask(resamplePlane(hard, width, height, 'box'))
    : touched(hard, width, height);
}

/**
 * The mask that a picture means: its alpha when any pixel is not opaque (shape drawn on nothing), otherwise its
 * luminance by Rec. 601; 128 or more is masked. 0 and 255 only.
 */
export function maskFromPicture(picture: Picture): Plane {
  guardPicture(picture, 'picture');
  const { data, width, height } = picture;
  const out = createPlane(width, height);
  let byAlpha = false;
  for (let i = 3; i < data.length && !byAlpha; i += 4) byAlpha = data[i] < 255;
  for (let i = 0, at = 0; i < out.data.length; i++, at += 4) {
    const value = byAlpha ? data[at + 3] : luma601(data[at], data[at + 1], data[at + 2]);
    out.data[i] = value >= MASK_THRESHOLD ? 255 : 0;
  }
  return out;
}

/** Rec. 601 luma of 8-bit R, G, B: 0–255, in whole numbers. */
export function luma601(r: number, g: number, b: number): number {
  // 0.299, 0.587, 0.114 in 65536ths; they sum to 65536, so white stays 255.
  return (r * 19595 + g * 38470 + b * 7471 + 32768) >> 16;
}

function touched(mask: Plane, width: number, height: number): Plane {
  const out = createPlane(width, height);
  const row = new Uint8Array(mask.width);
  for (let y = 0; y < height; y++) {
    const top = Math.floor((y * mask.height) / height);
    const bottom = Math.ceil(((y + 1) * mask.height) / height);
    row.fill(0);
    for (let sy = top; sy < bottom; sy++) {
      for (let x = 0; x < mask.width; x++) row[x] |= mask.data[sy * mask.width + x];
    }
    for (let x = 0; x < width; x++) {
      const left = Math.floor((x * mask.width) / width);
      const right = Math.ceil(((x + 1) * mask.width) / width);
      for (let sx = left; sx < right; sx++) out.data[y * width + x] |= row[sx];
    }
  }
  return out;
}
