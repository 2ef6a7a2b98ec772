import { dilate } from '../raster/morphology.ts';
import type { Picture, Plane } from '../raster/picture.ts';
import type { Rect } from '../raster/rect.ts';
import { stretchColours } from './membrane.ts';
import type { PhotoReader } from './photoReader.ts';

/** The mask over a rectangle of the photo, at the size asked for: not 0 where a pixel of the photo's is masked. */
export type MaskReader = (rect: Rect, width: number, height: number) => Plane | Promise<Plane>;

/**
 * The photo as if what is masked were gone already: masked pixels, and one more round them, hold the colours from round about,
 * stretched over them. What is to be removed is then no part of what stands out.
 */
export function withoutMasked(photo: PhotoReader, readMask: MaskReader): PhotoReader {
  return {
    ...photo,
    async read(rect, width, height) {
      const [picture, mask] = await Promise.all([
        photo.read(rect, width, height),
        readMask(rect, width, height),
      ]);
      if (!mask.data.some((value) => value > 0)) return picture;
      const touched = { ...mask, data: mask.data.map((value) => (value > 0 ? 255 : 0)) };
      // 1.5: the eight neighbours.
      const known = dilate(touched, 1.5).data.map((value) => (value > 0 ? 0 : 1));
      return stretchOver(picture, known);
    },
  };
}

function stretchOver({ data, width, height }: Picture, known: Uint8Array): Picture {
  const colours = new Float32Array(3 * known.length);
  for (let i = 0; i < known.length; i++) for (let c = 0; c < 3; c++) colours[3 * i + c] = data[4 * i + c];
  const stretched = stretchColours(colours, width, height, known);
  const filled = data.slice();
  for (let i = 0; i < known.length; i++)
    if (known[i] === 0) for (let c = 0; c < 3; c++) filled[4 * i + c] = stretched[3 * i + c];
  return { data: filled, width, height };
}
