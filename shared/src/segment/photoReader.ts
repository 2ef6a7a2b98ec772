import type { Picture } from '../raster/picture.ts';
import type { Rect } from '../raster/rect.ts';

/**
 * What the extracts see of a photo: any rectangle of it, at any size up to the photo's own. A document
 * answers from its pyramid; `readerOf` answers from a picture in memory.
 */
export type PhotoReader = {
  readonly width: number;
  readonly height: number;
  /**
   * @param rect whole pixels inside the photo
   * @param width size of the answer, 1 to `rect.width`; @param height likewise
   * @returns RGBA, each pixel the mean of the photo's pixels under it (of the code values, not of light)
   */
  readonly read: (rect: Rect, width: number, height: number) => Picture;
};

/** Reads a picture that is wholly in memory. */
export function readerOf(picture: Picture): PhotoReader {
  return {
    width: picture.width,
    height: picture.height,
    read(rect, width, height) {
      if (
        rect.x < 0 ||
        rect.y < 0 ||
        rect.x + rect.width > picture.width ||
        rect.y + rect.height > picture.height
      ) {
        throw new RangeError(
          `rectangle ${rect.width}×${rect.height} at ${rect.x}, ${rect.y} leaves a photo of ${picture.width}×${picture.height}`,
        );
      }
      if (!(width >= 1 && height >= 1 && width <= rect.width && height <= rect.height)) {
        throw new RangeError(`cannot read ${rect.width}×${rect.height} pixels as ${width}×${height}`);
      }
      return width === rect.width && height === rect.height
        ? cropped(picture, rect)
        : averaged(picture, rect, width, height);
    },
  };
}

function cropped(picture: Picture, rect: Rect): Picture {
  const { x, y, width, height } = rect;
  const data = new Uint8ClampedArray(4 * width * height);
  for (let row = 0; row < height; row++) {
    const from = 4 * ((y + row) * picture.width + x);
    data.set(picture.data.subarray(from, from + 4 * width), 4 * width * row);
  }
  return { data, width, height };
}

function averaged(picture: Picture, rect: Rect, width: number, height: number): Picture {
  const data = new Uint8ClampedArray(4 * width * height);
  const sums = new Float64Array(4 * width);
  const source = picture.data;
  for (let row = 0; row < height; row++) {
    const top = rect.y + Math.floor((row * rect.height) / height);
    const bottom = rect.y + Math.floor(((row + 1) * rect.height) / height);
    sums.fill(0);
    for (let y = top; y < bottom; y++) addRow(source, 4 * (y * picture.width + rect.x), rect, sums);
    for (let column = 0; column < width; column++) {
      const columns =
        Math.floor(((column + 1) * rect.width) / width) - Math.floor((column * rect.width) / width);
      const scale = 1 / (columns * (bottom - top));
      for (let c = 0; c < 4; c++) {
        data[4 * (width * row + column) + c] = sums[4 * column + c] * scale + 0.5;
      }
    }
  }
  return { data, width, height };
}

/** Adds one photo row to the sums of the columns it falls into. */
function addRow(source: Uint8ClampedArray, from: number, rect: Rect, sums: Float64Array): void {
  const width = sums.length / 4;
  let p = from;
  for (let column = 0; column < width; column++) {
    const end = from + 4 * Math.floor(((column + 1) * rect.width) / width);
    let r = 0;
    let g = 0;
    let b = 0;
    let a = 0;
    for (; p < end; p += 4) {
      r += source[p];
      g += source[p + 1];
      b += source[p + 2];
      a += source[p + 3];
    }
    sums[4 * column] += r;
    sums[4 * column + 1] += g;
    sums[4 * column + 2] += b;
    sums[4 * column + 3] += a;
  }
}
