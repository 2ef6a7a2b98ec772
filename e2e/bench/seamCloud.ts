import type { Picture } from '@cleanplate/shared/raster/picture.ts';
import { resamplePicture } from '@cleanplate/shared/raster/resample.ts';
import sharp from 'sharp';

/** The side that a cloud model answers in. */
const side = 1024;
/** Its light: a gain and an offset for each channel, and a fall-off to the right, in grey levels. */
const gains = [1.03, 1, 0.98];
const offsets = [4, -2, 3];
const fallOff = 5;

/**
 * The truth as a cloud model would send it back: at the model's own size, denoised, in a light of its own, as JPEG. What is
 * wrong with it is known, so what each finish repairs can be measured.
 */
export async function answerLikeCloud(truth: Picture): Promise<Picture> {
  const { width, height } = truth;
  const scale = Math.min(1, side / Math.max(width, height));
  const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
  const small = scale === 1 ? truth : resamplePicture(truth, w, h);
  const data = small.data.slice();
  for (let y = 0, at = 0; y < h; y++)
    for (let x = 0; x < w; x++, at += 4)
      for (let c = 0; c < 3; c++) data[at + c] = data[at + c] * gains[c] + offsets[c] - (fallOff * x) / w;
  const raw = { width: w, height: h, channels: 4 as const };
  const jpeg = await sharp(data, { raw }).removeAlpha().blur(0.8).jpeg({ quality: 92 }).toBuffer();
  const back = await sharp(jpeg).ensureAlpha().raw().toBuffer();
  const answer = {
    data: new Uint8ClampedArray(back.buffer, back.byteOffset, back.length),
    width: w,
    height: h,
  };
  return scale === 1 ? answer : resamplePicture(answer, width, height);
}
