import { deflateSync } from 'node:zlib';
import { pngChunk } from '@cleanplate/shared/raster/png.ts';
import { describe, expect, test } from 'vitest';
import { pngPixels } from './pngPixels.ts';

interface TestPng {
  readonly width: number;
  readonly depth: number;
  /** PNG's colour type. */
  readonly type: number;
  readonly rows: readonly (readonly number[])[];
  readonly palette?: readonly number[];
  readonly clear?: readonly number[];
}

function png({ width, depth, type, rows, palette, clear }: TestPng): Uint8Array {
  const header = Uint8Array.from([0, 0, 0, width, 0, 0, 0, rows.length, depth, type, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    ...(palette ? [pngChunk('PLTE', Uint8Array.from(palette))] : []),
    ...(clear ? [pngChunk('tRNS', Uint8Array.from(clear))] : []),
    pngChunk('IDAT', deflateSync(Uint8Array.from(rows.flatMap((row) => [0, ...row])))),
    pngChunk('IEND', new Uint8Array()),
  ]);
}

const rgba = (file: TestPng): number[][] => {
  const { data } = pngPixels(png(file));
  return Array.from({ length: data.length / 4 }, (_, i) => [...data.subarray(4 * i, 4 * i + 4)]);
};

describe('pixels of a PNG are its own (I-16, I-20)', () => {
  test('one bit of grey', () => {
    expect(rgba({ width: 3, depth: 1, type: 0, rows: [[0b10100000]] })).toEqual([
      [255, 255, 255, 255],
      [0, 0, 0, 255],
      [255, 255, 255, 255],
    ]);
  });

  test('a grey that counts as clear keeps its value below', () => {
    expect(rgba({ width: 2, depth: 8, type: 0, rows: [[7, 9]], clear: [0, 7] })).toEqual([
      [7, 7, 7, 0],
      [9, 9, 9, 255],
    ]);
  });

  test('a colour that counts as clear keeps its value below', () => {
    expect(
      rgba({ width: 3, depth: 8, type: 2, rows: [[1, 2, 3, 1, 2, 4, 1, 2, 3]], clear: [0, 1, 0, 2, 0, 3] }),
    ).toEqual([
      [1, 2, 3, 0],
      [1, 2, 4, 255],
      [1, 2, 3, 0],
    ]);
  });

  test('a palette of four bits with alpha', () => {
    const palette = [10, 20, 30, 40, 50, 60];
    expect(rgba({ width: 3, depth: 4, type: 3, rows: [[0x01, 0x00]], palette, clear: [128] })).toEqual([
      [10, 20, 30, 128],
      [40, 50, 60, 255],
      [10, 20, 30, 128],
    ]);
  });

  test('grey and alpha', () => {
    expect(rgba({ width: 2, depth: 8, type: 4, rows: [[200, 0, 100, 50]] })).toEqual([
      [200, 200, 200, 0],
      [100, 100, 100, 50],
    ]);
  });

  test.each([
    [0, 1],
    [4, 2],
    [2, 3],
    [6, 4],
  ])('16 bits of colour type %i are rounded, not cut: never over half a level away', (type, channels) => {
    for (const value of [0, 128, 129, 255, 256, 0x7fff, 0x8000, 0xfe80, 0xffff]) {
      const row = Array.from({ length: channels }, () => [value >> 8, value & 255]).flat();
      const [[red, , blue, alpha]] = rgba({ width: 1, depth: 16, type, rows: [row] });
      const rounded = Math.round((value * 255) / 65_535);
      expect([red, blue, alpha]).toEqual([rounded, rounded, channels % 2 === 0 ? rounded : 255]);
    }
  });
});
