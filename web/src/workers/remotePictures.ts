/** Pictures on their way to and from a server engine: encoded small enough, decoded with their own numbers. */
import { geminiFormat } from '@cleanplate/shared/contract/geminiSizes.ts';
import { createPngWriter } from '@cleanplate/shared/raster/png.ts';
import type { Picture, Plane, Size } from '@cleanplate/shared/raster/picture.ts';

const own = (data: Uint8ClampedArray) => data as Uint8ClampedArray<ArrayBuffer>;
// 95 keeps a product photo free of visible artefacts; a PNG of a 2048 px crop would be several times the limit.
const jpegQuality = 0.95;

/**
 * The size a crop is sent at: the smallest of the engine's sides that keeps all of it, else its largest. Where only the
 * engine's own formats come back unstretched, a crop that is not square is sent in the nearest of those.
 */
export function sentSize(
  { width, height }: Size,
  bestSides: readonly number[],
  aspect: 'square' | 'any',
): Size {
  const longer = Math.max(width, height);
  const side = bestSides.find((one) => one >= longer) ?? bestSides[bestSides.length - 1];
  const scale = Math.min(1, side / longer);
  const scaled = {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
  if (aspect === 'any' || width === height) return scaled;
  const format = geminiFormat(scaled.width, scaled.height);
  const share = Math.min(1, longer / Math.max(format.width, format.height));
  return {
    width: Math.max(1, Math.round(format.width * share)),
    height: Math.max(1, Math.round(format.height * share)),
  };
}

function canvasOf(picture: Picture): OffscreenCanvas {
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2D context to encode the crop');
  context.putImageData(new ImageData(own(picture.data), picture.width, picture.height), 0, 0);
  return canvas;
}

/** As JPEG. Throws RangeError when it stays above `maxBytes`; the message is its size in megabytes. */
export async function encodePicture(picture: Picture, maxBytes: number): Promise<Blob> {
  const blob = await canvasOf(picture).convertToBlob({ type: 'image/jpeg', quality: jpegQuality });
  if (blob.size > maxBytes) throw new RangeError((blob.size / 1e6).toFixed(1));
  return blob;
}

export async function encodeMask(mask: Plane): Promise<Blob> {
  const { width, height, data } = mask;
  const writer = createPngWriter({ width, height, colour: 'grey', filter: 'up' });
  const stream = new Blob([writer.filterRows(data)]).stream().pipeThrough(new CompressionStream('deflate'));
  const deflated = new Uint8Array(await new Response(stream).arrayBuffer());
  return new Blob([writer.header, writer.idat(deflated), writer.end()], { type: 'image/png' });
}

/** The picture with what must go under magenta, the colour that product photos hold least of. */
export function markedPicture(picture: Picture, mask: Plane): Picture {
  const data = own(picture.data).slice();
  for (let i = 0; i < mask.data.length; i++) {
    if (mask.data[i] < 128) continue;
    data[4 * i] = (data[4 * i] + 255) / 2;
    data[4 * i + 1] /= 2;
    data[4 * i + 2] = (data[4 * i + 2] + 255) / 2;
  }
  return { data, width: picture.width, height: picture.height };
}

export async function decodePicture(file: Blob): Promise<Picture> {
  const bitmap = await createImageBitmap(file, { colorSpaceConversion: 'none' });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2D context to read the candidate');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
