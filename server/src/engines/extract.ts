import type { ExtractRequest } from '@cleanplate/shared/contract/extract.ts';
import { semanticClasses } from '@cleanplate/shared/contract/semanticClasses.ts';
import { generateBody, inlinePart } from './gemini.ts';
import type { PicturePart } from './engine.ts';
import type { JsonValue } from './jsonBody.ts';

/** What is to be painted white, in words for the model. */
export function extractTarget(request: ExtractRequest): string {
  switch (request.what) {
    case 'background':
      return 'the background: everything that is not the main subject';
    case 'foreground':
      return 'the main subject in the foreground, with everything it carries or holds';
    case 'people':
      return 'every person, with hair, clothes and whatever they carry';
    case 'classes':
      return (request.classes ?? []).map((id) => `every ${semanticClasses[id] ?? ''}`).join(', ');
    case 'words':
      return request.words ?? '';
  }
}

/**
 * Body of an extract: Gemini has no segmentation, so it is asked to paint one. The picture that comes back is only a
 * proposal; the page registers, thresholds and refines it before it becomes a mask.
 */
export function toExtractBody(request: ExtractRequest, image: PicturePart): JsonValue {
  const instruction =
    `Paint a segmentation mask of this photo. Pure white (#FFFFFF): ${extractTarget(request)}. Pure black (#000000): ` +
    'everything else. Same framing, position and size as the photo; hard edges; no grey, no outlines, no text. ' +
    'Return the mask as one image.';
  return generateBody([{ text: 'The photo:' }, inlinePart(image), { text: instruction }], image);
}
