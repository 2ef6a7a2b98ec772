import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compositeThroughMatte, countDifferences } from './composite.ts';
import { createPicture, createPlane, type Picture, type Plane } from './picture.ts';

interface Case {
  readonly photo: Picture;
  readonly candidate: Picture;
  readonly matte: Plane;
}

const anyCase: fc.Arbitrary<Case> = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
  .chain(([width, height]) => {
    const bytes = (count: number) => fc.uint8Array({ minLength: count, maxLength: count });
    const picture = bytes(width * height * 4).map((data) => ({
      data: Uint8ClampedArray.from(data),
      width,
      height,
    }));
    const matte = bytes(width * height).map((data) => ({
      // Half of the pixels outside, so that both sides are tried.
      data: data.map((value) => Math.max(0, value * 2 - 255)),
      width,
      height,
    }));
    return fc.record({ photo: picture, candidate: picture, matte });
  });

function pixel(...rgba: number[]): Picture {
  return { data: new Uint8ClampedArray(rgba), width: 1, height: 1 };
}

describe('compositeThroughMatte', () => {
  it('keeps the photo byte for byte where the matte is 0', () => {
    fc.assert(
      fc.property(anyCase, ({ photo, candidate, matte }) => {
        const out = compositeThroughMatte(photo, candidate, matte);
        expect(countDifferences(photo, out, matte)).toBe(0);
      }),
    );
  });

  it('takes the colour of the candidate where the matte is 255, and alpha from the photo everywhere', () => {
    fc.assert(
      fc.property(anyCase, ({ photo, candidate, matte }) => {
        const out = compositeThroughMatte(photo, candidate, matte);
        const wrong = [...out.data.keys()].filter((at) => {
          const full = matte.data[at >> 2] === 255 && at % 4 !== 3;
          const kept = matte.data[at >> 2] === 0 || at % 4 === 3;
          return (full && out.data[at] !== candidate.data[at]) || (kept && out.data[at] !== photo.data[at]);
        });
        expect(wrong).toEqual([]);
      }),
    );
  });

  it('leaves no trace where candidate and photo agree, whatever the matte', () => {
    fc.assert(
      fc.property(anyCase, ({ photo, matte }) => {
        expect([...compositeThroughMatte(photo, photo, matte).data]).toEqual([...photo.data]);
      }),
    );
  });

  it('mixes in proportion between', () => {
    const matte = createPlane(1, 1, 51);
    const out = compositeThroughMatte(pixel(100, 0, 255, 9), pixel(200, 255, 0, 255), matte);
    expect([...out.data]).toEqual([120, 51, 204, 9]);
  });

  it('names both sizes when they differ', () => {
    const photo = createPicture(2, 2);
    expect(() => compositeThroughMatte(photo, createPicture(2, 3), createPlane(2, 2))).toThrow(
      'candidate is 2×3; photo is 2×2',
    );
    expect(() => countDifferences(photo, photo, createPlane(1, 4))).toThrow(
      'matte is 1×4; first picture is 2×2',
    );
  });
});

describe('countDifferences', () => {
  it('counts pixels, in alpha too, and only outside the matte', () => {
    const a = createPicture(3, 1);
    const b = createPicture(3, 1);
    b.data[3] = 1;
    b.data[4] = b.data[5] = 7;
    b.data[8] = 1;
    const matte = { data: new Uint8Array([0, 0, 1]), width: 3, height: 1 };
    expect(countDifferences(a, b, matte)).toBe(2);
  });
});
