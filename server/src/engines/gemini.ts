import { filterWords } from '@cleanplate/shared/contract/filterWords.ts';
import { geminiFormat } from '@cleanplate/shared/contract/geminiSizes.ts';
import { maxPromptChars } from '@cleanplate/shared/contract/limits.ts';
import { geminiImageSizes, parameterRanges } from '@cleanplate/shared/contract/removal.ts';
import type { GeminiRequest } from '@cleanplate/shared/contract/removal.ts';
import { z } from 'zod';
import type { Answer, GoogleEngine, PicturePart, RequestParts } from './engine.ts';
import { panelDilation } from './imagenParameters.ts';
import type { JsonValue } from './jsonBody.ts';
import { cleanWords } from './words.ts';

export function inlinePart(part: PicturePart): JsonValue {
  return { inlineData: { mimeType: part.mimeType, data: part.bytes } };
}

/** `generateContent` with these parts, for one picture of about the size and shape of `like`. */
export function generateBody(parts: JsonValue[], like: PicturePart, imageSize?: string): JsonValue {
  const format = geminiFormat(like.width, like.height);
  return {
    contents: [{ role: 'user', parts }],
    generationConfig: {
      candidateCount: 1,
      responseModalities: ['IMAGE'],
      imageConfig: {
        aspectRatio: format.aspect,
        imageSize: imageSize ?? format.imageSize,
        // A JPEG would repaint every pixel that registration and colour match lean on.
        imageOutputOptions: { mimeType: 'image/png' },
      },
    },
  };
}

/**
 * Body of a removal. Gemini has no mask parameter: the mask goes as a second picture and, where there is one, the
 * marked photo as a third, in the order public tools found to work best; the words state what should be there, since
 * "no X" tends to bring X back.
 */
export function toGeminiBody(request: GeminiRequest, { image, mask, guide }: RequestParts): JsonValue {
  const marked = guide ? ' Image 3 is the photo with that area tinted; the tint is not part of it.' : '';
  const wanted = request.prompt === '' ? '' : ` What should be there: ${request.prompt}`;
  const instruction =
    'Edit Image 1. Replace only what is inside the white area of Image 2 with a seamless continuation of its ' +
    'surroundings: the same surface, texture, light and focus, as if nothing had ever been there, without its shadow ' +
    `or reflection.${wanted} Keep everything else in the image exactly the same, preserving framing, position, size, ` +
    'style, lighting and colours. Return the edited photo as one image.';
  return generateBody(
    [
      { text: 'Image 1 is the photo:' },
      inlinePart(image),
      ...(mask
        ? [
            { text: 'Image 2 is a mask of the same size. White: edit here. Black: keep unchanged.' },
            inlinePart(mask),
          ]
        : []),
      ...(guide ? [{ text: `Image 3:${marked}` }, inlinePart(guide)] : []),
      { text: instruction },
    ],
    image,
    request.imageSize,
  );
}

const partSchema = z.object({
  text: z.string().optional(),
  thought: z.boolean().optional(),
  inlineData: z.object({ data: z.string() }).optional(),
});
const responseSchema = z.object({
  candidates: z
    .array(
      z.object({
        content: z.object({ parts: z.array(z.unknown()).optional() }).optional(),
        finishReason: z.string().optional(),
      }),
    )
    .optional(),
  promptFeedback: z
    .object({ blockReason: z.string().optional(), blockReasonMessage: z.string().optional() })
    .optional(),
});

/** Reasons to stop that mean a safety filter, each said in words. */
const filterReasons: Readonly<Record<string, string>> = {
  SAFETY: filterWords.stopped,
  IMAGE_SAFETY: filterWords.stopped,
  PROHIBITED_CONTENT: filterWords.notAllowed,
  IMAGE_PROHIBITED_CONTENT: filterWords.notAllowed,
  BLOCKLIST: filterWords.blockedWord,
  SPII: filterWords.foundPersonal,
  RECITATION: filterWords.tooClose,
  IMAGE_RECITATION: filterWords.tooClose,
  MODEL_ARMOR: filterWords.modelArmor,
  JAILBREAK: filterWords.rulesBroken,
};

/**
 * The picture of a `generateContent` answer. Success is an image part that is not a thought, nothing else: a refusal
 * arrives as words with `finishReason: STOP`, and thoughts may hold drafts.
 */
export function fromGeminiBody(body: unknown): Answer {
  const { data } = responseSchema.safeParse(body);
  const candidate = data?.candidates?.[0];
  const parts = (candidate?.content?.parts ?? []).flatMap((part) => partSchema.safeParse(part).data ?? []);
  const shown = parts.filter((part) => part.thought !== true);
  const pictures = shown.flatMap((part) => (part.inlineData ? [part.inlineData.data] : []));
  if (pictures.length > 0) return { pictures: pictures.slice(0, 1), filtered: [] };

  const stopped = data?.promptFeedback?.blockReason ?? candidate?.finishReason ?? '';
  if (Object.hasOwn(filterReasons, stopped))
    return { pictures: [], filtered: [{ kind: 'safety', reason: filterReasons[stopped] ?? '' }] };
  const words = cleanWords(shown.map((part) => part.text ?? '').join(' '), 300);
  return { pictures: [], filtered: words === '' ? [] : [{ kind: 'words', reason: words }] };
}

export const gemini: GoogleEngine<GeminiRequest> = {
  id: 'gemini',
  method: 'generateContent',
  // Google serves its image models in this location only.
  target: ({ google }) => ({ model: google.models.gemini, location: 'global' }),
  describe: ({ google, limits }) => ({
    id: 'gemini',
    label: 'Gemini',
    model: google.models.gemini,
    runs: 'google',
    location: 'global',
    mask: 'guided',
    automaticModes: [],
    extracts: ['background', 'foreground', 'people', 'classes', 'words'],
    protect: false,
    parameters: {
      prompt: { kind: 'text', maxChars: maxPromptChars, default: '' },
      sampleCount: { kind: 'number', ...parameterRanges.sampleCount },
      dilation: { kind: 'number', ...panelDilation },
      imageSize: { kind: 'choice', choices: [...geminiImageSizes], default: null },
    },
    limits: {
      maxImageBytes: limits.maxGeminiImageBytes,
      maxMaskBytes: Math.min(limits.maxMaskBytes, limits.maxGeminiImageBytes),
      maxPixels: limits.maxUploadPixels,
      bestSides: [1024, 2048, 4096],
      aspect: 'square',
    },
  }),
  calls: (request) => request.sampleCount,
  toBody: toGeminiBody,
  fromBody: fromGeminiBody,
};
