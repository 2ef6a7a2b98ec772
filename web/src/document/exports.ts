import { createPngWriter } from '@cleanplate/shared/raster/png.ts';
import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import type { Document } from './document.ts';
import type { ExportFormat } from './facts.ts';
import { readPlane } from './tiledPlane.ts';

// 512 rows at a time: a strip of a 100 MP photo is 20 MB, and progress moves.
const stripRows = 512;

interface PngSource {
  readonly width: number;
  readonly height: number;
  readonly colour: 'grey' | 'rgb' | 'rgba';
  /** Rows `y` to `y + rows`, packed. */
  read(y: number, rows: number): Uint8Array;
}

/** Encodes in strips through the browser's own deflate, so that memory stays flat and progress is real. */
async function encodePng(source: PngSource, onProgress?: (fraction: number) => void): Promise<Blob> {
  const { width, height, colour } = source;
  const writer = createPngWriter({ width, height, colour, filter: colour === 'grey' ? 'up' : 'adaptive' });
  const deflate = new CompressionStream('deflate');
  const input = deflate.writable.getWriter();
  const parts: BlobPart[] = [writer.header];
  const collect = (async () => {
    const reader = deflate.readable.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      parts.push(writer.idat(value));
    }
  })();
  for (let y = 0; y < source.height; y += stripRows) {
    const rows = Math.min(stripRows, source.height - y);
    await input.write(writer.filterRows(source.read(y, rows)));
    onProgress?.((y + rows) / source.height);
  }
  await input.close();
  await collect;
  parts.push(writer.end());
  return new Blob(parts, { type: 'image/png' });
}

/** The mask as every tool reads it: 8-bit grey, 0 or 255, the photo's size, white = remove. */
export function exportMaskPng(document: Document): Promise<Blob> {
  const { plane } = document.planes.mask;
  return encodePng({
    width: plane.width,
    height: plane.height,
    colour: 'grey',
    read(y, rows) {
      const bytes = readPlane(plane, { x: 0, y, width: plane.width, height: rows });
      for (let i = 0; i < bytes.length; i++) bytes[i] = bytes[i] >= 128 ? 255 : 0;
      return bytes;
    },
  });
}

const withoutAlpha = (pixels: Uint8ClampedArray): Uint8Array => {
  const count = pixels.length / 4;
  const rgb = new Uint8Array(count * 3);
  for (let i = 0; i < count; i++) {
    rgb[3 * i] = pixels[4 * i];
    rgb[3 * i + 1] = pixels[4 * i + 1];
    rgb[3 * i + 2] = pixels[4 * i + 2];
  }
  return rgb;
};

/** JPEG and WebP by the browser's encoder; its canvas limit is tested by painting and reading back a pixel. */
async function encodeByCanvas(document: Document, format: 'jpeg' | 'webp', quality: number): Promise<Blob> {
  const { width, height } = document.photo;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new RangeError(`no canvas of ${width}×${height} to encode from`);
  for (let y = 0; y < height; y += stripRows) {
    const rect: Rect = { x: 0, y, width, height: Math.min(stripRows, height - y) };
    context.putImageData(new ImageData(document.read(rect), rect.width, rect.height), 0, y);
  }
  const blob = await canvas.convertToBlob({ type: `image/${format}`, quality });
  if (blob.type !== `image/${format}` || blob.size === 0)
    throw new RangeError(`this browser cannot write ${format} at ${width}×${height}`);
  return blob;
}

/** The photo with its visible patches at full size. PNG is lossless: outside the patches every byte is the photo's. */
export function exportPhoto(
  document: Document,
  format: ExportFormat,
  quality: number,
  onProgress?: (fraction: number) => void,
): Promise<Blob> {
  if (format !== 'png') return encodeByCanvas(document, format, quality);
  const { width, height, hasAlpha } = document.photo;
  return encodePng(
    {
      width,
      height,
      colour: hasAlpha ? 'rgba' : 'rgb',
      read(y, rows) {
        const pixels = document.read({ x: 0, y, width, height: rows });
        return hasAlpha ? new Uint8Array(pixels.buffer) : withoutAlpha(pixels);
      },
    },
    onProgress,
  );
}
