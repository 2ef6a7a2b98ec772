import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { forwardDct } from './dct.ts';
import { encodeJpeg, maxJpegSide } from './encode.ts';
import { fastDct, fastDctScale } from './fastDct.ts';
import { readStructure } from './structure.ts';
import { joined, testPixels } from './testJpegs.ts';

function encode(rgba: Uint8ClampedArray | Uint8Array, width: number, height: number, quality: number) {
  const pieces: Uint8Array[] = [];
  const read = (y: number, rows: number) => rgba.subarray(4 * y * width, 4 * (y + rows) * width);
  const fractions = [
    ...encodeJpeg({ width, height, read }, { quality, head: [] }, (piece) => pieces.push(piece)),
  ];
  expect(fractions.at(-1)).toBe(1);
  return joined(pieces);
}

const rgbOf = (file: Uint8Array): Promise<Buffer> =>
  sharp(file, { failOn: 'warning' }).removeAlpha().raw().toBuffer();

/** Root of the mean square of what two pictures differ by. */
const distance = (a: Uint8Array, b: Uint8Array): number =>
  Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0) / a.length);

describe('the fast transform', () => {
  test('is the exact one but for its factors', () => {
    const block = Float64Array.from({ length: 64 }, (_, i) => ((i * 37) % 251) - 128);
    const fast = Float32Array.from(block);
    forwardDct(block);
    fastDct(fast);
    for (let i = 0; i < 64; i++) expect(fast[i] * fastDctScale(i)).toBeCloseTo(block[i], 2);
  });
});

describe('a JPEG from pixels', () => {
  test.each([
    [75, '4:2:0'],
    [92, '4:4:4'],
  ])(
    'of quality %i is as near to the photo as libjpeg’s, with chroma %s',
    async (quality, chromaSubsampling) => {
      const [width, height] = [203, 117];
      const rgb = testPixels(width, height);
      const rgba = await sharp(rgb, { raw: { width, height, channels: 3 } })
        .ensureAlpha()
        .raw()
        .toBuffer();
      const file = encode(rgba, width, height, quality);
      const theirs = await sharp(rgb, { raw: { width, height, channels: 3 } })
        .jpeg({ quality, chromaSubsampling, optimiseCoding: false })
        .toBuffer();
      const facts = await sharp(file).metadata();
      expect([facts.width, facts.height, facts.chromaSubsampling]).toEqual([
        width,
        height,
        chromaSubsampling,
      ]);
      expect(distance(await rgbOf(file), rgb)).toBeLessThan(1.02 * distance(await rgbOf(theirs), rgb));
      expect(file.length).toBeLessThan(1.03 * theirs.length);
      expect(readStructure(file).frame).toEqual(readStructure(theirs).frame);
    },
  );

  test.each([
    [1, 1],
    [7, 9],
    [16, 33],
  ])('of %i × %i pixels is whole', async (width, height) => {
    const grey = new Uint8Array(4 * width * height).fill(200);
    const pixels = await rgbOf(encode(grey, width, height, 80));
    expect(pixels.length).toBe(3 * width * height);
    expect(pixels.every((value) => Math.abs(value - 200) <= 1)).toBe(true);
  });

  test('with a side beyond the format is refused with both numbers', () => {
    const tooHigh = { width: 3, height: maxJpegSide + 1, read: () => new Uint8Array(0) };
    expect(() => [...encodeJpeg(tooHigh, { quality: 80, head: [] }, () => {})]).toThrow(
      'the picture is 3×65536',
    );
  });
});
