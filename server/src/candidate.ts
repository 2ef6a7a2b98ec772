import { inspectImage } from '@cleanplate/shared/formats/inspect.ts';
import type { ServerLimits } from '@cleanplate/shared/contract/limits.ts';

export interface Candidate {
  readonly mimeType: 'image/png' | 'image/jpeg' | 'image/webp';
  readonly width: number;
  readonly height: number;
  readonly bytesBase64Encoded: string;
}

export type CandidateVerdict =
  | { readonly kind: 'usable'; readonly candidate: Candidate }
  | { readonly kind: 'otherShape'; readonly width: number; readonly height: number }
  | { readonly kind: 'unusable' };

/** Beyond this a resampled candidate would be visibly stretched; Gemini's own sizes are off by up to 1 %. */
const maxStretch = 0.02;

/**
 * Judges what an engine returned by its content, whatever it claims to be: strict base64 of a complete PNG, JPEG or
 * WebP within the pixel limit, of the shape that was sent.
 */
export function judgeCandidate(
  base64: string,
  sent: { width: number; height: number },
  limits: ServerLimits,
): CandidateVerdict {
  const bytes = decodeBase64(base64);
  if (bytes === undefined) return { kind: 'unusable' };
  const image = inspectImage(bytes, { maxPixels: limits.maxUploadPixels, accept: ['png', 'jpeg', 'webp'] });
  if (!image.ok) return { kind: 'unusable' };
  const { width, height } = image;
  if (Math.abs(Math.log((width / height) * (sent.height / sent.width))) > maxStretch)
    return { kind: 'otherShape', width, height };
  const mimeType = `image/${image.type as 'png' | 'jpeg' | 'webp'}` as const;
  const isUrlSafe = base64.includes('-') || base64.includes('_');
  const bytesBase64Encoded = isUrlSafe ? bytes.toString('base64') : base64;
  return { kind: 'usable', candidate: { mimeType, width, height, bytesBase64Encoded } };
}

/** Node skips what is not base64; a text with anything else in it comes out shorter than its length says. */
function decodeBase64(text: string): Buffer | undefined {
  const unpadded = text.endsWith('==') ? text.length - 2 : text.endsWith('=') ? text.length - 1 : text.length;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length > 0 && unpadded % 4 !== 1 && bytes.length === Math.floor((unpadded * 3) / 4)
    ? bytes
    : undefined;
}
