import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { iccpChunk, pngChunk } from '../raster/png.ts';
import { readIccProfile } from './icc.ts';
import { canvasColourOf, toDisplayP3 } from './wideColour.ts';

const profileOf = async (name: string): Promise<Uint8Array> => {
  const picture = sharp({ create: { width: 1, height: 1, channels: 3, background: '#888' } });
  const { icc } = await sharp(await picture.withIccProfile(name).png().toBuffer()).metadata();
  if (!icc) throw new Error(`sharp embedded no profile ${name}`);
  return icc;
};

/** The smallest profile there can be: three primaries (D50) and one curve by its exponent. */
function profile(primaries: readonly (readonly number[])[], gamma: number): Uint8Array {
  const tags = ['rXYZ', 'gXYZ', 'bXYZ', 'rTRC', 'gTRC', 'bTRC'];
  const out = Buffer.alloc(128 + 4 + 12 * tags.length + 3 * 20 + 16);
  out.writeUInt32BE(out.length, 0);
  out.writeUInt32BE(0x02100000, 8);
  out.write('mntrRGB XYZ ', 12, 'latin1');
  out.write('acsp', 36, 'latin1');
  // The illuminant of the connection space, D50.
  for (const [i, value] of [0.9642, 1, 0.8249].entries())
    out.writeInt32BE(Math.round(value * 65_536), 68 + 4 * i);
  out.writeUInt32BE(tags.length, 128);
  const values = 132 + 12 * tags.length;
  for (const [i, tag] of tags.entries()) {
    const at = values + 20 * Math.min(i, 3);
    out.write(tag, 132 + 12 * i, 'latin1');
    out.writeUInt32BE(at, 136 + 12 * i);
    out.writeUInt32BE(i < 3 ? 20 : 14, 140 + 12 * i);
    if (i < 3) {
      out.write('XYZ ', at, 'latin1');
      for (const [k, value] of primaries[i].entries())
        out.writeInt32BE(Math.round(value * 65_536), at + 8 + 4 * k);
    } else {
      out.write('curv', at, 'latin1');
      out.writeUInt32BE(1, at + 8);
      out.writeUInt16BE(Math.round(gamma * 256), at + 12);
    }
  }
  return out;
}

/** As Adobe RGB (1998) states them, adapted to D50. */
const adobeRgb = () =>
  profile(
    [
      [0.60974, 0.31111, 0.01947],
      [0.20528, 0.62567, 0.06087],
      [0.14919, 0.06322, 0.74457],
    ],
    2.19921875,
  );

describe('what a canvas can do for a profile (I-19)', () => {
  test('sRGB and Display P3 are known, other primaries are converted, and what cannot be read counts as sRGB', async () => {
    expect(canvasColourOf(readIccProfile(await profileOf('srgb')))).toBe('srgb');
    expect(canvasColourOf(readIccProfile(await profileOf('p3')))).toBe('display-p3');
    expect(canvasColourOf(readIccProfile(adobeRgb()))).toBe('converted');
    const ink = Uint8Array.from(adobeRgb());
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
    const { matrix } = readIccProfile(adobeRgb()) ?? {};
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
      pngChunk('iCCP', iccpChunk('a', deflateSync(adobeRgb())).data),
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
