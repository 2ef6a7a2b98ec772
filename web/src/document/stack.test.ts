import { dilate } from '@cleanplate/shared/raster/morphology.ts';
import { intersectRects, isEmptyRect, type Rect } from '@cleanplate/shared/raster/rect.ts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heatOf } from './difference.ts';
import type { Layer, Patch } from './patch.ts';
import { createStack } from './stack.ts';

const bytes = (seed: number, length: number): Uint8ClampedArray<ArrayBuffer> => {
  const out = new Uint8ClampedArray(length);
  let state = seed >>> 0;
  for (let i = 0; i < length; i++)
    out[i] = (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 24;
  return out;
};

function photoOf(data: Uint8ClampedArray<ArrayBuffer>, width: number, height: number) {
  const read = (rect: Rect) => {
    const out = new Uint8ClampedArray(rect.width * rect.height * 4);
    for (let y = 0; y < rect.height; y++) {
      const from = ((rect.y + y) * width + rect.x) * 4;
      out.set(data.subarray(from, from + rect.width * 4), y * rect.width * 4);
    }
    return out;
  };
  return { width, height, read };
}

const side = fc.integer({ min: 1, max: 48 });
/** A photo, and up to three patches anywhere on it: mask of random discs, any soft edge, matched or not, seen or not. */
const cases = fc
  .record({ width: side, height: side, seed: fc.integer() })
  .chain(({ width, height, seed }) => {
    const spot = fc.record({ x: fc.nat(width - 1), y: fc.nat(height - 1), radius: fc.nat(9) });
    const rect = fc
      .tuple(fc.nat(width - 1), fc.nat(height - 1), fc.nat(47), fc.nat(47))
      .map(([x, y, w, h]) =>
        intersectRects({ x, y, width: w + 1, height: h + 1 }, { x: 0, y: 0, width, height }),
      );
    const layer = fc.record({
      area: rect,
      spots: fc.array(spot, { minLength: 1, maxLength: 4 }),
      matteWidth: fc.double({ min: 0, max: 20, noNaN: true }),
      colourMatch: fc.boolean(),
      grainMatch: fc.boolean(),
      visible: fc.boolean(),
    });
    return fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      seed: fc.constant(seed),
      layers: fc.array(layer, { minLength: 1, maxLength: 3 }),
      crop: rect,
    });
  });

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

/** The mask of a layer, drawn on its own area: parts of it may touch the area's edge only where that is the photo's. */
function maskOf(
  { area, spots }: Case['layers'][number],
  width: number,
  height: number,
): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(width * height);
  for (const { x, y, radius } of spots) {
    const dot = new Uint8Array(width * height);
    dot[y * width + x] = 255;
    const disc = dilate({ data: dot, width, height }, radius);
    for (let i = 0; i < whole.length; i++) whole[i] |= disc.data[i];
  }
  const mask = new Uint8Array(area.width * area.height);
  for (let y = 0; y < area.height; y++)
    for (let x = 0; x < area.width; x++) mask[y * area.width + x] = whole[(area.y + y) * width + area.x + x];
  return mask;
}

describe('the matte', () => {
  it('lets nothing through where it is 0, for any photo, mask, soft edge, match and crop', () => {
    fc.assert(
      fc.property(cases, ({ width, height, seed, layers, crop }) => {
        const photo = photoOf(bytes(seed, width * height * 4), width, height);
        const stack = createStack(photo);
        const patches = layers.map(
          (layer, at) =>
            ({
              ...layer,
              mask: maskOf(layer, width, height),
              pixels: bytes(seed + at + 1, layer.area.width * layer.area.height * 4),
            }) as Layer & Pick<Patch, 'visible'> as Patch,
        );
        stack.patches = patches;
        const touched = new Uint8Array(width * height);
        for (const { visible, area, mask } of patches)
          for (let i = 0; visible && i < mask.length; i++)
            touched[(area.y + Math.floor(i / area.width)) * width + area.x + (i % area.width)] |= mask[i];
        // Read whole and read in a crop: the same pixels, and outside every mask the photo's own.
        const whole = stack.read({ x: 0, y: 0, width, height });
        const original = photo.read({ x: 0, y: 0, width, height });
        let changed = 0;
        for (let i = 0; i < touched.length; i++) {
          const isSame = [0, 1, 2, 3].every((c) => whole[4 * i + c] === original[4 * i + c]);
          if (!isSame && touched[i] === 0) changed++;
          if (whole[4 * i + 3] !== original[4 * i + 3]) changed++;
        }
        expect(changed).toBe(0);
        const { changed: heated, pixels } = heatOf(original, whole, { width, height }, 1, 1);
        expect(heated).toBeLessThanOrEqual(touched.reduce((sum, value) => sum + (value >> 7), 0));
        for (let i = 0; i < touched.length; i++)
          if (touched[i] === 0) expect([...pixels.subarray(4 * i, 4 * i + 4)]).toEqual([0, 0, 0, 255]);
        if (isEmptyRect(crop)) return;
        const part = stack.read(crop);
        for (let y = 0; y < crop.height; y++) {
          const from = ((crop.y + y) * width + crop.x) * 4;
          expect([...part.subarray(y * crop.width * 4, (y + 1) * crop.width * 4)]).toEqual([
            ...whole.subarray(from, from + crop.width * 4),
          ]);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('the difference view', () => {
  it('never rounds a change to black, and keeps the strongest of what it makes smaller', () => {
    const before = new Uint8ClampedArray(16 * 4);
    const after = before.slice();
    after[4 * 5 + 1] = 1;
    const { pixels, changed } = heatOf(before, after, { width: 4, height: 4 }, 1, 2);
    expect(changed).toBe(1);
    const [first, ...others] = Array.from({ length: 4 }, (_, i) => [...pixels.subarray(4 * i, 4 * i + 3)]);
    expect(Math.max(...first)).toBeGreaterThan(0);
    expect(others).toEqual([
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });
});

describe('a layer that is dressed', () => {
  const area = { x: 2, y: 1, width: 6, height: 5 };
  const layer: Layer = {
    area,
    pixels: bytes(3, area.width * area.height * 4),
    mask: new Uint8Array(area.width * area.height).fill(255),
    matteWidth: 1,
    colourMatch: true,
    grainMatch: false,
  };

  it('is not dressed again when the result becomes a patch, and is when its finish or its ground is another', () => {
    const stack = createStack(photoOf(bytes(7, 12 * 9 * 4), 12, 9));
    const dressed = stack.dress(layer);
    expect(stack.dress({ ...layer })).toBe(dressed);
    expect(stack.dress({ ...layer, matteWidth: 2 })).not.toBe(dressed);
    expect(stack.dress({ ...layer, mask: layer.mask.slice() })).not.toBe(dressed);
    stack.patches = [{ ...layer, pixels: bytes(9, layer.pixels.length), visible: true } as Patch];
    expect(stack.dress({ ...layer })).not.toBe(dressed);
  });
});
