import { z } from 'zod';
import type { Picture, Plane } from '@cleanplate/shared/raster/picture.ts';
import sharp from 'sharp';
import { refuse } from './answers.ts';
import { decode, encode, findMask, maskOf, repaintSlightly } from './pictures.ts';
import type { Filler } from './pictures.ts';

/** What is done to a picture before it leaves, as Gemini is known to do. All zero or one: nothing. */
export interface Misbehaviour {
  /** Pixels of the answer. */
  readonly shiftX: number;
  readonly shiftY: number;
  readonly scale: number;
  readonly brightness: number;
  /** Width over height of the answer; 0 keeps what was asked for. */
  readonly aspect: number;
  /** Everything painted anew: nothing to register on. */
  readonly repainted: boolean;
}

export const wellBehaved: Misbehaviour = {
  shiftX: 0,
  shiftY: 0,
  scale: 1,
  brightness: 1,
  aspect: 0,
  repainted: false,
};

const part = z.union([
  z.strictObject({ text: z.string() }),
  z.strictObject({ inlineData: z.strictObject({ mimeType: z.string(), data: z.string().min(1) }) }),
]);

/** `vertex-api.md` §7. `seed`, `temperature`, `topP`, `topK` and `logprobs` are errors, as for Nano Banana 2.1. */
const requestSchema = z.strictObject({
  contents: z
    .array(z.strictObject({ role: z.literal('user').optional(), parts: z.array(part).min(1) }))
    .length(1),
  safetySettings: z.array(z.strictObject({ category: z.string(), threshold: z.string() })).optional(),
  labels: z.record(z.string(), z.string()).optional(),
  generationConfig: z.strictObject({
    candidateCount: z.literal(1).optional(),
    responseModalities: z
      .array(z.enum(['IMAGE', 'TEXT']))
      .refine((names) => names.includes('IMAGE'), 'must include IMAGE'),
    thinkingConfig: z
      .strictObject({
        thinkingLevel: z.enum(['MINIMAL', 'MEDIUM', 'HIGH']).optional(),
        includeThoughts: z.boolean().optional(),
      })
      .optional(),
    imageConfig: z
      .strictObject({
        aspectRatio: z
          .enum(['1:1', '3:2', '2:3', '4:3', '3:4', '5:4', '4:5', '16:9', '9:16', '21:9'])
          .optional(),
        imageSize: z.enum(['1K', '2K', '4K']).optional(),
        personGeneration: z.string().optional(),
        imageOutputOptions: z.strictObject({ mimeType: z.enum(['image/png', 'image/jpeg']) }).optional(),
      })
      .optional(),
  }),
});

/** Output sizes at 1K (`vertex-api.md` §7). */
const sizes: Readonly<Record<string, readonly [number, number]>> = {
  '1:1': [1024, 1024],
  '3:2': [1264, 848],
  '2:3': [848, 1264],
  '4:3': [1200, 896],
  '3:4': [896, 1200],
  '5:4': [1152, 928],
  '4:5': [928, 1152],
  '16:9': [1376, 768],
  '9:16': [768, 1376],
  '21:9': [1584, 672],
};
const scales = { '1K': 1, '2K': 2, '4K': 4 } as const;

/** Answers `:generateContent`. Two pictures are a photo and its mask; one with the words of an extract wants a mask. */
export async function answerGenerate(body: unknown, filler: Filler, how: Misbehaviour): Promise<unknown> {
  const result = requestSchema.safeParse(body);
  if (!result.success) {
    const [issue] = result.error.issues;
    return refuse(400, 'INVALID_ARGUMENT', `Invalid value at ${issue.path.join('.')}: ${issue.message}`);
  }
  const { contents, generationConfig } = result.data;
  const { parts } = contents[0];
  const words = parts.flatMap((entry) => ('text' in entry ? [entry.text] : [])).join(' ');
  const pictures = await Promise.all(
    parts.flatMap((entry) => ('inlineData' in entry ? [readImage(entry.inlineData.data)] : [])),
  );
  const [photo, second] = pictures;
  if (photo === undefined) return answerInWords('Which picture shall I edit?');
  const { aspectRatio = '1:1', imageSize = '1K', imageOutputOptions } = generationConfig.imageConfig ?? {};
  const [width, height] = sizes[aspectRatio].map((side) => side * scales[imageSize]);

  let made: Picture;
  if (/segmentation mask/i.test(words)) made = await paintMask(photo, words);
  else if (second) {
    const mask = maskOf(second);
    made = await editPhoto(photo, mask, filler);
  } else return answerInWords('Please tell me what to change in the picture.');
  const mimeType = imageOutputOptions?.mimeType ?? 'image/png';
  const picture = await misbehave(made, width, height, how, mimeType);
  return {
    candidates: [
      {
        content: {
          role: 'model',
          // A thought with a draft comes first: it is not the answer.
          parts: [
            { text: 'Planning the edit.', thought: true },
            { inlineData: { mimeType, data: draft.toString('base64') }, thought: true },
            { inlineData: { mimeType, data: picture.toString('base64') } },
          ],
        },
        finishReason: 'STOP',
      },
    ],
    usageMetadata: { totalTokenCount: 1120 },
    modelVersion: 'gemini-nano-banana-2.1',
  };
}

/** A picture nobody may mistake for the answer. */
const draft = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#f0f' } })
  .png()
  .toBuffer();

export function answerInWords(text: string): unknown {
  return { candidates: [{ content: { role: 'model', parts: [{ text }] }, finishReason: 'STOP' }] };
}

async function editPhoto(photo: Picture, mask: Plane, filler: Filler): Promise<Picture> {
  if (mask.width !== photo.width || mask.height !== photo.height)
    return refuse(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.');
  const [filled] = filler.fill(photo, mask, 1, 1);
  return repaintSlightly(filled, mask);
}

/** As a real model would paint it: a little off its place, and soft. */
async function paintMask(photo: Picture, words: string): Promise<Picture> {
  const mask = await findMask(photo, /background/i.test(words) ? 'background' : 'foreground');
  const { width, height } = photo;
  const soft = await sharp(mask.data, { raw: { width, height, channels: 1 } })
    .affine([1, 0, 0, 1], { odx: 2, ody: -1, background: '#000' })
    .resize(width, height, { fit: 'cover', position: 'left top' })
    .blur(1.5)
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i += 1)
    data.fill(soft[i], i * 4, i * 4 + 3).fill(255, i * 4 + 3, i * 4 + 4);
  return { data, width, height };
}

async function readImage(base64: string): Promise<Picture> {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length > 7_000_000) return refuse(400, 'INVALID_ARGUMENT', 'Inline data exceeds 7 MB.');
  return decode(bytes).catch(() => refuse(400, 'INVALID_ARGUMENT', 'Unable to process input image.'));
}

/** Resizes to the size asked for and then does what was ordered: aspect, scale about the centre, shift, brightness. */
async function misbehave(
  picture: Picture,
  width: number,
  height: number,
  how: Misbehaviour,
  mimeType: string,
): Promise<Buffer> {
  if (how.repainted) {
    const noise = { type: 'gaussian' as const, mean: 128, sigma: 40 };
    return encode(
      await decode(
        await sharp({ create: { width, height, channels: 3, background: '#888', noise } })
          .png()
          .toBuffer(),
      ),
      mimeType,
    );
  }
  const outHeight = how.aspect === 0 ? height : Math.round(width / how.aspect);
  const { data } = picture;
  const raw = { raw: { width: picture.width, height: picture.height, channels: 4 as const } };
  const sized = await sharp(data, raw)
    .removeAlpha()
    .resize(width, outHeight, { fit: 'fill' })
    .raw()
    .toBuffer();
  const { scale, shiftX, shiftY, brightness } = how;
  const moved = transform(sized, width, outHeight, scale, shiftX, shiftY, brightness);
  return encode({ data: moved, width, height: outHeight }, mimeType);
}

/** Inverse mapping with bilinear sampling; what comes from outside repeats the edge. Input RGB, output RGBA. */
function transform(
  rgb: Uint8Array,
  width: number,
  height: number,
  scale: number,
  shiftX: number,
  shiftY: number,
  brightness: number,
): Uint8ClampedArray {
  const out = new Uint8ClampedArray(width * height * 4).fill(255);
  const clampTo = (value: number, max: number) => Math.min(Math.max(value, 0), max);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const sx = clampTo((x - shiftX - width / 2) / scale + width / 2, width - 1);
      const sy = clampTo((y - shiftY - height / 2) / scale + height / 2, height - 1);
      const [x0, y0] = [Math.floor(sx), Math.floor(sy)];
      const [x1, y1] = [Math.min(x0 + 1, width - 1), Math.min(y0 + 1, height - 1)];
      const [fx, fy] = [sx - x0, sy - y0];
      for (let c = 0; c < 3; c += 1) {
        const top = rgb[(y0 * width + x0) * 3 + c] * (1 - fx) + rgb[(y0 * width + x1) * 3 + c] * fx;
        const bottom = rgb[(y1 * width + x0) * 3 + c] * (1 - fx) + rgb[(y1 * width + x1) * 3 + c] * fx;
        out[(y * width + x) * 4 + c] = (top * (1 - fy) + bottom * fy) * brightness;
      }
    }
  return out;
}
