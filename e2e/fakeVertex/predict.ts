import { z } from 'zod';
import type { Picture, Plane } from '@cleanplate/shared/raster/picture.ts';
import { refuse } from './answers.ts';
import { decode, encode, findMask, maskOf, repaintSlightly } from './pictures.ts';
import type { Filler } from './pictures.ts';

const int = z.int();
const base64Image = z.strictObject({
  bytesBase64Encoded: z.string().min(1),
  mimeType: z.enum(['image/png', 'image/jpeg']).optional(),
});
const anyCase = (names: string[]) =>
  z.string().refine((name) => names.includes(name.toLowerCase()), 'unknown value');

const parameters = {
  negativePrompt: z.string().optional(),
  sampleCount: int.min(1).max(4).default(4),
  aspectRatio: z.string().optional(),
  guidanceScale: z.number().min(0).max(500).optional(),
  seed: int.optional(),
  safetySetting: anyCase([
    'block_low_and_above',
    'block_medium_and_above',
    'block_only_high',
    'block_none',
  ]).optional(),
  personGeneration: anyCase(['dont_allow', 'allow_adult', 'allow_all']).optional(),
  includeSafetyAttributes: z.boolean().optional(),
  includeRaiReason: z.boolean().optional(),
  language: z.enum(['auto', 'en', 'es', 'hi', 'ja', 'ko', 'pt', 'zh-TW', 'zh', 'zh-CN']).optional(),
  outputOptions: z
    .strictObject({
      mimeType: z.enum(['image/png', 'image/jpeg']).optional(),
      compressionQuality: int.min(0).max(100).optional(),
    })
    .optional(),
  addWatermark: z.boolean().optional(),
};

const classes = z.array(int.min(0).max(193)).min(1).max(5);
const baseSteps = int.min(1).max(75).optional();

/** `vertex-api.md` §1.1, for removal. */
const imagen3Schema = z.strictObject({
  instances: z
    .array(
      z.strictObject({
        prompt: z.string().optional(),
        referenceImages: z.tuple([
          z.strictObject({
            referenceType: z.literal('REFERENCE_TYPE_RAW'),
            referenceId: int,
            referenceImage: base64Image,
          }),
          z.strictObject({
            referenceType: z.literal('REFERENCE_TYPE_MASK'),
            referenceId: int.optional(),
            referenceImage: base64Image.optional(),
            maskImageConfig: z.strictObject({
              maskMode: z.enum([
                'MASK_MODE_USER_PROVIDED',
                'MASK_MODE_BACKGROUND',
                'MASK_MODE_FOREGROUND',
                'MASK_MODE_SEMANTIC',
              ]),
              dilation: z.number().min(0).max(1).optional(),
              maskClasses: classes.optional(),
            }),
          }),
        ]),
      }),
    )
    .length(1),
  parameters: z.strictObject({
    ...parameters,
    editMode: z.literal('EDIT_MODE_INPAINT_REMOVAL'),
    editConfig: z.strictObject({ baseSteps }).optional(),
  }),
  labels: z.record(z.string(), z.string()).optional(),
});

/** `vertex-api.md` §2, for removal. */
const imagen2Schema = z.strictObject({
  instances: z
    .array(
      z.strictObject({
        prompt: z.string().optional(),
        image: base64Image,
        mask: z.strictObject({ image: base64Image }).optional(),
      }),
    )
    .length(1),
  parameters: z.strictObject({
    ...parameters,
    editConfig: z.strictObject({
      editMode: z.literal('inpainting-remove'),
      maskMode: z
        .strictObject({
          maskType: z.enum(['background', 'foreground', 'semantic']),
          classes: classes.optional(),
        })
        .optional(),
      maskDilation: z.number().min(0).max(1).optional(),
      guidanceScale: int.optional(),
      baseSteps,
    }),
  }),
});

interface Order {
  readonly image: string;
  readonly mask: string | undefined;
  readonly mode: 'user' | 'background' | 'foreground' | 'semantic';
  readonly classes: readonly number[] | undefined;
  readonly dilation: number;
  readonly parameters:
    | z.output<typeof imagen3Schema>['parameters']
    | z.output<typeof imagen2Schema>['parameters'];
}

function readOrder(model: string, body: unknown): Order {
  if (!model.startsWith('imagegeneration@')) {
    const { instances, parameters } = parse(imagen3Schema, body);
    const [raw, mask] = instances[0].referenceImages;
    const { maskMode, maskClasses, dilation = 0.01 } = mask.maskImageConfig;
    const mode =
      maskMode === 'MASK_MODE_USER_PROVIDED' ? 'user' : maskMode.replace('MASK_MODE_', '').toLowerCase();
    return {
      image: raw.referenceImage.bytesBase64Encoded,
      mask: mask.referenceImage?.bytesBase64Encoded,
      mode: mode as Order['mode'],
      classes: maskClasses,
      dilation,
      parameters,
    };
  }
  const { instances, parameters } = parse(imagen2Schema, body);
  const [{ image, mask }] = instances;
  const { maskMode, maskDilation = 0.03 } = parameters.editConfig;
  return {
    image: image.bytesBase64Encoded,
    mask: mask?.image.bytesBase64Encoded,
    mode: maskMode?.maskType ?? 'user',
    classes: maskMode?.classes,
    dilation: maskDilation,
    parameters,
  };
}

function parse<Value>(schema: z.ZodType<Value>, body: unknown): Value {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  return refuse(400, 'INVALID_ARGUMENT', `Invalid value at ${issue.path.join('.')}: ${issue.message}`);
}

const failed = (reason: string) =>
  refuse(400, 'INVALID_ARGUMENT', `Image editing failed with the following error: ${reason}`);

/** Answers `:predict`: checks what Google documents, then removes. Throws `Refusal`. */
export async function answerPredict(model: string, body: unknown, filler: Filler): Promise<unknown> {
  const order = readOrder(model, body);
  const { seed, addWatermark, sampleCount, outputOptions } = order.parameters;
  if (seed !== undefined && addWatermark !== false)
    failed('Seed is not available when add_watermark is set to true.');
  if ((order.mode === 'semantic') !== (order.classes !== undefined))
    failed('Mask classes go with the semantic mode.');
  if (order.mode === 'user' && order.mask === undefined) failed('Mask image is missing.');
  if (order.mode !== 'user' && order.mask !== undefined)
    failed('A mask image was given for an automatic mask mode.');
  const photo = await readImage(order.image);
  const mask =
    order.mask === undefined ? await autoMask(photo, order.mode) : maskOf(await readImage(order.mask));
  if (mask.width !== photo.width || mask.height !== photo.height)
    failed('The mask must have the same dimensions as the raw image.');
  const grown = grow(mask, Math.round(order.dilation * photo.width));
  const filled = filler.fill(photo, grown, sampleCount, seed ?? 1);
  const mimeType = outputOptions?.mimeType ?? 'image/png';
  const pictures = await Promise.all(
    filled.map((picture) =>
      encode(repaintSlightly(picture, grown), mimeType, outputOptions?.compressionQuality),
    ),
  );
  return {
    predictions: pictures.map((picture) => ({ mimeType, bytesBase64Encoded: picture.toString('base64') })),
    deployedModelId: '1',
    modelVersionId: '1',
    modelDisplayName: model,
    metadata: {},
  };
}

function autoMask(photo: Picture, mode: Order['mode']): Promise<Plane> {
  return findMask(photo, mode === 'background' ? 'background' : 'foreground');
}

async function readImage(base64: string): Promise<Picture> {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length === 0) return failed('No uri or raw bytes are provided in media content.');
  if (bytes.length > 10_000_000) return failed('The image exceeds 10 MB.');
  return decode(bytes).catch(() => failed('The image could not be decoded.'));
}

/** Grows a mask by a square of `radius` pixels, in two passes of running counts. */
function grow(mask: Plane, radius: number): Plane {
  if (radius < 1) return mask;
  const pass = (from: Uint8Array, lines: number, length: number, step: number, next: number) => {
    const to = new Uint8Array(from.length);
    for (let line = 0; line < lines; line += 1) {
      let last = -Infinity;
      for (let i = 0; i < length + radius; i += 1) {
        if (i < length && from[line * next + i * step] !== 0) last = i;
        const at = i - radius;
        if (at >= 0 && last >= at - radius) to[line * next + at * step] = 255;
      }
    }
    return to;
  };
  const { width, height } = mask;
  return { ...mask, data: pass(pass(mask.data, height, width, 1, width), width, height, width, 1) };
}
