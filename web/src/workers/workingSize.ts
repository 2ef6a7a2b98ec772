/** A removal solved at a fraction of its size, for a computer without the memory for all of it. */
import { scaledLines } from '@cleanplate/shared/inpaint/guides.ts';
import type { RemovalInput } from '@cleanplate/shared/inpaint/types.ts';
import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import { resamplePicture } from '@cleanplate/shared/raster/resample.ts';

export interface Fill {
  readonly area: Rect;
  /** RGBA, `area`-sized. */
  readonly pixels: Uint8ClampedArray;
}

export interface WorkingSize {
  readonly divisor: number;
  /** What the engine is given. */
  readonly input: RemovalInput;
  /** What it answers, in the pixels of the crop region; outside the mask the photo's own. */
  enlarge(fill: Fill): Fill;
}

/** @param divisor a whole number; 1 gives everything through as it is */
export function workingSize(input: RemovalInput, divisor: number): WorkingSize {
  if (divisor === 1) return { divisor, input, enlarge: (fill) => fill };
  const width = Math.ceil(input.width / divisor);
  const height = Math.ceil(input.height / divisor);
  const smaller: RemovalInput = {
    ...input,
    width,
    height,
    pixels: averaged(input, divisor, width, height),
    mask: touched(input.mask, input, divisor, width),
    ...(input.protectedArea && { protectedArea: touched(input.protectedArea, input, divisor, width) }),
    ...(input.guideLines && { guideLines: scaledLines(input.guideLines, divisor) }),
  };
  return { divisor, input: smaller, enlarge: (fill) => enlarged(input, fill, divisor) };
}

/** Means of blocks; those at the right and below may be cut off by the picture's edge. */
function averaged(
  { pixels, width, height }: RemovalInput,
  divisor: number,
  columns: number,
  rows: number,
): Uint8ClampedArray {
  const sums = new Float32Array(4 * columns);
  const out = new Uint8ClampedArray(4 * columns * rows);
  for (let row = 0; row < rows; row++) {
    sums.fill(0);
    const bottom = Math.min(height, (row + 1) * divisor);
    for (let y = row * divisor; y < bottom; y++)
      for (let x = 0; x < width; x++)
        for (let c = 0; c < 4; c++) sums[4 * Math.floor(x / divisor) + c] += pixels[4 * (y * width + x) + c];
    const high = bottom - row * divisor;
    for (let column = 0; column < columns; column++) {
      const wide = Math.min(width, (column + 1) * divisor) - column * divisor;
      for (let c = 0; c < 4; c++)
        out[4 * (row * columns + column) + c] = sums[4 * column + c] / (wide * high);
    }
  }
  return out;
}

/** Touched is masked, touched is protected: a hairline must not get lost on the way. */
function touched(
  plane: Uint8Array,
  { width, height }: RemovalInput,
  divisor: number,
  columns: number,
): Uint8Array {
  const out = new Uint8Array(columns * Math.ceil(height / divisor));
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / divisor) * columns;
    for (let x = 0; x < width; x++) if (plane[y * width + x] >= 128) out[row + Math.floor(x / divisor)] = 255;
  }
  return out;
}

function enlarged(input: RemovalInput, { area, pixels }: Fill, divisor: number): Fill {
  const large = resamplePicture(
    { data: pixels, width: area.width, height: area.height },
    area.width * divisor,
    area.height * divisor,
  );
  const [x, y] = [area.x * divisor, area.y * divisor];
  const width = Math.min(large.width, input.width - x);
  const height = Math.min(large.height, input.height - y);
  const out = new Uint8ClampedArray(4 * width * height);
  for (let row = 0; row < height; row++) {
    const from = (y + row) * input.width + x;
    out.set(input.pixels.subarray(4 * from, 4 * (from + width)), 4 * row * width);
    for (let column = 0; column < width; column++) {
      if (input.mask[from + column] < 128) continue;
      const source = 4 * (row * large.width + column);
      out.set(large.data.subarray(source, source + 3), 4 * (row * width + column));
    }
  }
  return { area: { x, y, width, height }, pixels: out };
}
