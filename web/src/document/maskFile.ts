import { fitMask, maskFromPicture } from '@cleanplate/shared/raster/mask.ts';
import type { Plane } from '@cleanplate/shared/raster/picture.ts';
import { decodePhoto, type DecodeProblem } from './decode.ts';

export type ReadMask =
  | { readonly ok: true; readonly mask: Plane }
  | { readonly ok: false; readonly problem: DecodeProblem };

/**
 * Reads a mask out of any picture: alpha if it has any, luminance otherwise, threshold 128.
 * A picture of another size is refused with both sizes (MASK_MISMATCH), or resampled when `fit` asks for it.
 */
export async function readMaskFile(
  file: Blob,
  width: number,
  height: number,
  fit: boolean,
): Promise<ReadMask> {
  const decoded = await decodePhoto(file);
  if (!decoded.ok) return decoded;
  const { photo } = decoded;
  try {
    if (!fit && (photo.width !== width || photo.height !== height))
      return {
        ok: false,
        problem: {
          code: 'MASK_MISMATCH',
          params: { maskWidth: photo.width, maskHeight: photo.height, width, height },
        },
      };
    const data = photo.read({ x: 0, y: 0, width: photo.width, height: photo.height });
    const mask = maskFromPicture({ data, width: photo.width, height: photo.height });
    return { ok: true, mask: fitMask(mask, width, height) };
  } finally {
    photo.close();
  }
}
