import { describe, expect, it } from 'vitest';
import { readerOf } from './photoReader.ts';
import { paint } from './testPictures.ts';

const photo = paint(64, 48, (x, y) => [4 * x, 4 * y, 100], 0);

describe('readerOf', () => {
  it('gives the photo’s own pixels at their own size', () => {
    const { data } = readerOf(photo).read({ x: 5, y: 7, width: 2, height: 1 }, 2, 1);
    expect([...data]).toEqual([20, 28, 100, 255, 24, 28, 100, 255]);
  });

  it('gives means when it is asked for fewer, the same from any level', () => {
    const { data } = readerOf(photo).read({ x: 0, y: 0, width: 64, height: 48 }, 2, 1);
    expect([data[0], data[4]].map((v) => Math.abs(v - (v < 128 ? 62 : 190)) <= 1)).toEqual([true, true]);
    expect(Math.abs(data[1] - 94)).toBeLessThanOrEqual(1);
  });

  it('reads any part at any size, to one pixel', () => {
    for (const [x, y, width, height, w, h] of [
      [63, 47, 1, 1, 1, 1],
      [1, 1, 63, 47, 7, 5],
      [3, 0, 50, 1, 13, 1],
      [10, 10, 33, 31, 32, 30],
    ]) {
      const { data } = readerOf(photo).read({ x, y, width, height }, w, h);
      expect(data.length).toBe(4 * w * h);
      // Red is four times the column: within two columns of the middle of what was asked for.
      const middle = 4 * Math.floor(w / 2);
      expect(Math.abs(data[middle] / 4 - (x + ((Math.floor(w / 2) + 0.5) * width) / w - 0.5))).toBeLessThan(
        2,
      );
      expect(data[middle + 3]).toBe(255);
    }
  });

  it('refuses what leaves the photo or would enlarge it', () => {
    expect(() => readerOf(photo).read({ x: 60, y: 0, width: 9, height: 2 }, 1, 1)).toThrow(
      'leaves a photo of 64×48',
    );
    expect(() => readerOf(photo).read({ x: 0, y: 0, width: 2, height: 2 }, 3, 2)).toThrow(
      'cannot read 2×2 pixels as 3×2',
    );
  });
});
