import type { Rect, RemovalInput } from './types.ts';

/** A picture from a function of the pixel, for tests: RGBA, opaque. */
export function picture(
  width: number,
  height: number,
  colour: (x: number, y: number) => readonly [number, number, number],
): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) pixels.set([...colour(x, y), 255], 4 * (y * width + x));
  }
  return pixels;
}

/** A mask from a rule. */
export function maskOf(
  width: number,
  height: number,
  isMasked: (x: number, y: number) => boolean,
): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, i) =>
    isMasked(i % width, Math.floor(i / width)) ? 255 : 0,
  );
}

/** A repeatable pseudo-random byte for a pixel. */
export function noise(x: number, y: number, seed = 1): number {
  let h = Math.imul(x + 1, 0x9e3779b1) ^ Math.imul(y + 1, 0x85ebca6b) ^ Math.imul(seed, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return (h ^ (h >>> 13)) & 255;
}

/** The whole picture with a candidate's area put in. */
export function pasted(input: RemovalInput, area: Rect, pixels: Uint8ClampedArray): Uint8ClampedArray {
  const copy = input.pixels.slice();
  for (let y = 0; y < area.height; y++) {
    const from = 4 * y * area.width;
    copy.set(pixels.subarray(from, from + 4 * area.width), 4 * ((area.y + y) * input.width + area.x));
  }
  return copy;
}

/** How many bytes differ where the mask is 0. */
export function changesOutside(input: RemovalInput, result: Uint8ClampedArray): number {
  let changes = 0;
  for (let i = 0; i < result.length; i++) {
    if (input.mask[i >> 2] < 128 && result[i] !== input.pixels[i]) changes++;
  }
  return changes;
}
