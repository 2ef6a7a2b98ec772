import { z } from './schema.ts';
import { problemCodes, problemParamsSchema } from './problem.ts';

/** Engines that the server translates for. `local` runs in the page and describes itself there. */
export const googleEngineIds = ['gemini', 'imagen3', 'imagen2'] as const;
export const engineIds = ['local', ...googleEngineIds] as const;

export const googleEngineIdSchema = z.enum(googleEngineIds);
export const engineIdSchema = z.enum(engineIds);
export type GoogleEngineId = z.infer<typeof googleEngineIdSchema>;
export type EngineId = z.infer<typeof engineIdSchema>;

/** Masks an engine can find by itself while it removes. */
export const automaticModes = ['background', 'foreground', 'semantic'] as const;
export type AutomaticMode = (typeof automaticModes)[number];

/** Masks an engine can find and hand back, to be edited before anything is removed. */
export const extractKinds = ['background', 'foreground', 'people', 'classes', 'words'] as const;
export type ExtractKind = (typeof extractKinds)[number];

const numberParameterSchema = z.object({
  kind: z.literal('number'),
  min: z.number(),
  max: z.number(),
  step: z.number().positive(),
  /** `null`: left to the engine unless the user sets it; then the option is not sent at all. */
  default: z.number().nullable(),
});

const choiceParameterSchema = z.object({
  kind: z.literal('choice'),
  choices: z.array(z.string()).min(1),
  default: z.string().nullable(),
});

const textParameterSchema = z.object({
  kind: z.literal('text'),
  maxChars: z.number().int().positive(),
  default: z.string(),
});

export const engineParameterSchema = z.discriminatedUnion('kind', [
  numberParameterSchema,
  choiceParameterSchema,
  textParameterSchema,
]);
export type EngineParameter = z.infer<typeof engineParameterSchema>;

/** Names of everything a panel can show; an engine lists those it understands. */
export const parameterNames = [
  'prompt',
  'negativePrompt',
  'sampleCount',
  'dilation',
  'baseSteps',
  'guidanceScale',
  'seed',
  'imageSize',
  'personGeneration',
  'safetySetting',
  'language',
] as const;
export type ParameterName = (typeof parameterNames)[number];

export const availabilityStates = ['ready', 'unconfigured', 'retired', 'unreachable'] as const;

/** Why an engine cannot be used now; the page has a sentence for each in its language. */
export const availabilityCodes = [
  'READY',
  'NO_CREDENTIALS',
  'NO_PROJECT',
  'MODEL_NOT_FOUND',
  'FORBIDDEN',
  'SIGN_IN_EXPIRED',
  'NO_ANSWER',
] as const;

export const engineAvailabilitySchema = z.object({
  state: z.enum(availabilityStates),
  code: z.enum(availabilityCodes),
  /** What is the matter, and what to do about it: English sentences, empty when ready. */
  reason: z.string(),
  fix: z.string(),
  /** The problem that the probe ended in, for the same two sentences in the page's language. */
  problem: z
    .object({
      code: z.enum(problemCodes),
      variant: z.string().optional(),
      params: problemParamsSchema.optional(),
    })
    .optional(),
});
export type EngineAvailability = z.infer<typeof engineAvailabilitySchema>;

export const engineLimitsSchema = z.object({
  maxImageBytes: z.number().int().positive(),
  maxMaskBytes: z.number().int().positive(),
  /** Pixels of the picture that is sent. */
  maxPixels: z.number().int().positive(),
  /** Sides in pixels at which the engine works best, ascending; a crop is scaled to the nearest that helps. */
  bestSides: z.array(z.number().int().positive()).min(1),
  /** `square`: only a 1:1 crop comes back at the aspect it was sent. */
  aspect: z.enum(['square', 'any']),
});
export type EngineLimits = z.infer<typeof engineLimitsSchema>;

/** What an engine is and can do. The page shows the controls named here and nothing else about the engine. */
export const engineDescriptionSchema = z.object({
  id: engineIdSchema,
  label: z.string(),
  model: z.string(),
  runs: z.enum(['browser', 'google']),
  /** Where the pixels go, for the line the page shows before they go: a Google location, or empty for the browser. */
  location: z.string(),
  /** `exact`: only masked pixels are made; `native`: the engine takes the mask; `guided`: it is shown the mask and may stray. */
  mask: z.enum(['exact', 'guided', 'native']),
  automaticModes: z.array(z.enum(automaticModes)),
  extracts: z.array(z.enum(extractKinds)),
  /** Whether the protected area is honoured. */
  protect: z.boolean(),
  /** Whether lines drawn through the hole are followed; absent means no. */
  guideLines: z.boolean().optional(),
  parameters: z.partialRecord(z.enum(parameterNames), engineParameterSchema),
  limits: engineLimitsSchema,
  availability: engineAvailabilitySchema,
});
export type EngineDescription = z.infer<typeof engineDescriptionSchema>;

/** Body of `GET /api/engines`. */
export const engineListSchema = z.object({ engines: z.array(engineDescriptionSchema) });
export type EngineList = z.infer<typeof engineListSchema>;
