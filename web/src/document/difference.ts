import type { Rect } from '@cleanplate/shared/raster/rect.ts';

/** Black where nothing changed; then violet, red, orange, yellow, white. Red, green, blue at each fifth of the range. */
const stops = [
  [0, 0, 0],
  [80, 18, 123],
  [183, 55, 84],
  [243, 120, 25],
  [252, 200, 60],
  [255, 255, 255],
] as const;

/** RGBA of 0–255 as heat. 0, and only 0, is black. */
function createScale(): Uint32Array {
  const bytes = new Uint8ClampedArray(256 * 4);
  for (let value = 0; value < 256; value++) {
    const at = (value / 255) * (stops.length - 1);
    const low = Math.min(stops.length - 2, Math.floor(at));
    for (let c = 0; c < 3; c++)
      bytes[4 * value + c] = stops[low][c] + (stops[low + 1][c] - stops[low][c]) * (at - low);
    bytes[4 * value + 3] = 255;
  }
  // The smallest change must not be rounded to none.
  bytes.set([16, 4, 25], 4);
  return new Uint32Array(bytes.buffer);
}
const scale = createScale();

/** The heat map is made no larger than this; what is larger keeps the strongest change of each square of pixels. */
const maxPixels = 4e6;

export interface HeatMap {
  readonly image: ImageData;
  readonly area: Rect;
  /** Changed pixels of the area. */
  readonly changed: number;
}

/** Photo pixels along a side that share one pixel of the heat map. */
export const heatStep = ({ width, height }: Pick<Rect, 'width' | 'height'>): number =>
  Math.max(1, Math.ceil(Math.sqrt((width * height) / maxPixels)));

/**
 * How far two pictures lie apart: the largest of the three channels' differences times `gain`, as heat.
 * @param before RGBA, `width × height`
 * @param after the same size
 * @param gain 1 and more
 * @returns RGBA of ⌈width / step⌉ × ⌈height / step⌉ and the number of pixels that differ
 */
export function heatOf(
  before: Uint8ClampedArray,
  after: Uint8ClampedArray,
  size: Pick<Rect, 'width' | 'height'>,
  gain: number,
  step = heatStep(size),
): { readonly pixels: Uint8ClampedArray<ArrayBuffer>; readonly changed: number } {
  const { width, height } = size;
  if (before.length !== after.length || before.length !== width * height * 4)
    throw new RangeError(
      `pictures are ${before.length} and ${after.length} bytes; ${width}×${height} RGBA needs ${width * height * 4}`,
    );
  const columns = Math.ceil(width / step);
  const strongest = new Uint8Array(columns * Math.ceil(height / step));
  let changed = 0;
  for (let y = 0, at = 0; y < height; y++) {
    const row = Math.floor(y / step) * columns;
    for (let x = 0; x < width; x++, at += 4) {
      const apart = Math.max(
        Math.abs(before[at] - after[at]),
        Math.abs(before[at + 1] - after[at + 1]),
        Math.abs(before[at + 2] - after[at + 2]),
      );
      if (apart === 0) continue;
      changed++;
      const cell = row + Math.floor(x / step);
      if (apart > strongest[cell]) strongest[cell] = apart;
    }
  }
  const heat = new Uint32Array(strongest.length);
  for (let i = 0; i < heat.length; i++) heat[i] = scale[Math.min(255, Math.round(strongest[i] * gain))];
  return { pixels: new Uint8ClampedArray(heat.buffer), changed };
}
