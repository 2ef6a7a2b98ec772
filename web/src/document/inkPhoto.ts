import type { InspectedImage } from '@cleanplate/shared/formats/inspect.ts';
import type { Orientation } from '@cleanplate/shared/formats/exif.ts';
import { readInkProfile } from '@cleanplate/shared/formats/inkProfile.ts';
import { inkToRgb } from '@cleanplate/shared/formats/inkToRgb.ts';
import { orientPicture } from '@cleanplate/shared/formats/orient.ts';
import { JpegDamagedError } from '@cleanplate/shared/jpeg/bits.ts';
import { decodeInk } from '@cleanplate/shared/jpeg/decodeInk.ts';
import { JpegUnsupportedError } from '@cleanplate/shared/jpeg/structure.ts';
import { photoFromBytes, type Photo } from './photo.ts';

// 40 megapixels of ink take 800 MB on the way; larger ones are left to the browser.
const maxPixels = 40e6;

/**
 * A JPEG in CMYK as sRGB, by the tables of its profile. The browser's own conversion lies 6 to 10 ΔE00 from that of a colour
 * engine (Chromium 156), which is seen.
 * @returns undefined where there is no such profile, or the file is one for the browser
 */
export async function inkPhoto(
  bytes: Uint8Array,
  icc: Uint8Array | undefined,
  { width, height, orientation }: InspectedImage,
): Promise<Photo | undefined> {
  const profile = icc && width * height <= maxPixels ? readInkProfile(icc) : undefined;
  if (!profile) return undefined;
  try {
    const ink = decodeInk(bytes);
    const picture = { data: inkToRgb(ink.data, profile), width: ink.width, height: ink.height };
    const upright = orientPicture(picture, orientation as Orientation);
    return await photoFromBytes(
      upright.data as Uint8ClampedArray<ArrayBuffer>,
      upright.width,
      upright.height,
      false,
    );
  } catch (error) {
    if (error instanceof JpegUnsupportedError || error instanceof JpegDamagedError) return undefined;
    throw error;
  }
}
