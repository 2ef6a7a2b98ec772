import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initialDisplay, type Display } from './facts.ts';
import { colourOverlay } from './overlayPaint.ts';

const [width, height, pad] = [40, 30, 8];
const outWidth = width - 2 * pad;
const outHeight = height - 2 * pad;

function painted(mask: Uint8Array, display: Display, radius: number): Uint32Array {
  const words = new Int32Array(outWidth * outHeight);
  const grown = new Uint8Array(width * height);
  colourOverlay({ mask, protect: null, grown, width, height, pad }, radius, 0, display, {
    words,
    stride: outWidth,
    start: 0,
    width: outWidth,
    height: outHeight,
  });
  return new Uint32Array(words.buffer);
}

const isIn = (mask: Uint8Array, x: number, y: number) => mask[y * width + x] >= 96;
const isNear = (mask: Uint8Array, x: number, y: number, radius: number) => {
  for (let v = 0; v < height; v++)
    for (let u = 0; u < width; u++)
      if (isIn(mask, u, v) && (u - x) ** 2 + (v - y) ** 2 <= radius ** 2) return true;
  return false;
};

const masks = fc
  .array(fc.constantFrom(0, 0, 0, 96, 130, 255, 255), { minLength: 8 * 6, maxLength: 8 * 6 })
  .map((cells) =>
    // Blocks of several pixels: runs, corners and holes, as masks have.
    Uint8Array.from({ length: width * height }, (_, at) => {
      const [x, y] = [at % width, Math.floor(at / width)];
      return cells[Math.floor(y / 5) * 8 + Math.floor(x / 5)];
    }),
  );

describe('the overlay', () => {
  it('tints the mask, lines its edge, and shows round it what a disc of the dilation adds', () => {
    fc.assert(
      fc.property(masks, fc.double({ min: 0.5, max: 4.4, noNaN: true }), (mask, radius) => {
        const out = painted(mask, initialDisplay, radius);
        for (let y = pad; y < height - pad; y++)
          for (let x = pad; x < width - pad; x++) {
            const shows = out[(y - pad) * outWidth + x - pad] !== 0;
            const neighbours = [
              [x - 1, y],
              [x + 1, y],
              [x, y - 1],
              [x, y + 1],
            ];
            const touches = neighbours.some(([u, v]) => isIn(mask, u, v));
            expect(shows).toBe(isIn(mask, x, y) || touches || isNear(mask, x, y, radius));
          }
      }),
      { numRuns: 60 },
    );
  });

  it('is black and white to the pixel, and nothing at all when it is hidden', () => {
    const mask = new Uint8Array(width * height);
    mask.fill(255, 10 * width + 8, 10 * width + 20);
    const bw = painted(mask, { ...initialDisplay, overlay: 'blackWhite' }, 3);
    expect(bw.filter((colour) => colour === 0xffffffff).length).toBe(12);
    expect(bw.filter((colour) => colour === 0xff000000).length).toBe(outWidth * outHeight - 12);
    expect(painted(mask, { ...initialDisplay, overlay: 'hidden' }, 3).every((colour) => colour === 0)).toBe(
      true,
    );
  });
});
