import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskOf } from './ascii.ts';
import { FAR, scanDistances, squaredDistances, type DistanceTo } from './distance.ts';
import type { Plane } from './picture.ts';

const anyMask: fc.Arbitrary<Plane> = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
  .chain(([width, height]) =>
    fc
      .array(fc.constantFrom(0, 0, 0, 255), { minLength: width * height, maxLength: width * height })
      .map((values) => ({ data: Uint8Array.from(values), width, height })),
  );

/** By comparing every pixel with every other. */
function bruteForce(mask: Plane, to: DistanceTo): number[] {
  const { data, width } = mask;
  const targets = [...data.keys()].filter((i) => data[i] >= 128 === (to === 'mask'));
  return [...data.keys()].map((i) =>
    targets.reduce((best, t) => {
      const dx = (i % width) - (t % width);
      const dy = Math.floor(i / width) - Math.floor(t / width);
      return Math.min(best, dx * dx + dy * dy);
    }, FAR),
  );
}

describe('distance', () => {
  it('is the squared Euclidean distance to the nearest masked pixel', () => {
    expect([...squaredDistances(maskOf('#...', '....', '....'), 'mask')]).toEqual([
      0, 1, 4, 9, 1, 2, 5, 10, 4, 5, 8, 13,
    ]);
  });

  it('equals brute force, to the mask and to the background', () => {
    fc.assert(
      fc.property(anyMask, fc.constantFrom<DistanceTo>('mask', 'background'), (mask, to) => {
        expect([...squaredDistances(mask, to)]).toEqual(bruteForce(mask, to));
      }),
      { numRuns: 300 },
    );
  });

  it('is far everywhere when there is nothing to be near to, and the edge of the photo is nothing', () => {
    expect([...squaredDistances(maskOf('..', '..'), 'mask')]).toEqual([FAR, FAR, FAR, FAR]);
    expect([...squaredDistances(maskOf('##', '##'), 'background')]).toEqual([FAR, FAR, FAR, FAR]);
  });

  it('gives the same within reach, and far beyond it', () => {
    fc.assert(
      fc.property(anyMask, fc.double({ min: 0, max: 15, noNaN: true }), (mask, reach) => {
        const all = { x: 0, y: 0, width: mask.width, height: mask.height };
        const seen = new Uint32Array(mask.data.length).fill(FAR);
        scanDistances(mask, { to: 'mask', within: all, reach }, (y, row) => seen.set(row, y * mask.width));
        const want = bruteForce(mask, 'mask').map((d) => (d <= reach * reach ? d : FAR));
        expect([...seen]).toEqual(want);
      }),
      { numRuns: 300 },
    );
  });

  it('measures across 1×30000 and 30000×1 exactly', () => {
    for (const [width, height] of [
      [1, 30000],
      [30000, 1],
    ]) {
      const data = new Uint8Array(30000);
      data[0] = 255;
      const distances = squaredDistances({ data, width, height }, 'mask');
      expect(distances[29999]).toBe(29999 ** 2);
    }
  });

  it('refuses to look beyond the mask', () => {
    const within = { x: 1, y: 0, width: 2, height: 1 };
    expect(() => scanDistances(maskOf('..'), { to: 'mask', within, reach: 1 }, () => {})).toThrow('2×1');
  });
});
