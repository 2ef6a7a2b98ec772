import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exifOrientation, readIfd } from './exif.ts';

interface Field {
  readonly tag?: number;
  readonly type?: number;
  readonly count?: number;
  readonly value?: number;
}

/** An Exif body with one directory of these fields; a next-directory link to itself, as a hostile file has. */
function exifOf(fields: readonly Field[], little = true): Uint8Array {
  const bytes = new Uint8Array(8 + 2 + fields.length * 12 + 4);
  const view = new DataView(bytes.buffer);
  bytes.set(little ? [0x49, 0x49] : [0x4d, 0x4d]);
  view.setUint16(2, 42, little);
  view.setUint32(4, 8, little);
  view.setUint16(8, fields.length, little);
  fields.forEach(({ tag = 0x0112, type = 3, count = 1, value = 6 }, i) => {
    view.setUint16(10 + i * 12, tag, little);
    view.setUint16(12 + i * 12, type, little);
    view.setUint32(14 + i * 12, count, little);
    view.setUint16(18 + i * 12, value, little);
  });
  view.setUint32(bytes.length - 4, 8, little);
  return bytes;
}

describe('exifOrientation (I-17, I-18)', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('reads %i in both byte orders, with and without prefix', (value) => {
    for (const little of [true, false]) {
      const exif = exifOf([{ tag: 0x010f, type: 2 }, { value }], little);
      expect(exifOrientation(exif)).toBe(value);
      expect(exifOrientation(Uint8Array.of(0x45, 0x78, 0x69, 0x66, 0, 0, ...exif))).toBe(value);
    }
  });

  it.each([
    ['0', { value: 0 }],
    ['9', { value: 9 }],
    ['65535', { value: 65535 }],
    ['a string', { type: 2, value: 0x36 }],
    ['a byte', { type: 1 }],
    ['two numbers', { count: 2 }],
    ['no number', { count: 0 }],
  ])('is 1 for %s', (_, field) => {
    expect(exifOrientation(exifOf([field]))).toBe(1);
  });

  it('takes the first of two', () => {
    expect(exifOrientation(exifOf([{ value: 3 }, { value: 8 }]))).toBe(3);
  });

  it('is 1 for a directory that lies in the header, beyond the end, or is cut off', () => {
    const exif = exifOf([{ value: 6 }]);
    const moved = (start: number) => {
      const copy = exif.slice();
      copy[4] = start;
      return copy;
    };
    expect(
      [moved(0), moved(4), moved(200), exif.subarray(0, 15)].map((bytes) => exifOrientation(bytes)),
    ).toEqual([1, 1, 1, 1]);
  });

  it('reads at most 512 entries of a directory that claims 65,535', () => {
    const fields = Array.from({ length: 5000 }, (_, i) => ({ tag: i + 1000 }));
    expect(readIfd(exifOf(fields)).size).toBe(512);
  });

  it('takes any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.boolean(), (noise, little) => {
        const bytes = Uint8Array.of(...(little ? [0x49, 0x49, 42, 0] : [0x4d, 0x4d, 0, 42]), ...noise);
        expect([1, 2, 3, 4, 5, 6, 7, 8]).toContain(exifOrientation(bytes));
      }),
    );
  });
});
