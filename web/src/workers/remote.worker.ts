/** Entry of the worker that prepares what is sent to a server engine, and fits what comes back to the photo. */
import { alignCandidate } from '@cleanplate/shared/raster/align.ts';
import { applyColourMatch, matchColour } from '@cleanplate/shared/raster/colourMatch.ts';
import { fitMask } from '@cleanplate/shared/raster/mask.ts';
import { ringAround } from '@cleanplate/shared/raster/morphology.ts';
import { createPngWriter } from '@cleanplate/shared/raster/png.ts';
import type { Picture, Plane } from '@cleanplate/shared/raster/picture.ts';
import { resamplePicture } from '@cleanplate/shared/raster/resample.ts';
import { applyAlignment } from '@cleanplate/shared/raster/warp.ts';
import { expose, transfer } from 'comlink';
import type { RemoteApi } from './remoteApi.ts';

const own = (data: Uint8ClampedArray) => data as Uint8ClampedArray<ArrayBuffer>;
// 95 keeps a product photo free of visible artefacts; a PNG of a 2048 px crop would be several times the limit.
const jpegQuality = 0.95;
// The ring on which candidate and photo are compared: near enough to show the same thing, wide enough to have texture.
const ringInner = 4;
const ringOuter = 96;

function canvasOf(picture: Picture): OffscreenCanvas {
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2D context to encode the crop');
  context.putImageData(new ImageData(own(picture.data), picture.width, picture.height), 0, 0);
  return canvas;
}

async function maskPng(mask: Plane): Promise<Blob> {
  const { width, height, data } = mask;
  const writer = createPngWriter({ width, height, colour: 'grey', filter: 'up' });
  const stream = new Blob([writer.filterRows(data)]).stream().pipeThrough(new CompressionStream('deflate'));
  const deflated = new Uint8Array(await new Response(stream).arrayBuffer());
  return new Blob([writer.header, writer.idat(deflated), writer.end()], { type: 'image/png' });
}

/** The picture with what must go under magenta, the colour that product photos hold least of. */
function marked(picture: Picture, mask: Plane): Picture {
  const data = own(picture.data).slice();
  for (let i = 0; i < mask.data.length; i++) {
    if (mask.data[i] < 128) continue;
    data[4 * i] = (data[4 * i] + 255) / 2;
    data[4 * i + 1] /= 2;
    data[4 * i + 2] = (data[4 * i + 2] + 255) / 2;
  }
  return { data, width: picture.width, height: picture.height };
}

async function pixelsOf(file: Blob): Promise<Picture> {
  const bitmap = await createImageBitmap(file, { colorSpaceConversion: 'none' });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2D context to read the candidate');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

const api: RemoteApi = {
  async encode({ pixels, mask, width, height, longerSide, maxImageBytes, withGuide }) {
    const scale = Math.min(1, longerSide / Math.max(width, height));
    const to = {
      width: Math.max(1, Math.round(width * scale)),
      height: Math.max(1, Math.round(height * scale)),
    };
    const whole: Picture = { data: pixels, width, height };
    const picture = scale === 1 ? whole : resamplePicture(whole, to.width, to.height);
    // Touched is masked: a hairline must not get lost on the way.
    const small = fitMask({ data: mask, width, height }, to.width, to.height, 'all');
    const type = 'image/jpeg';
    const image = await canvasOf(picture).convertToBlob({ type, quality: jpegQuality });
    if (image.size > maxImageBytes) throw new RangeError((image.size / 1e6).toFixed(1));
    const guide = withGuide
      ? await canvasOf(marked(picture, small)).convertToBlob({ type, quality: jpegQuality })
      : null;
    return { image, mask: await maskPng(small), guide, ...to };
  },
  async fit({ candidate, pixels, mask, width, height }) {
    const area = { x: 0, y: 0, width, height };
    const photo: Picture = { data: pixels, width, height };
    const found = resamplePicture(await pixelsOf(candidate), width, height);
    const ring = ringAround({ data: mask, width, height }, ringInner, ringOuter);
    const alignment = alignCandidate(photo, found, ring);
    if (!alignment.confident) return { area, pixels: null };
    const registered = applyAlignment(found, alignment);
    const matched = applyColourMatch(registered, matchColour(photo, registered, ring));
    const data = own(matched.data);
    return transfer({ area, pixels: data }, [data.buffer]);
  },
};
expose(api);
