import type { EngineParameter, ParameterName } from '@cleanplate/shared/contract/engine.ts';
import { maxPromptChars } from '@cleanplate/shared/contract/limits.ts';
import {
  parameterRanges,
  personGenerations,
  promptLanguages,
  safetySettings,
} from '@cleanplate/shared/contract/removal.ts';
import type { ImagenRequest } from '@cleanplate/shared/contract/removal.ts';
import type { JsonValue } from './jsonBody.ts';

/** Google takes up to 1, which is the whole photo; a slider over a tenth of it can be set by hand. */
export const panelDilation = { ...parameterRanges.dilation, max: 0.1 } as const;

/** The controls that both Imagen generations understand. A default of null is not sent: Google's own then holds. */
export const imagenParameters = {
  prompt: { kind: 'text', maxChars: maxPromptChars, default: '' },
  negativePrompt: { kind: 'text', maxChars: maxPromptChars, default: '' },
  sampleCount: { kind: 'number', ...parameterRanges.sampleCount },
  dilation: { kind: 'number', ...panelDilation },
  baseSteps: { kind: 'number', ...parameterRanges.baseSteps, default: null },
  guidanceScale: { kind: 'number', ...parameterRanges.guidanceScale, default: null },
  seed: { kind: 'number', ...parameterRanges.seed, default: null },
  personGeneration: { kind: 'choice', choices: [...personGenerations], default: null },
  safetySetting: { kind: 'choice', choices: [...safetySettings], default: null },
  language: { kind: 'choice', choices: [...promptLanguages], default: null },
} satisfies Partial<Record<ParameterName, EngineParameter>>;

/** `parameters` of `:predict` that both generations share. An option the user left alone stays out. */
export function commonParameters(request: ImagenRequest): { [key: string]: JsonValue | undefined } {
  return {
    negativePrompt: request.negativePrompt || undefined,
    sampleCount: request.sampleCount,
    seed: request.seed,
    // Google takes these in any case; its SDK writes capitals.
    safetySetting: request.safetySetting?.toUpperCase(),
    personGeneration: request.personGeneration?.toUpperCase(),
    includeRaiReason: true,
    language: request.language,
    outputOptions: request.outputOptions && { ...request.outputOptions },
    addWatermark: request.addWatermark,
  };
}
