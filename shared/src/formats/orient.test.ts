import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createPicture, type Picture } from '../raster/picture.ts';
import type { Orientation } from './exif.ts';
import { inverseOrientation, orientPicture, orientPoint, orientSize } from './orient.ts';

const ALL: readonly Orientation[] = [1, 2, 3, 4, 5, 6, 7, 8];

/** An upright F: no turn and no mirroring leaves it as it is. */
const F = ['###', '#..', '##.', '#..', '#..'];

/** How a camera stores an upright F under each orientation (Exif 2.3, figure of tag 0x0112). */
const STORED: Readonly<Record<Orientation, readonly string[]>> = {
  1: ['###', '#..', '##.', '#..', '#..'],
  2: ['###', '..#', '.##', '..#', '..#'],
  3: ['..#', '..#', '.##', '..#', '###'],
  4: ['#..', '#..', '##.', '#..', '###'],
  5: ['#####', '#.#..', '#....'],
  6: ['#....', '#.#..', '#####'],
  7: ['....#', '..#.#', '#####'],
  8: ['#####', '..#.#', '....#'],
};

function pictureOf(rows: readonly string[]): Picture {
  const picture = createPicture(rows[0].length, rows.length);
  [...rows.join('')].forEach((c, i) => picture.data.set(c === '#' ? [255, i, 7, 9] : [0, i, 7, 9], i * 4));
  return picture;
}

function rowsOf({ data, width, height }: Picture): string[] {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => (data[(y * width + x) * 4] === 255 ? '#' : '.')).join(''),
  );
}

describe('orientation', () => {
  it.each(ALL)('%i: the stored F stands upright', (orientation) => {
    expect(rowsOf(orientPicture(pictureOf(STORED[orientation]), orientation))).toEqual(F);
  });

  it.each(ALL)('%i: the inverse brings every byte back', (orientation) => {
    const stored = pictureOf(STORED[orientation]);
    const back = orientPicture(orientPicture(stored, orientation), inverseOrientation(orientation));
    expect(back).toEqual(stored);
  });

  it.each(ALL)('%i: points go where their pixels go, and back', (orientation) => {
    const stored = pictureOf(STORED[orientation]);
    const upright = orientPicture(stored, orientation);
    const size = orientSize(stored, orientation);
    for (let i = 0; i < 15; i++) {
      const at = { x: i % stored.width, y: Math.floor(i / stored.width) };
      const to = orientPoint(at, stored, orientation);
      expect(upright.data[(to.y * size.width + to.x) * 4 + 1]).toBe(i);
      expect(orientPoint(to, size, inverseOrientation(orientation))).toEqual(at);
    }
  });

  it.each(ALL)('%i: equals what libvips does, across block borders', async (orientation) => {
    const [width, height] = [131, 70];
    const stored = createPicture(width, height);
    for (let i = 0; i < stored.data.length; i++) stored.data[i] = (i * 31 + (i >> 8)) & 255;
    const raw = { width, height, channels: 4 } as const;
    const file = await sharp(stored.data, { raw }).withMetadata({ orientation }).png().toBuffer();
    const { data, info } = await sharp(file).autoOrient().raw().toBuffer({ resolveWithObject: true });
    const upright = orientPicture(stored, orientation);
    expect([upright.width, upright.height]).toEqual([info.width, info.height]);
    expect(data.equals(Buffer.from(upright.data))).toBe(true);
  });

  it('turns pixels that begin at an odd byte', () => {
    const { data, width, height } = pictureOf(STORED[6]);
    const shifted = new Uint8ClampedArray(data.length + 1);
    shifted.set(data, 1);
    expect(rowsOf(orientPicture({ data: shifted.subarray(1), width, height }, 6))).toEqual(F);
  });
});
