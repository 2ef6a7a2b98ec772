import type { ServerLimits } from '@cleanplate/shared/contract/limits.ts';
import { Problem } from '@cleanplate/shared/contract/problem.ts';
import type { ProblemParams } from '@cleanplate/shared/contract/problem.ts';
import { inspectImage } from '@cleanplate/shared/formats/inspect.ts';
import type { InspectFailure, InspectLimits, InspectedImage } from '@cleanplate/shared/formats/inspect.ts';
import type { PicturePart } from './engines/engine.ts';
import { nextTurn } from './turns.ts';

/** A picture part of a request, judged by its content. Throws the problem that its sentence names. */
export async function readPicture(
  bytes: Uint8Array,
  accept: readonly ('png' | 'jpeg')[],
  maxBytes: number,
  limits: ServerLimits,
): Promise<PicturePart> {
  if (bytes.length > maxBytes) throw tooManyBytes(bytes.length, maxBytes);
  await nextTurn();
  const image = inspect(bytes, { maxPixels: limits.maxUploadPixels, accept });
  return {
    bytes,
    mimeType: image.type === 'png' ? 'image/png' : 'image/jpeg',
    width: image.width,
    height: image.height,
  };
}

/** What a file is, or the problem that says why it cannot be used. */
function inspect(bytes: Uint8Array, limits: InspectLimits): InspectedImage {
  const image = inspectImage(bytes, limits);
  if (image.ok) return image;
  throw problemOf(image);
}

function problemOf({ code, params }: InspectFailure): Problem {
  const plain = Object.fromEntries(
    Object.entries(params).filter(
      (entry): entry is [string, string | number] => typeof entry[1] !== 'boolean',
    ),
  ) satisfies ProblemParams;
  if (code === 'BAD_IMAGE' && params.reason === 'text')
    return new Problem(code, { variant: 'looksLike', params: { type: 'text' } });
  if (code === 'IMAGE_TOO_LARGE_PIXELS' && params.maxSide !== undefined)
    return new Problem(code, { variant: 'side', params: plain });
  return new Problem(code, { params: plain });
}

/** In decimal megabytes with one digit, as Google counts them. */
export function tooManyBytes(bytes: number, maxBytes: number): Problem {
  const megabytes = (value: number) => Math.ceil(value / 100_000) / 10;
  return new Problem('BODY_TOO_LARGE', {
    params: { megabytes: megabytes(bytes), limit: megabytes(maxBytes) },
  });
}

/** The mask's rule: exactly the picture's size. */
export function checkSameSize(mask: PicturePart, image: PicturePart): void {
  if (mask.width === image.width && mask.height === image.height) return;
  throw new Problem('MASK_MISMATCH', {
    params: { maskWidth: mask.width, maskHeight: mask.height, width: image.width, height: image.height },
  });
}
