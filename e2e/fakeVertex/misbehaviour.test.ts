// What Gemini does to a picture, undone: the page's own way of fitting a candidate, on a sample photo with its truth.
import { readFileSync } from 'node:fs';
import { compositeThroughMatte, countDifferences } from '@cleanplate/shared/raster/composite.ts';
import { fitCandidate } from '@cleanplate/shared/raster/fitCandidate.ts';
import { matteFromMask } from '@cleanplate/shared/raster/morphology.ts';
import { createPlane, cropPicture, type Picture, type Plane } from '@cleanplate/shared/raster/picture.ts';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { answerGenerate, wellBehaved, type Misbehaviour } from './generate.ts';
import { decode } from './pictures.ts';

const side = 512;
const region = { x: 260, y: 840, width: 512, height: 360 } as const;
const sample = (file: string) =>
  decode(readFileSync(new URL(`../../samples/perfume_marble/${file}`, import.meta.url)));

let photo: Picture;
let truth: Picture;
let mask: Plane;
let matte: Plane;
let undisturbed: number;

beforeAll(async () => {
  const square = { ...region, y: 1200 - side, height: side };
  [photo, truth] = (await Promise.all([sample('photo.jpg'), sample('clean.png')])).map((picture) =>
    cropPicture(picture, square),
  );
  mask = createPlane(side, side);
  for (let y = 290; y < 400; y++) mask.data.fill(255, y * side + 140, y * side + 320);
  matte = matteFromMask(mask, 6);
  undisturbed = psnrInside(composited(await answered({})));
}, 60_000);

const png = (data: Uint8Array | Uint8ClampedArray, channels: 1 | 4) =>
  sharp(data, { raw: { width: side, height: side, channels } })
    .png()
    .toBuffer();

/** A soft error of a few grey levels, 37 dB: nearer to the truth than any model comes, farther than rounding. */
const slip = (i: number) => 5 * Math.sin((i % side) / 9) * Math.cos(Math.floor(i / side) / 7);

/** The emulator's answer for a model that fills with the truth, but for a soft error. */
async function answered(how: Partial<Misbehaviour>): Promise<Picture> {
  const filler = {
    fill: (sent: Picture) => {
      const data = new Uint8ClampedArray(sent.data);
      for (let i = 0; i < mask.data.length; i++)
        for (let c = 4 * i; mask.data[i] > 0 && c < 4 * i + 3; c++) data[c] = truth.data[c] + slip(i);
      return [{ ...sent, data }];
    },
  };
  const inline = (bytes: Buffer) => ({
    inlineData: { mimeType: 'image/png', data: bytes.toString('base64') },
  });
  const parts = [{ text: 'Edit.' }, inline(await png(photo.data, 4)), inline(await png(mask.data, 1))];
  const body = { contents: [{ parts }], generationConfig: { responseModalities: ['IMAGE'] } };
  const answer = (await answerGenerate(body, filler, { ...wellBehaved, ...how })) as {
    candidates: { content: { parts: { inlineData?: { data: string }; thought?: boolean }[] } }[];
  };
  const picture = answer.candidates[0].content.parts.find((part) => part.inlineData && !part.thought);
  return decode(Buffer.from(picture?.inlineData?.data ?? '', 'base64'));
}

/** What the user sees of a candidate; the photo itself when it is refused. */
function composited(candidate: Picture): Picture {
  const { picture } = fitCandidate(photo, candidate, mask);
  return picture ? compositeThroughMatte(photo, picture, matte) : photo;
}

/** Decibels of what is seen against the truth, where only the candidate shows. */
function psnrInside(seen: Picture): number {
  let squares = 0;
  let count = 0;
  for (let i = 0; i < matte.data.length; i++) {
    if (matte.data[i] < 255) continue;
    for (let c = 4 * i; c < 4 * i + 3; c++, count++) squares += (seen.data[c] - truth.data[c]) ** 2;
  }
  return 10 * Math.log10((255 * 255 * count) / squares);
}

describe('a candidate of Gemini', () => {
  it.each([
    ['shifted by 12 px', { shiftX: 12, shiftY: -12 }],
    ['shifted by fractions of a pixel', { shiftX: -7.4, shiftY: 5.3 }],
    ['scaled up by 2 %', { scale: 1.02 }],
    ['scaled down by 2 %', { scale: 0.98 }],
    ['brightened by 6 %', { brightness: 1.06 }],
    ['darkened by 6 %', { brightness: 0.94 }],
  ])(
    '%s: within 1.5 dB of the undisturbed one inside the matte, no pixel differs outside',
    async (_, how) => {
      const seen = composited(await answered(how));
      expect(undisturbed).toBeGreaterThan(35);
      expect(psnrInside(seen)).toBeGreaterThan(undisturbed - 1.5);
      expect(countDifferences(photo, seen, matte)).toBe(0);
    },
  );

  it('of another aspect differs in no pixel outside the matte', async () => {
    expect(countDifferences(photo, composited(await answered({ aspect: 4 / 3 })), matte)).toBe(0);
  });

  it('painted anew is refused; the untouched photo is told to be that', async () => {
    expect(fitCandidate(photo, await answered({ repainted: true }), mask).picture).toBeNull();
    expect(fitCandidate(photo, photo, mask).isUnchanged).toBe(true);
    expect(fitCandidate(photo, await answered({}), mask).isUnchanged).toBe(false);
  });
});
