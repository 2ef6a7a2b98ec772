// A painted mask as a model answers it: shifted, scaled and soft, on a photo whose product is known.
import { readFileSync } from 'node:fs';
import { cropPlane, type Picture, type Plane } from '@cleanplate/shared/raster/picture.ts';
import { resamplePicture } from '@cleanplate/shared/raster/resample.ts';
import { readMaskAnswer } from '@cleanplate/shared/segment/maskAnswer.ts';
import { refineMask } from '@cleanplate/shared/segment/maskRefine.ts';
import { readerOf } from '@cleanplate/shared/segment/photoReader.ts';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { decode } from './pictures.ts';

const width = 512;
const height = 384;
let photo: Picture;
let truth: Plane;
let other: Plane;

const planeOf = async (name: string): Promise<Plane> => {
  const file = readFileSync(new URL(`../../samples/${name}/foreground.png`, import.meta.url));
  const data = await sharp(file).extractChannel(0).resize(width, height, { fit: 'fill' }).raw().toBuffer();
  return { data: new Uint8Array(data), width, height };
};

beforeAll(async () => {
  const clean = readFileSync(new URL('../../samples/flatlay_wood/clean.png', import.meta.url));
  photo = resamplePicture(await decode(clean), width, height);
  [truth, other] = await Promise.all([planeOf('flatlay_wood'), planeOf('mug_sweep')]);
}, 60_000);

/** A mask as painted: moved by whole pixels, blurred, as JPEG. */
async function painted(mask: Plane, dx = 0, dy = 0, scale = 1): Promise<Picture> {
  const out = Buffer.alloc(width * height);
  const within = (at: number, most: number) => Math.min(most, Math.max(0, Math.round(at)));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const fromX = within((x - width / 2 - dx) / scale + width / 2, width - 1);
      const fromY = within((y - height / 2 - dy) / scale + height / 2, height - 1);
      out[y * width + x] = mask.data[fromY * width + fromX] >= 128 ? 255 : 0;
    }
  const soft = sharp(out, { raw: { width, height, channels: 1 } }).blur(1.5);
  return decode(await soft.toColourspace('b-w').jpeg({ quality: 85 }).toBuffer());
}

function overlap(mask: Plane, rect: { x: number; y: number }): number {
  let both = 0;
  let either = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [ix, iy] = [x - rect.x, y - rect.y];
      const isIn = ix >= 0 && iy >= 0 && ix < mask.width && iy < mask.height;
      const found = isIn && mask.data[iy * mask.width + ix] >= 128;
      const isTrue = truth.data[y * width + x] >= 128;
      if (found && isTrue) both++;
      if (found || isTrue) either++;
    }
  return both / either;
}

describe('a painted mask', () => {
  it.each([
    ['in its place', 0, 0, 1],
    ['shifted', 6, -5, 1],
    ['shifted and scaled', -3, 4, 1.02],
  ])('%s is put on its place and follows the photo’s edges', async (_, dx, dy, scale) => {
    const read = readMaskAnswer(photo, await painted(truth, dx, dy, scale));
    expect(read.kind).toBe('mask');
    if (read.kind !== 'mask') return;
    const { rect, mask } = await refineMask(readerOf(photo), read.mask);
    expect(overlap(mask, rect)).toBeGreaterThan(0.98);
    expect(new Set(mask.data)).toEqual(new Set([0, 255]));
  });

  it('that lies on no edges of the photo is refused', async () => {
    expect(readMaskAnswer(photo, await painted(truth, 40, 30)).kind).toBe('misplaced');
    expect(readMaskAnswer(photo, await painted(other)).kind).toBe('misplaced');
  });

  it('that is no mask, says nothing or says everything is refused for that', async () => {
    const even = async (background: string) =>
      decode(
        await sharp({ create: { width, height, channels: 3, background } })
          .png()
          .toBuffer(),
      );
    expect(readMaskAnswer(photo, photo).kind).toBe('notAMask');
    expect(readMaskAnswer(photo, await even('#808080')).kind).toBe('notAMask');
    expect(readMaskAnswer(photo, await even('#f00')).kind).toBe('notAMask');
    expect(readMaskAnswer(photo, await even('#000')).kind).toBe('nothing');
    expect(readMaskAnswer(photo, await even('#fff')).kind).toBe('everything');
  });

  it('follows the edge at the photo’s own size, from a proposal of a quarter of it', async () => {
    const small = resamplePicture(photo, width >> 2, height >> 2);
    const proposal = {
      data: new Uint8Array(small.width * small.height),
      width: small.width,
      height: small.height,
    };
    for (let y = 0; y < small.height; y++)
      for (let x = 0; x < small.width; x++)
        proposal.data[y * small.width + x] = truth.data[(y * 4 + 2) * width + x * 4 + 2];
    const { rect, mask } = await refineMask(readerOf(photo), proposal);
    expect(overlap(mask, rect)).toBeGreaterThan(0.97);
    expect(cropPlane(mask, { x: 0, y: 0, width: 1, height: 1 }).data[0]).toBe(0);
  });
});
