import { readIccProfile } from '@cleanplate/shared/formats/icc.ts';
import { canvasColourOf, toDisplayP3, type ColourConverter } from '@cleanplate/shared/formats/wideColour.ts';

/** How a photo's numbers are shown. They are read, edited and saved as the file has them; only bitmaps for the screen differ. */
export interface PhotoColour {
  /** What a canvas takes the shown numbers for; the browser converts from there to the screen. */
  readonly space: PredefinedColorSpace;
  /** From the photo's numbers to shown ones, in place; absent where they are the same. */
  readonly convert?: ColourConverter;
}

export const srgbColour: PhotoColour = { space: 'srgb' };

/** How to show a photo with this profile; without one, with a broken one or one made of tables, as sRGB. */
export function photoColourOf(icc: Uint8Array | undefined): PhotoColour {
  const profile = icc && readIccProfile(icc);
  const space = canvasColourOf(profile);
  if (space !== 'converted') return { space };
  return profile?.matrix ? { space: 'display-p3', convert: toDisplayP3(profile.matrix) } : srgbColour;
}

/** Numbers of a photo, to be put on a canvas. The bytes may be used for it: hand over a copy of what is still needed. */
export function shownImage(
  pixels: Uint8ClampedArray<ArrayBuffer>,
  width: number,
  height: number,
  { space, convert }: PhotoColour,
): ImageData {
  convert?.(pixels);
  return new ImageData(pixels, width, height, { colorSpace: space });
}
