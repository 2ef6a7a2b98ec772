import { cropPicture, type Picture, type Size } from '../raster/picture.ts';
import { containsRect, type Rect } from '../raster/rect.ts';

/**
 * What the extracts see of a photo: any rectangle of it, at any size up to the photo's own. A document
 * answers from its pyramid, or from another thread; `readerOf` answers from a picture in memory.
 */
export type PhotoReader = {
  readonly width: number;
  readonly height: number;
  /**
   * @param rect whole pixels inside the photo
   * @param width size of the answer, 1 to `rect.width`; @param height likewise
   * @returns RGBA, each pixel the mean of the photo's pixels under it (of the code values, not of light)
   */
  readonly read: (rect: Rect, width: number, height: number) => Picture | Promise<Picture>;
};

/** A reader that has the pixels at hand. */
export type LocalReader = Omit<PhotoReader, 'read'> & {
  readonly read: (rect: Rect, width: number, height: number) => Picture;
};

/**
 * Reads a picture that is wholly in memory. Halved copies are made when first asked for, a third of the
 * picture's memory in all, so that a small view of a large photo does not cost all its pixels each time.
 */
export function readerOf(picture: Picture): LocalReader {
  const levels: Picture[] = [picture];
  return {
    width: picture.width,
    height: picture.height,
    read(rect, width, height) {
      if (!containsRect({ x: 0, y: 0, width: picture.width, height: picture.height }, rect)) {
        throw new RangeError(
          `rectangle ${rect.width}×${rect.height} at ${rect.x}, ${rect.y} leaves a photo of ${picture.width}×${picture.height}`,
        );
      }
      if (!(width >= 1 && height >= 1 && width <= rect.width && height <= rect.height)) {
        throw new RangeError(`cannot read ${rect.width}×${rect.height} pixels as ${width}×${height}`);
      }
      if (width === rect.width && height === rect.height) return cropPicture(picture, rect);
      const finest = Math.min(rect.width / width, rect.height / height);
      let level = 0;
      // Two pixels or more of the level under each pixel asked for: rounding then moves an edge by a quarter at most.
      while (finest >= 2 ** (level + 2)) level++;
      while (levels.length <= level) levels.push(halved(levels[levels.length - 1]));
      return averaged(levels[level], picture, rect, width, height);
    },
  };
}

function halved(picture: Picture): Picture {
  const whole = { x: 0, y: 0, width: picture.width, height: picture.height };
  return averaged(picture, picture, whole, Math.max(1, picture.width >> 1), Math.max(1, picture.height >> 1));
}

/** Means over part of a level; `rect` is in pixels of the photo that the level is a smaller copy of. */
function averaged(level: Picture, photo: Size, rect: Rect, width: number, height: number): Picture {
  const data = new Uint8ClampedArray(4 * width * height);
  const sums = new Float64Array(4 * width);
  const columns = cells(rect.x, rect.width, width, level.width, photo.width);
  const rows = cells(rect.y, rect.height, height, level.height, photo.height);
  for (let row = 0; row < height; row++) {
    sums.fill(0);
    for (let y = rows.starts[row]; y < rows.ends[row]; y++) {
      addRow(level.data, 4 * y * level.width, columns, sums);
    }
    const high = rows.ends[row] - rows.starts[row];
    for (let column = 0; column < width; column++) {
      const scale = 1 / ((columns.ends[column] - columns.starts[column]) * high);
      for (let c = 0; c < 4; c++) {
        data[4 * (width * row + column) + c] = sums[4 * column + c] * scale;
      }
    }
  }
  return { data, width, height };
}

type Cells = { readonly starts: Int32Array; readonly ends: Int32Array };

/** Cuts a stretch of the photo into `count` cells of whole level pixels, at least one each. */
function cells(from: number, length: number, count: number, levelLength: number, photoLength: number): Cells {
  const scale = levelLength / photoLength;
  const starts = new Int32Array(count);
  const ends = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    starts[i] = Math.min(levelLength - 1, Math.round((from + (i * length) / count) * scale));
    const end = Math.round((from + ((i + 1) * length) / count) * scale);
    ends[i] = Math.min(levelLength, Math.max(starts[i] + 1, end));
  }
  return { starts, ends };
}

/** Adds one level row to the sums of the cells it falls into. */
function addRow(source: Uint8ClampedArray, from: number, { starts, ends }: Cells, sums: Float64Array): void {
  for (let cell = 0; cell < starts.length; cell++) {
    const end = from + 4 * ends[cell];
    let r = 0;
    let g = 0;
    let b = 0;
    let a = 0;
    for (let p = from + 4 * starts[cell]; p < end; p += 4) {
      r += source[p];
      g += source[p + 1];
      b += source[p + 2];
      a += source[p + 3];
    }
    sums[4 * cell] += r;
    sums[4 * cell + 1] += g;
    sums[4 * cell + 2] += b;
    sums[4 * cell + 3] += a;
  }
}
