import { z } from './schema.ts';
import { extractKinds } from './engine.ts';
import { classIdsSchema, promptTextSchema } from './removal.ts';

/** Engines that can paint a mask of what is meant. Imagen's own segmentation model is gone. */
export const extractEngineIds = ['gemini'] as const;

/** The `request` part of `POST /api/extracts`; it answers like a removal, with one candidate: the mask, white on black. */
export const extractRequestSchema = z
  .strictObject({
    engine: z.enum(extractEngineIds),
    what: z.enum(extractKinds),
    classes: classIdsSchema.optional(),
    words: promptTextSchema.optional(),
  })
  .superRefine((request, context) => {
    const refuse = (field: string, rule: string) =>
      context.addIssue({ code: 'custom', path: [field], message: rule, input: request });
    if ((request.what === 'classes') !== (request.classes !== undefined))
      refuse('classes', request.what === 'classes' ? 'is needed here' : 'goes with what "classes" only');
    if (request.what === 'words' && !request.words) refuse('words', 'is needed here');
    if (request.what !== 'words' && request.words !== undefined)
      refuse('words', 'goes with what "words" only');
  });

export type ExtractRequest = z.output<typeof extractRequestSchema>;
