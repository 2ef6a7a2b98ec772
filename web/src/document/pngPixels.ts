import { decode as decodePng } from 'fast-png';

/** RGBA of a whole picture, alpha not premultiplied. */
export interface ExactPixels {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

/** Values of less than a byte, one each: in a PNG they stand side by side, every row beginning with a byte. */
function unpacked(packed: ArrayLike<number>, width: number, height: number, depth: number): Uint8Array {
  const rowBytes = Math.ceil((width * depth) / 8);
  const out = new Uint8Array(width * height);
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0; x < width; x++, to++) {
      const bit = x * depth;
      out[to] = (packed[y * rowBytes + (bit >> 3)] >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
    }
  return out;
}

/**
 * PNG pixels without a canvas in between, which would premultiply alpha and could change colours below it. 16 bits are
 * rounded to 8; grey, palette and the one transparent colour of a tRNS chunk become RGBA.
 */
export function pngPixels(bytes: Uint8Array): ExactPixels {
  const { width, height, channels, depth, data: packed, palette, transparency } = decodePng(bytes);
  const from = depth < 8 ? unpacked(packed, width, height, depth) : packed;
  const data = new Uint8ClampedArray(width * height * 4);
  if (palette) {
    for (let i = 0; i < width * height; i++) {
      const [red, green, blue, alpha = 255] = palette[from[i]] ?? [0, 0, 0];
      data.set([red, green, blue, alpha], 4 * i);
    }
    return { data, width, height };
  }
  // Full scale of the depth as 255: 257 steps of 16 bits to one of 8, 255 of one bit, 17 of four.
  const scale = 255 / (2 ** depth - 1);
  const isGrey = channels < 3;
  const hasAlpha = channels === 2 || channels === 4;
  const isClear = (at: number): boolean =>
    transparency !== undefined &&
    transparency.length > 0 &&
    from[at] === transparency[0] &&
    (isGrey || (from[at + 1] === transparency[1] && from[at + 2] === transparency[2]));
  for (let i = 0, at = 0, k = 0; i < width * height; i++, at += 4, k += channels) {
    data[at] = Math.round(from[k] * scale);
    data[at + 1] = Math.round(from[isGrey ? k : k + 1] * scale);
    data[at + 2] = Math.round(from[isGrey ? k : k + 2] * scale);
    data[at + 3] = hasAlpha ? Math.round(from[k + channels - 1] * scale) : isClear(k) ? 0 : 255;
  }
  return { data, width, height };
}
