// One photo with its truth and mask, sent to the emulator as the page sends it and fitted as the page fits it.
import { compositeThroughMatte, countDifferences } from '@cleanplate/shared/raster/composite.ts';
import { fitCandidate, type FittedCandidate } from '@cleanplate/shared/raster/fitCandidate.ts';
import { mirrorPicture, mirrorPlane, roomForMask } from '@cleanplate/shared/raster/mirrorFrame.ts';
import { matteFromMask } from '@cleanplate/shared/raster/morphology.ts';
import { cropPicture, type Picture, type Plane } from '@cleanplate/shared/raster/picture.ts';
import sharp from 'sharp';
import { answerGenerate, wellBehaved, type Misbehaviour } from './generate.ts';
import { decode } from './pictures.ts';

export interface FittedCase {
  /** What the user sees of a candidate that came back this way, and how it was fitted. */
  readonly seen: (how: Partial<Misbehaviour>) => Promise<{ picture: Picture; fitted: FittedCandidate }>;
  /** Decibels of what is seen against the truth, where only the candidate shows. */
  readonly psnrInside: (picture: Picture) => number;
  /** Pixels outside the matte that are not the photo's. */
  readonly differencesOutside: (picture: Picture) => number;
}

/** A soft error of a few grey levels, 40 dB: nearer to the truth than any model comes, farther than rounding. */
const slip = (x: number, y: number) => 5 * Math.sin(x / 9) * Math.cos(y / 7);

const feather = 6;

const png = ({ data, width, height }: Picture | Plane, channels: 1 | 4) =>
  sharp(data, { raw: { width, height, channels } }).png().toBuffer();

const inline = (bytes: Buffer) => ({
  inlineData: { mimeType: 'image/png', data: bytes.toString('base64') },
});

/** @param photo square; @param truth what a perfect model would paint; @param mask 0 or 255 of the same size */
export function fittedCase(photo: Picture, truth: Picture, mask: Plane): FittedCase {
  const room = roomForMask(mask);
  const [sentPhoto, sentTruth] = [photo, truth].map((picture) => mirrorPicture(picture, room));
  const sentMask = mirrorPlane(mask, room);
  const matte = matteFromMask(mask, feather);

  const filler = {
    fill: (sent: Picture) => {
      const data = new Uint8ClampedArray(sent.data);
      for (let i = 0; i < sentMask.data.length; i++) {
        if (sentMask.data[i] === 0) continue;
        const error = slip(i % sent.width, Math.floor(i / sent.width));
        for (let c = 4 * i; c < 4 * i + 3; c++) data[c] = sentTruth.data[c] + error;
      }
      return [{ ...sent, data }];
    },
  };

  async function answered(how: Partial<Misbehaviour>): Promise<Picture> {
    const parts = [{ text: 'Edit.' }, inline(await png(sentPhoto, 4)), inline(await png(sentMask, 1))];
    const imageConfig = { imageSize: sentPhoto.width > 1024 ? '2K' : '1K' };
    const body = {
      contents: [{ parts }],
      generationConfig: { responseModalities: ['IMAGE'], imageConfig },
    };
    const answer = (await answerGenerate(body, filler, { ...wellBehaved, ...how })) as {
      candidates: { content: { parts: { inlineData?: { data: string }; thought?: boolean }[] } }[];
    };
    const picture = answer.candidates[0].content.parts.find((part) => part.inlineData && !part.thought);
    return decode(Buffer.from(picture?.inlineData?.data ?? '', 'base64'));
  }

  return {
    async seen(how) {
      const fitted = fitCandidate(sentPhoto, await answered(how), sentMask);
      if (!fitted.picture) return { picture: photo, fitted };
      const { width, height } = photo;
      const candidate = cropPicture(fitted.picture, { x: room, y: room, width, height });
      return { picture: compositeThroughMatte(photo, candidate, matte), fitted };
    },
    psnrInside(picture) {
      let squares = 0;
      let count = 0;
      for (let i = 0; i < matte.data.length; i++) {
        if (matte.data[i] < 255) continue;
        for (let c = 4 * i; c < 4 * i + 3; c++, count++) squares += (picture.data[c] - truth.data[c]) ** 2;
      }
      return 10 * Math.log10((255 * 255 * count) / squares);
    },
    differencesOutside: (picture) => countDifferences(photo, picture, matte),
  };
}
