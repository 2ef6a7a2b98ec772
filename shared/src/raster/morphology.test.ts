import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascii, maskOf } from './ascii.ts';
import type { Plane } from './picture.ts';
import {
  close,
  dilate,
  erode,
  fillHoles,
  matteFromMask,
  open,
  outline,
  removeSpecks,
  ringAround,
  smooth,
} from './morphology.ts';

const anyMask: fc.Arbitrary<Plane> = fc
  .tuple(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 1, max: 16 }))
  .chain(([width, height]) =>
    fc
      .array(fc.constantFrom(0, 0, 255), { minLength: width * height, maxLength: width * height })
      .map((values) => ({ data: Uint8Array.from(values), width, height })),
  );
const anyRadius = fc.double({ min: 0, max: 6, noNaN: true });

/** True when everything masked in `a` is masked in `b`. */
function isPartOf(a: Plane, b: Plane): boolean {
  return a.data.every((value, i) => value < 128 || b.data[i] >= 128);
}

describe('dilate', () => {
  it('grows by a disc', () => {
    expect(ascii(dilate(maskOf('.....', '..#..', '.....'), 1))).toEqual(['..#..', '.###.', '..#..']);
    const point = maskOf('.......', '.......', '.......', '...#...', '.......', '.......', '.......');
    expect(ascii(dilate(point, 3))).toEqual([
      '...#...',
      '.#####.',
      '.#####.',
      '#######',
      '.#####.',
      '.#####.',
      '...#...',
    ]);
    expect(ascii(dilate(maskOf('...', '.#.', '...'), 1.5))).toEqual(['###', '###', '###']);
  });

  it('stays on the photo, and grows nothing from nothing', () => {
    expect(ascii(dilate(maskOf('#..', '...'), 1))).toEqual(['##.', '#..']);
    expect(ascii(dilate(maskOf('..', '..'), 5))).toEqual(['..', '..']);
    expect(ascii(dilate(maskOf('#..', '...'), 1e9))).toEqual(['###', '###']);
  });

  it('changes nothing by less than a pixel', () => {
    expect(ascii(dilate(maskOf('.#.'), 0.99))).toEqual(['.#.']);
  });

  it('masks exactly the pixels within the radius', () => {
    fc.assert(
      fc.property(anyMask, anyRadius, (mask, radius) => {
        const grown = dilate(mask, radius);
        const masked = [...mask.data.keys()].filter((i) => mask.data[i] === 255);
        const want = Array.from(mask.data.keys(), (i) => {
          const near = masked.some((m) => {
            const dx = (m % mask.width) - (i % mask.width);
            const dy = Math.floor(m / mask.width) - Math.floor(i / mask.width);
            return dx * dx + dy * dy <= radius * radius;
          });
          return near ? 255 : 0;
        });
        expect([...grown.data]).toEqual(want);
      }),
    );
  });

  it('refuses a radius that is no distance', () => {
    expect(() => dilate(maskOf('#'), -1)).toThrow('radius -1');
    expect(() => dilate(maskOf('#'), NaN)).toThrow('radius NaN');
  });
});

describe('erode, open, close', () => {
  it('erodes by a disc, but not at the edge of the photo', () => {
    expect(ascii(erode(maskOf('.....', '.###.', '.###.', '.###.', '.....'), 1))).toEqual([
      '.....',
      '.....',
      '..#..',
      '.....',
      '.....',
    ]);
    expect(ascii(erode(maskOf('##..', '##..'), 1))).toEqual(['#...', '#...']);
    expect(ascii(erode(maskOf('##', '##'), 9))).toEqual(['##', '##']);
  });

  it('is dilation of the background', () => {
    fc.assert(
      fc.property(anyMask, anyRadius, (mask, radius) => {
        const background = { ...mask, data: mask.data.map((value) => 255 - value) };
        const grown = dilate(background, radius);
        expect([...erode(mask, radius).data]).toEqual(Array.from(grown.data, (value) => 255 - value));
      }),
    );
  });

  it('opens within the mask, closes around it, and does nothing the second time', () => {
    fc.assert(
      fc.property(anyMask, anyRadius, (mask, radius) => {
        const opened = open(mask, radius);
        const closed = close(mask, radius);
        expect(isPartOf(opened, mask) && isPartOf(mask, closed)).toBe(true);
        expect(open(opened, radius)).toEqual(opened);
        expect(close(closed, radius)).toEqual(closed);
      }),
    );
  });
});

describe('matteFromMask', () => {
  it('ramps inwards from the edge and is full deep inside', () => {
    const mask = maskOf('..........', '.########.', '.########.', '..........');
    const line = { data: mask.data.subarray(10, 20), width: 10, height: 1 };
    expect([...matteFromMask(line, 3).data]).toEqual([0, 40, 128, 215, 255, 255, 215, 128, 40, 0]);
    expect([...matteFromMask(line, 0).data]).toEqual([0, 255, 255, 255, 255, 255, 255, 255, 255, 0]);
  });

  it('is full at the edge of the photo', () => {
    expect([...matteFromMask(maskOf('####.'), 1).data]).toEqual([255, 255, 255, 128, 0]);
    expect([...matteFromMask(maskOf('##', '##'), 50).data]).toEqual([255, 255, 255, 255]);
  });

  it('is 0 at every pixel outside the mask', () => {
    fc.assert(
      fc.property(anyMask, fc.double({ min: 0, max: 40, noNaN: true }), (mask, featherPx) => {
        const matte = matteFromMask(mask, featherPx);
        expect(matte.data.every((value, i) => mask.data[i] === 255 || value === 0)).toBe(true);
      }),
    );
  });
});

describe('ringAround', () => {
  it('leaves out the mask and the inner distance', () => {
    expect(ascii(ringAround(maskOf('#......'), 1, 3))).toEqual(['..##...']);
    expect(ascii(ringAround(maskOf('#......'), 0, 1))).toEqual(['.#.....']);
  });
});

describe('smooth', () => {
  it('takes off spurs and fills notches', () => {
    const ragged = maskOf('.......', '...#...', '#######', '###.###', '#######');
    expect(ascii(smooth(ragged, 1))).toEqual(['.......', '.......', '#######', '#######', '#######']);
  });

  it('is the majority of the square around, counted one by one', () => {
    fc.assert(
      fc.property(anyMask, fc.nat(4), (mask, radius) => {
        const want = Array.from(mask.data.keys(), (i) => {
          let balance = 0;
          for (let y = -radius; y <= radius; y++) {
            for (let x = -radius; x <= radius; x++) {
              const px = (i % mask.width) + x;
              const py = Math.floor(i / mask.width) + y;
              if (px < 0 || py < 0 || px >= mask.width || py >= mask.height) continue;
              balance += mask.data[py * mask.width + px] === 255 ? 1 : -1;
            }
          }
          return balance === 0 ? mask.data[i] : balance > 0 ? 255 : 0;
        });
        expect([...smooth(mask, radius).data]).toEqual(want);
      }),
    );
  });
});

describe('fillHoles and removeSpecks', () => {
  const ring = maskOf('......', '.###..', '.#.#.#', '.###..', '......');

  it('fills what the mask encloses', () => {
    expect(ascii(fillHoles(ring))).toEqual(['......', '.###..', '.###.#', '.###..', '......']);
    expect(ascii(fillHoles(ring, 0))).toEqual(ascii(ring));
  });

  it('leaves a bay that reaches the edge', () => {
    expect(ascii(fillHoles(maskOf('#.#', '#.#', '###')))).toEqual(['#.#', '#.#', '###']);
  });

  it('removes parts smaller than asked', () => {
    expect(ascii(removeSpecks(ring, 2))).toEqual(['......', '.###..', '.#.#..', '.###..', '......']);
    expect(ascii(removeSpecks(ring, 1))).toEqual(ascii(ring));
  });
});

describe('outline', () => {
  it('is the rim of the mask', () => {
    expect(ascii(outline(maskOf('.....', '.###.', '.###.', '.###.', '.....')))).toEqual([
      '.....',
      '.###.',
      '.#.#.',
      '.###.',
      '.....',
    ]);
  });
});
