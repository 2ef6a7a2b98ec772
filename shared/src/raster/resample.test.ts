import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPicture, type Picture, type Plane } from './picture.ts';
import { resamplePicture, resamplePlane } from './resample.ts';

function row(...values: number[]): Plane {
  return { data: new Uint8Array(values), width: values.length, height: 1 };
}

function mean(plane: Plane): number {
  return plane.data.reduce((sum, value) => sum + value, 0) / plane.data.length;
}

/** A smooth picture: no frequency near the limit of half its size. */
function waves(width: number, height: number): Picture {
  const picture = createPicture(width, height);
  for (let i = 0; i < width * height; i++) {
    const u = ((i % width) + 0.5) / width;
    const v = (Math.floor(i / width) + 0.5) / height;
    const values = [Math.sin(9 * u + 4 * v), Math.cos(7 * v), Math.sin(6 * u) * Math.cos(5 * v), 1.27];
    values.forEach((value, c) => (picture.data[i * 4 + c] = c === 3 ? 255 : 128 + 90 * value));
  }
  return picture;
}

describe('resample', () => {
  it('averages areas when it shrinks', () => {
    expect([...resamplePlane(row(0, 100, 200, 100), 2, 1).data]).toEqual([50, 150]);
    // Three into two: each new pixel holds one and a half old ones.
    expect([...resamplePlane(row(0, 90, 240), 2, 1).data]).toEqual([30, 190]);
  });

  it('repeats pixels with the box kernel', () => {
    expect([...resamplePlane(row(10, 250), 6, 1, 'box').data]).toEqual([10, 10, 10, 250, 250, 250]);
  });

  it('keeps one tone one tone, at any size, with every kernel', () => {
    const side = fc.integer({ min: 1, max: 40 });
    const kernel = fc.constantFrom('lanczos3', 'catmullRom', 'box');
    fc.assert(
      fc.property(side, side, side, side, fc.nat(255), kernel, (w, h, toW, toH, tone, up) => {
        const plane = { data: new Uint8Array(w * h).fill(tone), width: w, height: h };
        const out = resamplePlane(plane, toW, toH, up);
        expect(out.data.every((value) => value === tone)).toBe(true);
      }),
    );
  });

  it('keeps the mean when it shrinks', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 64, maxLength: 64 }),
        fc.integer({ min: 1, max: 8 }),
        (data, to) => {
          const plane = { data, width: 8, height: 8 };
          expect(Math.abs(mean(resamplePlane(plane, to, to)) - mean(plane))).toBeLessThanOrEqual(0.5);
        },
      ),
    );
  });

  it('brings a smooth picture back from twice and from 1.7 times its size within 1 level', () => {
    const photo = waves(64, 48);
    for (const factor of [2, 1.7]) {
      const large = resamplePicture(photo, Math.round(64 * factor), Math.round(48 * factor));
      const back = resamplePicture(large, 64, 48);
      let worst = 0;
      for (let i = 0; i < back.data.length; i++) {
        worst = Math.max(worst, Math.abs(back.data[i] - photo.data[i]));
      }
      expect(worst).toBeLessThanOrEqual(1);
    }
  });

  it('does not shift: a centred picture stays centred', () => {
    const symmetric = row(0, 60, 255, 60, 0);
    for (const width of [3, 9, 10, 15]) {
      const data = [...resamplePlane(symmetric, width, 1).data];
      expect(data).toEqual(data.toReversed());
    }
  });

  it('keeps hidden colour hidden: transparent red does not bleed into opaque blue', () => {
    const picture: Picture = {
      data: new Uint8ClampedArray([255, 0, 0, 0, 0, 0, 255, 255]),
      width: 2,
      height: 1,
    };
    expect([...resamplePicture(picture, 1, 1).data]).toEqual([0, 0, 255, 128]);
  });

  it('refuses a size of nothing with both sizes', () => {
    expect(() => resamplePlane(row(1, 2), 0, 1)).toThrow('cannot resample 2×1 to 0×1');
  });
});
