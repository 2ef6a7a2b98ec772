import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascii, maskOf } from './ascii.ts';
import {
  countMasked,
  fitMask,
  invertMask,
  maskBounds,
  maskCoverage,
  maskFromPicture,
  thresholdMask,
} from './mask.ts';
import { createPicture, createPlane, type Picture } from './picture.ts';
import { EMPTY_RECT } from './rect.ts';

/** A picture of one pixel per [r, g, b, a]. */
function pixels(...values: readonly (readonly [number, number, number, number])[]): Picture {
  return { data: new Uint8ClampedArray(values.flat()), width: values.length, height: 1 };
}

describe('mask', () => {
  it('is masked from 128 on', () => {
    const soft = { data: new Uint8Array([0, 127, 128, 255]), width: 4, height: 1 };
    expect([...thresholdMask(soft).data]).toEqual([0, 0, 255, 255]);
    expect(countMasked(soft)).toBe(2);
    expect(maskCoverage(soft)).toBe(0.5);
  });

  it('inverts without losing the soft edge', () => {
    const soft = { data: new Uint8Array([0, 64, 255]), width: 3, height: 1 };
    expect([...invertMask(soft).data]).toEqual([255, 191, 0]);
  });

  it('has the bounds of what is drawn', () => {
    expect(maskBounds(maskOf('.....', '...#.', '.#...', '.....'))).toEqual({
      x: 1,
      y: 1,
      width: 3,
      height: 2,
    });
    expect(maskBounds(maskOf('...', '...'))).toEqual(EMPTY_RECT);
    expect(maskBounds(maskOf('###', '###'))).toEqual({ x: 0, y: 0, width: 3, height: 2 });
    expect(maskCoverage(createPlane(0, 0))).toBe(0);
  });

  it('finds the same bounds as looking at every pixel', () => {
    const anyMask = fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
      .chain(([width, height]) =>
        fc
          .uint8Array({ minLength: width * height, maxLength: width * height })
          .map((data) => ({ data, width, height })),
      );
    fc.assert(
      fc.property(anyMask, (mask) => {
        const xs: number[] = [];
        const ys: number[] = [];
        mask.data.forEach((value, i) => {
          if (value < 128) return;
          xs.push(i % mask.width);
          ys.push(Math.floor(i / mask.width));
        });
        const x = Math.min(...xs);
        const y = Math.min(...ys);
        const drawn = { x, y, width: Math.max(...xs) - x + 1, height: Math.max(...ys) - y + 1 };
        expect(maskBounds(mask)).toEqual(xs.length === 0 ? EMPTY_RECT : drawn);
        expect(countMasked(mask)).toBe(xs.length);
      }),
    );
  });

  it('fits to a larger size by repeating pixels', () => {
    expect(ascii(fitMask(maskOf('#.', '.#'), 4, 4))).toEqual(['##..', '##..', '..##', '..##']);
  });

  it('fits to a smaller size by the half that is covered, or keeps every hairline', () => {
    const hairline = maskOf('......', '..#...', '..#...', '......');
    expect(ascii(fitMask(hairline, 2, 2))).toEqual(['..', '..']);
    expect(ascii(fitMask(hairline, 2, 2, 'all'))).toEqual(['#.', '#.']);
    expect(ascii(fitMask(maskOf('####..', '####..'), 3, 1))).toEqual(['##.']);
  });

  it('is read from alpha when any pixel is not opaque, otherwise from luminance (M-3)', () => {
    expect([...maskFromPicture(pixels([0, 0, 0, 255], [255, 255, 255, 0])).data]).toEqual([255, 0]);
    expect([...maskFromPicture(pixels([0, 0, 0, 255], [255, 255, 255, 255])).data]).toEqual([0, 255]);
    // Rec. 601: green is light (150), pure red (76) and blue (29) are dark.
    const primaries = pixels([0, 255, 0, 255], [255, 0, 0, 255], [0, 0, 255, 255], [128, 128, 128, 255]);
    expect([...maskFromPicture(primaries).data]).toEqual([255, 0, 0, 255]);
  });

  it('says both numbers when a picture does not fit its size', () => {
    const broken = { ...createPicture(2, 2), width: 3 };
    expect(() => maskFromPicture(broken)).toThrow('picture is 16 bytes; 3×2 RGBA needs 24');
  });
});
