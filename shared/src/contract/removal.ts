import { z } from './schema.ts';
import { maxCandidates, maxPromptChars } from './limits.ts';
import { problemDataSchema, problemParamsSchema } from './problem.ts';

/** Ids of the classes Imagen knows (`semanticClasses.ts`): 0 to 193. */
export const maxClassId = 193;
export const maxClasses = 5;

/** JSON has no -0 in its grammar's intent, yet parses it; a bound check alone would let it pass. */
const number = z.number().refine((value) => !Object.is(value, -0), 'must not be -0');
const integer = z.int().refine((value) => !Object.is(value, -0), 'must not be -0');

/** Text as the model gets it: lone surrogates, which have no UTF-8, become U+FFFD; only spaces is nothing. */
export const promptTextSchema = z
  .string()
  .max(maxPromptChars)
  .transform((text) => text.replace(/\p{Surrogate}/gu, '\uFFFD').trim());

export const classIdsSchema = z
  .array(integer.min(0).max(maxClassId))
  .min(1)
  .max(maxClasses)
  .refine((ids) => new Set(ids).size === ids.length, 'must not name a class twice');

/** Google takes these names in any case; they are kept in lower case. */
const anyCase = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z.preprocess((value) => (typeof value === 'string' ? value.toLowerCase() : value), z.enum(names));

export const personGenerations = ['dont_allow', 'allow_adult', 'allow_all'] as const;
export const safetySettings = [
  'block_low_and_above',
  'block_medium_and_above',
  'block_only_high',
  'block_none',
] as const;
export const promptLanguages = ['auto', 'en', 'es', 'hi', 'ja', 'ko', 'pt', 'zh-TW', 'zh', 'zh-CN'] as const;
export const geminiImageSizes = ['1K', '2K', '4K'] as const;

/** Ranges that a panel shows and the schemas enforce. */
export const parameterRanges = {
  sampleCount: { min: 1, max: maxCandidates, step: 1, default: 4 },
  dilation: { min: 0, max: 1, step: 0.001, default: 0.01 },
  baseSteps: { min: 12, max: 75, step: 1 },
  guidanceScale: { min: 0, max: 500, step: 1 },
  seed: { min: 0, max: 2_147_483_647, step: 1 },
} as const;

const within = (schema: typeof number, range: { min: number; max: number }) =>
  schema.min(range.min).max(range.max);
const wholeWithin = (range: { min: number; max: number }) => integer.min(range.min).max(range.max);

const common = {
  maskClasses: classIdsSchema.optional(),
  prompt: promptTextSchema.default(''),
  sampleCount: wholeWithin(parameterRanges.sampleCount).default(parameterRanges.sampleCount.default),
  dilation: within(number, parameterRanges.dilation).default(parameterRanges.dilation.default),
};

export const outputOptionsSchema = z
  .strictObject({
    mimeType: z.enum(['image/png', 'image/jpeg']).optional(),
    compressionQuality: integer.min(0).max(100).optional(),
  })
  .refine(
    (options) => options.compressionQuality === undefined || options.mimeType === 'image/jpeg',
    'compressionQuality needs mimeType image/jpeg',
  );

export const maskModes = ['user', 'background', 'foreground', 'semantic'] as const;

const imagen = {
  ...common,
  maskMode: z.enum(maskModes),
  negativePrompt: promptTextSchema.optional(),
  baseSteps: wholeWithin(parameterRanges.baseSteps).optional(),
  guidanceScale: within(number, parameterRanges.guidanceScale).optional(),
  seed: wholeWithin(parameterRanges.seed).optional(),
  addWatermark: z.boolean().optional(),
  personGeneration: anyCase(personGenerations).optional(),
  safetySetting: anyCase(safetySettings).optional(),
  language: z.enum(promptLanguages).optional(),
  outputOptions: outputOptionsSchema.optional(),
};

const imagen3RequestSchema = z.strictObject({ engine: z.literal('imagen3'), ...imagen });
const imagen2RequestSchema = z.strictObject({
  engine: z.literal('imagen2'),
  ...imagen,
  // EditConfigV6 types this one as an integer; Imagen 3 takes a fraction.
  guidanceScale: wholeWithin(parameterRanges.guidanceScale).optional(),
});
const geminiRequestSchema = z.strictObject({
  engine: z.literal('gemini'),
  ...common,
  maskMode: z.literal('user'),
  imageSize: z.enum(geminiImageSizes).optional(),
});

/** The `request` part of `POST /api/removals`. Nothing is coerced, unknown keys are refused, defaults are filled in. */
export const removalRequestSchema = z
  .discriminatedUnion('engine', [imagen3RequestSchema, imagen2RequestSchema, geminiRequestSchema])
  .superRefine((request, context) => {
    const refuse = (field: string, rule: string) =>
      context.addIssue({ code: 'custom', path: [field], message: rule, input: request });
    if (request.maskMode === 'semantic' && request.maskClasses === undefined)
      refuse('maskClasses', 'is needed with maskMode semantic');
    if (request.maskMode !== 'semantic' && request.maskClasses !== undefined)
      refuse('maskClasses', 'goes with maskMode semantic only');
    if (request.engine !== 'gemini' && request.seed !== undefined && request.addWatermark !== false)
      refuse('seed', 'needs addWatermark false');
  });

export type RemovalRequest = z.output<typeof removalRequestSchema>;
/** What a page may write: everything with a default may be left out. */
export type RemovalRequestInput = z.input<typeof removalRequestSchema>;
export type ImagenRequest = Extract<RemovalRequest, { engine: 'imagen3' | 'imagen2' }>;
export type GeminiRequest = Extract<RemovalRequest, { engine: 'gemini' }>;

export const progressStages = ['waiting', 'sending', 'retrying'] as const;

const progressEventSchema = z.object({
  type: z.literal('progress'),
  stage: z.enum(progressStages),
  /** Place in the queue, from 1, with `waiting`. */
  place: z.int().positive().optional(),
  /** With `retrying`: milliseconds until the next try. */
  retryInMs: z.int().nonnegative().optional(),
});

const candidateEventSchema = z.object({
  type: z.literal('candidate'),
  index: z.int().nonnegative(),
  mimeType: z.enum(['image/png', 'image/jpeg', 'image/webp']),
  bytesBase64Encoded: z.string().min(1),
});

const filteredEventSchema = z.object({
  type: z.literal('filtered'),
  index: z.int().nonnegative().optional(),
  /** Google's own words, cleaned, with its support codes explained. */
  reason: z.string(),
});

/**
 * FEWER_CANDIDATES: some are missing and Google gives no reason. OTHER_SIZE: a candidate has other sides than the crop
 * (`params`: width, height, candidateWidth, candidateHeight). OTHER_SHAPE: one was left out because its aspect is off.
 */
export const noticeCodes = ['FEWER_CANDIDATES', 'OTHER_SIZE', 'OTHER_SHAPE'] as const;

const noticeEventSchema = z.object({
  type: z.literal('notice'),
  code: z.enum(noticeCodes),
  message: z.string(),
  params: problemParamsSchema.optional(),
});

const problemEventSchema = z.object({
  type: z.literal('problem'),
  error: problemDataSchema.extend({ status: z.int().nonnegative() }),
});

const doneEventSchema = z.object({ type: z.literal('done'), candidates: z.int().nonnegative() });

/** One line of the answer (`application/x-ndjson`). The last is always `done`. */
export const removalEventSchema = z.discriminatedUnion('type', [
  progressEventSchema,
  candidateEventSchema,
  filteredEventSchema,
  noticeEventSchema,
  problemEventSchema,
  doneEventSchema,
]);
export type RemovalEvent = z.infer<typeof removalEventSchema>;
export type ProgressStage = (typeof progressStages)[number];
export type NoticeCode = (typeof noticeCodes)[number];
