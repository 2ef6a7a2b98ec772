import { intersectRects, isEmptyRect, type Rect } from '@cleanplate/shared/raster/rect.ts';
import { shownImage, srgbColour, type PhotoColour } from './photoColour.ts';
import { createPyramid, type Pyramid } from './pyramid.ts';

/** The opened picture: immutable, its pixels the file's own numbers. */
export interface Photo {
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
  readonly colour: PhotoColour;
  readonly pyramid: Pyramid;
  /** RGBA of a rectangle on the photo, exact, alpha not premultiplied. Throws RangeError when it leaves the photo. */
  read(rect: Rect): Uint8ClampedArray<ArrayBuffer>;
  close(): void;
}

// Strips of 256 rows keep the scratch canvas small, however large the rectangle.
const stripRows = 256;

function guard(rect: Rect, width: number, height: number): void {
  if (rect.x < 0 || rect.y < 0 || rect.x + rect.width > width || rect.y + rect.height > height)
    throw new RangeError(
      `rectangle ${rect.width}×${rect.height} at ${rect.x}, ${rect.y} leaves the ${width}×${height} photo`,
    );
}

interface Placed {
  readonly rect: Rect;
  readonly bitmap: ImageBitmap;
}

/**
 * Reads the numbers of opaque bitmaps back.
 * @param space what the bitmaps are marked as: read as the same, nothing is converted
 */
function createBitmapReader(cells: readonly Placed[], space: PredefinedColorSpace) {
  let scratch: OffscreenCanvas | null = null;
  return (rect: Rect): Uint8ClampedArray<ArrayBuffer> => {
    const out = new Uint8ClampedArray(rect.width * rect.height * 4);
    for (const cell of cells) {
      const part = intersectRects(rect, cell.rect);
      if (isEmptyRect(part)) continue;
      for (let y = part.y; y < part.y + part.height; y += stripRows) {
        const rows = Math.min(stripRows, part.y + part.height - y);
        scratch ??= new OffscreenCanvas(1, 1);
        if (scratch.width < part.width || scratch.height < rows) {
          scratch.width = Math.max(scratch.width, part.width);
          scratch.height = Math.max(scratch.height, rows);
        }
        const context = scratch.getContext('2d', { willReadFrequently: true, colorSpace: space });
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
  };
}

/**
 * An opaque photo: the bitmaps it is drawn from are exact, and are read back.
 * @param bitmap the file's numbers, not converted by the browser; it is closed
 */
export async function photoFromBitmap(bitmap: ImageBitmap, colour: PhotoColour = srgbColour): Promise<Photo> {
  const { width, height } = bitmap;
  const whole = { x: 0, y: 0, width, height };
  const readSource = createBitmapReader([{ rect: whole, bitmap }], 'srgb');
  if (colour.convert) {
    const data = readSource(whole);
    bitmap.close();
    return photoFromBytes(data, width, height, false, colour);
  }
  // A bitmap decoded without conversion counts as sRGB. Its numbers are taken out and put back as what they are.
  const pyramid = await createPyramid(
    { width, height },
    colour.space === 'srgb'
      ? (rect) =>
          createImageBitmap(bitmap, rect.x, rect.y, rect.width, rect.height, { colorSpaceConversion: 'none' })
      : (rect) => createImageBitmap(shownImage(readSource(rect), rect.width, rect.height, colour)),
    colour.space,
  );
  bitmap.close();
  const read = createBitmapReader(pyramid.cells, colour.space);
  return {
    width,
    height,
    hasAlpha: false,
    colour,
    pyramid,
    read(rect) {
      guard(rect, width, height);
      return read(rect);
    },
    close: () => pyramid.close(),
  };
}

/** A photo whose bytes are kept, because a canvas would premultiply its alpha or convert it; bitmaps of it are only shown. */
export async function photoFromBytes(
  data: Uint8ClampedArray<ArrayBuffer>,
  width: number,
  height: number,
  hasAlpha: boolean,
  colour: PhotoColour = srgbColour,
): Promise<Photo> {
  if (data.length !== width * height * 4)
    throw new RangeError(
      `photo is ${data.length} bytes; ${width}×${height} RGBA needs ${width * height * 4}`,
    );
  const read = (rect: Rect): Uint8ClampedArray<ArrayBuffer> => {
    guard(rect, width, height);
    const out = new Uint8ClampedArray(rect.width * rect.height * 4);
    for (let y = 0; y < rect.height; y++) {
      const start = ((rect.y + y) * width + rect.x) * 4;
      out.set(data.subarray(start, start + rect.width * 4), y * rect.width * 4);
    }
    return out;
  };
  const pyramid = await createPyramid(
    { width, height },
    (rect) => createImageBitmap(shownImage(read(rect), rect.width, rect.height, colour)),
    colour.space,
  );
  return { width, height, hasAlpha, colour, pyramid, read, close: () => pyramid.close() };
}
