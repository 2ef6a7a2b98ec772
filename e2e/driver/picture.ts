import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

export const samplePath = (name: string, file: string): string =>
  fileURLToPath(new URL(`../../samples/${name}/${file}`, import.meta.url));

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** RGBA and size of a picture, decoded by sharp: a decoder that is not ours. */
export interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

export async function pixelsOf(picture: Buffer | string): Promise<Pixels> {
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** One byte per pixel. */
export interface MaskPixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Centre of what is masked (in photo pixels, where a pixel's own centre is at half) and how many pixels that is. */
export function centroid({ data, width }: MaskPixels): Point & { readonly count: number } {
  let [x, y, count] = [0, 0, 0];
  data.forEach((value, i) => {
    if (value === 0) return;
    x += (i % width) + 0.5;
    y += Math.floor(i / width) + 0.5;
    count++;
  });
  return { x: x / count, y: y / count, count };
}

/** The smallest rectangle that holds what is masked; null for an empty mask. */
export function boundsOf({ data, width, height }: MaskPixels) {
  let [left, top, right, bottom] = [width, height, -1, -1];
  data.forEach((value, i) => {
    if (value === 0) return;
    const x = i % width;
    const y = Math.floor(i / width);
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = y;
  });
  return right < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}
