import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { iccpChunk, pngChunk } from '../raster/png.ts';
import { readIccProfile } from './icc.ts';
import { adobeRgbProfile } from './testProfile.ts';
import { canvasColourOf, toDisplayP3 } from './wideColour.ts';

const profileOf = async (name: string): Promise<Uint8Array> => {
  const picture = sharp({ create: { width: 1, height: 1, channels: 3, background: '#888' } });
  const { icc } = await sharp(await picture.withIccProfile(name).png().toBuffer()).metadata();
  if (!icc) throw new Error(`sharp embedded no profile ${name}`);
  return icc;
};

describe('what a canvas can do for a profile (I-19)', () => {
  test('sRGB and Display P3 are known, other primaries are converted, and what cannot be read counts as sRGB', async () => {
    expect(canvasColourOf(readIccProfile(await profileOf('srgb')))).toBe('srgb');
    expect(canvasColourOf(readIccProfile(await profileOf('p3')))).toBe('display-p3');
    expect(canvasColourOf(readIccProfile(adobeRgbProfile()))).toBe('converted');
    const ink = Uint8Array.from(adobeRgbProfile());
    ink.set(Buffer.from('CMYK'), 16);
    expect(readIccProfile(ink)).toEqual({ space: 'CMYK' });
    const broken = (await profileOf('p3')).slice();
    broken.fill(255, 128);
    expect(canvasColourOf(readIccProfile(broken))).toBe('srgb');
    expect(readIccProfile(new Uint8Array(4_000_000))).toBeUndefined();
  });
});

describe('Adobe RGB is shown as Display P3', () => {
  test('grey stays grey, and numbers come out as a colour engine has them', async () => {
    const { matrix } = readIccProfile(adobeRgbProfile()) ?? {};
    if (!matrix) throw new Error('no primaries');
    // Within sRGB, through which sharp converts.
    const numbers = [128, 128, 128, 255, 200, 100, 50, 7, 90, 140, 110, 255, 250, 250, 250, 255];
    const shown = Uint8ClampedArray.from(numbers);
    toDisplayP3(matrix)(shown);
    const rgb = numbers.filter((_, i) => i % 4 < 3);
    const tagged = await sharp(Buffer.from(rgb), { raw: { width: 4, height: 1, channels: 3 } })
      .png()
      .toBuffer();
    const png = Buffer.concat([
      tagged.subarray(0, 33),
      pngChunk('iCCP', iccpChunk('a', deflateSync(adobeRgbProfile())).data),
      tagged.subarray(33),
    ]);
    const converted = await sharp(png).withIccProfile('p3').png().toBuffer();
    // Read as numbers: without its profile, which sharp would apply.
    const engine = await sharp(await sharp(converted, { ignoreIcc: true }).png().toBuffer())
      .raw()
      .toBuffer();
    const own = [...shown].filter((_, i) => i % 4 < 3);
    expect(Math.max(...own.map((value, i) => Math.abs(value - engine[i])))).toBeLessThanOrEqual(2);
    expect([shown[3], shown[7]]).toEqual([255, 7]);
  });
});
