import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { decodeInk } from '../jpeg/decodeInk.ts';
import { testPixels } from '../jpeg/testJpegs.ts';
import { readInkProfile } from './inkProfile.ts';
import { inkToRgb } from './inkToRgb.ts';
import { colourDistance, deltaE00 } from './testColourDistance.ts';

const [width, height] = [203, 117];

/** Ink as sharp's own press profile has it. */
const inkOf = (options: object) =>
  sharp(testPixels(width, height), { raw: { width, height, channels: 3 } })
    .blur(1)
    .toColourspace('cmyk')
    .withIccProfile('cmyk')
    .jpeg({ quality: 96, ...options })
    .toBuffer();

const rgbOf = async (file: Buffer): Promise<Uint8ClampedArray> => {
  const { icc } = await sharp(file).metadata();
  const profile = icc && readInkProfile(icc);
  if (!profile) throw new Error('no ink profile');
  return inkToRgb(decodeInk(file).data, profile);
};

test('the distance of colours is CIEDE2000', () => {
  // Pairs 1, 7, 17 and 25 of Sharma, Wu & Dalal (2005), table 1.
  for (const [a, b, distance] of [
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, 0, 0], [50, -1, 2], 2.3669],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
    [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
  ] as const)
    expect(deltaE00(a, b)).toBeCloseTo(distance, 4);
});

describe('a JPEG in ink', () => {
  test.each([
    ['baseline', {}],
    ['progressive', { progressive: true }],
    ['subsampled', { chromaSubsampling: '4:2:0' }],
  ])('%s, is decoded as libjpeg decodes it', async (_name, options) => {
    const file = await inkOf(options);
    const { data } = await sharp(file, { ignoreIcc: true })
      .pipelineColourspace('cmyk')
      .toColourspace('cmyk')
      .raw()
      .toBuffer({ resolveWithObject: true });
    const own = decodeInk(file);
    expect([own.width, own.height, own.data.length]).toEqual([width, height, data.length]);
    const apart = own.data.map((value, i) => Math.abs(value - data[i]));
    expect(apart.reduce((a, b) => a + b) / apart.length).toBeLessThan(0.5);
  });

  test('becomes the colours that a colour engine makes of it: ΔE00 below 2 on average', async () => {
    const file = await inkOf({});
    const engine = await sharp(file).toColourspace('srgb').ensureAlpha().raw().toBuffer();
    const { mean, worst } = colourDistance(await rgbOf(file), engine);
    expect(mean).toBeLessThan(2);
    expect(worst).toBeLessThan(10);
  });

  test('with a profile that is none, or has no such table, is left to others', async () => {
    const { icc } = await sharp(await inkOf({})).metadata();
    expect(readInkProfile(new Uint8Array(500))).toBeUndefined();
    expect(readInkProfile((icc ?? new Uint8Array(0)).subarray(0, 4000))).toBeUndefined();
  });
});
