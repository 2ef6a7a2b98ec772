import type { Picture, Plane } from '@cleanplate/shared/raster/picture.ts';
import { extractForeground } from '@cleanplate/shared/segment/extract.ts';
import { readerOf } from '@cleanplate/shared/segment/photoReader.ts';
import sharp from 'sharp';

/** Pictures as the emulator holds them: RGBA, decoded upright exactly as stored. */
export async function decode(bytes: Uint8Array): Promise<Picture> {
  const { data, info } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return {
    data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.length),
    width: info.width,
    height: info.height,
  };
}

export async function encode(picture: Picture, mimeType = 'image/png', quality = 75): Promise<Buffer> {
  const { width, height, data } = picture;
  const image = sharp(data, { raw: { width, height, channels: 4 } }).removeAlpha();
  return mimeType === 'image/jpeg'
    ? image.jpeg({ quality }).toBuffer()
    : image.png({ compressionLevel: 3 }).toBuffer();
}

/** A mask picture as a plane: any value but 0 means "edit here", as Google reads it. */
export function maskOf(picture: Picture): Plane {
  const data = new Uint8Array(picture.width * picture.height);
  for (let i = 0; i < data.length; i += 1) data[i] = picture.data[i * 4] === 0 ? 0 : 255;
  return { data, width: picture.width, height: picture.height };
}

/** The mask an automatic mode finds: the foreground of the photo, or all the rest. */
export async function findMask(photo: Picture, what: 'foreground' | 'background'): Promise<Plane> {
  const { rect, mask } = await extractForeground(readerOf(photo));
  const data = new Uint8Array(photo.width * photo.height);
  for (let y = 0; y < rect.height; y += 1)
    for (let x = 0; x < rect.width; x += 1)
      if (mask.data[y * mask.width + x] >= 128) data[(rect.y + y) * photo.width + rect.x + x] = 255;
  if (what === 'background') for (let i = 0; i < data.length; i += 1) data[i] = 255 - data[i];
  return { data, width: photo.width, height: photo.height };
}

/** Fills a masked photo `count` times, each time differently, as a model would. */
export interface Filler {
  readonly fill: (photo: Picture, mask: Plane, count: number, seed: number) => Picture[];
}

/** A fill from the surroundings that takes milliseconds: each row's hole runs from its left neighbour to its right one. */
export const quickFiller: Filler = {
  fill: (photo, mask, count, seed) =>
    Array.from({ length: count }, (_, index) => fillRows(photo, mask, ((seed + index) % 4) - 2)),
};

function fillRows(photo: Picture, mask: Plane, lift: number): Picture {
  const { width, height } = photo;
  const data = new Uint8ClampedArray(photo.data);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      if (mask.data[y * width + x] === 0) continue;
      let end = x;
      while (end < width && mask.data[y * width + end] !== 0) end += 1;
      for (let at = x; at < end; at += 1)
        for (let c = 0; c < 3; c += 1) {
          const left = x > 0 ? data[(y * width + x - 1) * 4 + c] : undefined;
          const right = end < width ? photo.data[(y * width + end) * 4 + c] : undefined;
          const share = (at - x + 1) / (end - x + 1);
          const value = (left ?? right ?? 128) * (1 - share) + (right ?? left ?? 128) * share;
          data[(y * width + at) * 4 + c] = value + lift;
        }
      x = end;
    }
  return { data, width, height };
}

/**
 * What a model does to the pixels it was told to keep: they come back through its own resolution, off by a grey level
 * here and there. Deterministic, so that a test sees the same twice.
 */
export function repaintSlightly(picture: Picture, mask: Plane): Picture {
  const data = new Uint8ClampedArray(picture.data);
  for (let i = 0; i < mask.data.length; i += 1) {
    if (mask.data[i] !== 0) continue;
    const step = ((Math.imul(i, 0x9e3779b1) >>> 29) & 3) - 1;
    for (let c = 0; c < 3; c += 1) data[i * 4 + c] += step === 2 ? 0 : step;
  }
  return { ...picture, data };
}
