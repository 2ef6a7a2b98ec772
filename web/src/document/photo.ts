import { intersectRects, isEmptyRect, type Rect } from '@cleanplate/shared/raster/rect.ts';
import { createPyramid, type Pyramid } from './pyramid.ts';

/** The opened picture: immutable, its pixels the file's own numbers. */
export interface Photo {
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
  readonly pyramid: Pyramid;
  /** RGBA of a rectangle on the photo, exact, alpha not premultiplied. Throws RangeError when it leaves the photo. */
  read(rect: Rect): Uint8ClampedArray<ArrayBuffer>;
  close(): void;
}

function guard(rect: Rect, width: number, height: number): void {
  if (rect.x < 0 || rect.y < 0 || rect.x + rect.width > width || rect.y + rect.height > height)
    throw new RangeError(
      `rectangle ${rect.width}×${rect.height} at ${rect.x}, ${rect.y} leaves the ${width}×${height} photo`,
    );
}

/** An opaque photo: the bitmaps it is drawn from are exact, and are read back. */
export async function photoFromBitmap(bitmap: ImageBitmap): Promise<Photo> {
  const { width, height } = bitmap;
  const pyramid = await createPyramid(bitmap);
  let scratch: OffscreenCanvas | null = null;
  return {
    width,
    height,
    hasAlpha: false,
    pyramid,
    read(rect) {
      guard(rect, width, height);
      const out = new Uint8ClampedArray(rect.width * rect.height * 4);
      for (const cell of pyramid.cells) {
        const part = intersectRects(rect, cell.rect);
        if (isEmptyRect(part)) continue;
        // Strips of 256 rows keep the scratch canvas small, however large the rectangle.
        for (let y = part.y; y < part.y + part.height; y += 256) {
          const rows = Math.min(256, part.y + part.height - y);
          scratch ??= new OffscreenCanvas(1, 1);
          if (scratch.width < part.width || scratch.height < rows) {
            scratch.width = Math.max(scratch.width, part.width);
            scratch.height = Math.max(scratch.height, rows);
          }
          const context = scratch.getContext('2d', { willReadFrequently: true });
          if (!context) throw new Error('no 2D context to read the photo');
          context.imageSmoothingEnabled = false;
          context.globalCompositeOperation = 'copy';
          context.drawImage(cell.bitmap, cell.rect.x - part.x, cell.rect.y - y);
          const { data } = context.getImageData(0, 0, part.width, rows);
          for (let row = 0; row < rows; row++)
            out.set(
              data.subarray(row * part.width * 4, (row + 1) * part.width * 4),
              ((y + row - rect.y) * rect.width + part.x - rect.x) * 4,
            );
        }
      }
      return out;
    },
    close: () => pyramid.close(),
  };
}

/** A photo whose bytes are kept, because a canvas would premultiply its alpha; bitmaps of it are only shown. */
export async function photoFromBytes(
  data: Uint8ClampedArray<ArrayBuffer>,
  width: number,
  height: number,
  hasAlpha: boolean,
): Promise<Photo> {
  if (data.length !== width * height * 4)
    throw new RangeError(
      `photo is ${data.length} bytes; ${width}×${height} RGBA needs ${width * height * 4}`,
    );
  const bitmap = await createImageBitmap(new ImageData(data, width, height), {
    colorSpaceConversion: 'none',
  });
  const pyramid = await createPyramid(bitmap);
  return {
    width,
    height,
    hasAlpha,
    pyramid,
    read(rect) {
      guard(rect, width, height);
      const out = new Uint8ClampedArray(rect.width * rect.height * 4);
      for (let y = 0; y < rect.height; y++) {
        const start = ((rect.y + y) * width + rect.x) * 4;
        out.set(data.subarray(start, start + rect.width * 4), y * rect.width * 4);
      }
      return out;
    },
    close: () => pyramid.close(),
  };
}
