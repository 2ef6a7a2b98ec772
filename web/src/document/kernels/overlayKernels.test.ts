import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initialDisplay, type Display, type OverlayMode } from '../facts.ts';
import { createCompiledKernels, createPlainKernels, type OverlayKernels } from './overlayKernels.ts';

const plain = createPlainKernels();
const compiled = createCompiledKernels(
  new WebAssembly.Module(readFileSync(new URL('overlay.wasm', import.meta.url))),
);

const [width, height, pad] = [40, 30, 8];
const outWidth = width - 2 * pad;
const outHeight = height - 2 * pad;

function painted(kernels: OverlayKernels, mask: Uint8Array, display: Display, radius: number): Uint32Array {
  const words = new Int32Array(outWidth * outHeight);
  kernels.room(width * height).mask.set(mask);
  kernels.colour({ width, height, pad, hasProtect: false }, radius, 0, display, {
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

describe.each([
  ['in TypeScript', plain],
  ['compiled', compiled],
])('the overlay %s', (_, kernels) => {
  it('tints the mask, lines its edge, and shows round it what a disc of the dilation adds', () => {
    fc.assert(
      fc.property(masks, fc.double({ min: 0.5, max: 4.4, noNaN: true }), (mask, radius) => {
        const out = painted(kernels, mask, initialDisplay, radius);
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
    const bw = painted(kernels, mask, { ...initialDisplay, overlay: 'blackWhite' }, 3);
    expect(bw.filter((colour) => colour === 0xffffffff).length).toBe(12);
    expect(bw.filter((colour) => colour === 0xff000000).length).toBe(outWidth * outHeight - 12);
    expect(
      painted(kernels, mask, { ...initialDisplay, overlay: 'hidden' }, 3).every((colour) => colour === 0),
    ).toBe(true);
  });
});

const sizes = fc.record({
  painted: fc.tuple(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 1, max: 30 })),
  radius: fc.double({ min: 0, max: 6.9, noNaN: true }),
});
/** Runs of equal bytes, as planes have, and some that are not. */
const bytes = (length: number) =>
  fc
    .array(fc.tuple(fc.constantFrom(0, 0, 255, 255, 95, 96, 1, 254, 130), fc.integer({ min: 1, max: 60 })), {
      minLength: 1,
      maxLength: 80,
    })
    .map((runs) => {
      const plane = new Uint8Array(length);
      let at = 0;
      for (let i = 0; at < length; i++) {
        const [value, run] = runs[i % runs.length];
        plane.fill(value, at, at + run);
        at += run;
      }
      return plane;
    });
const displays = fc
  .record({
    overlay: fc.constantFrom<OverlayMode>('tint', 'outline', 'blackWhite', 'hidden'),
    colour: fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)),
    opacity: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map((shown) => ({ ...initialDisplay, ...shown }));

describe('both overlay kernels', () => {
  it('give the same bytes for any planes, sizes and displays, and leave all else of the picture', () => {
    fc.assert(
      fc.property(
        sizes.chain(({ painted: [w, h], radius }) => {
          const size = { width: ((w + 3) & ~3) + 16, height: h + 16, pad: 8 };
          const plane = bytes(size.width * size.height);
          return fc.record({
            w: fc.constant(w),
            h: fc.constant(h),
            radius: fc.constant(radius),
            size: fc.constant(size),
            mask: plane,
            protect: fc.option(plane),
            phase: fc.integer({ min: -2000, max: 2000 }),
          });
        }),
        displays,
        ({ w, h, radius, size, mask, protect, phase }, display) => {
          const [a, b] = [plain, compiled].map((kernels) => {
            const words = new Int32Array((w + 3) * (h + 2)).fill(7);
            const room = kernels.room(size.width * size.height);
            room.mask.set(mask);
            if (protect) room.protect.set(protect);
            kernels.colour({ ...size, hasProtect: protect !== null }, radius, phase, display, {
              words,
              stride: w + 3,
              start: w + 5,
              width: w,
              height: h,
            });
            return words;
          });
          expect(Buffer.compare(Buffer.from(a.buffer), Buffer.from(b.buffer))).toBe(0);
          const isOutside = (at: number) => {
            const [x, y] = [(at % (w + 3)) - 2, Math.floor(at / (w + 3)) - 1];
            return x < 0 || y < 0 || x >= w || y >= h;
          };
          expect(a.every((word, at) => !isOutside(at) || word === 7)).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });
});
