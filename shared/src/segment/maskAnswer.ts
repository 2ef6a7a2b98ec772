import { guardPicture, type Picture, type Plane } from '../raster/picture.ts';
import { resamplePicture, resamplePlane } from '../raster/resample.ts';
import { placeMask, type MaskPlace } from './maskPlace.ts';

/** Why a model's answer is no mask of this photo. */
export type AnswerFault =
  /** Not black and white: it painted something else. */
  | 'notAMask'
  /** Its edges lie on no edges of the photo, wherever it is moved. */
  | 'misplaced'
  /** All black: what was meant is not in the photo; or all white. */
  | 'nothing'
  | 'everything';

export type MaskAnswer =
  | {
      readonly kind: 'mask';
      /** Coverage 0–255 of the photo's size, on its place. */ readonly mask: Plane;
      readonly place: MaskPlace;
    }
  | { readonly kind: AnswerFault };

/** Share of an answer that must be near black or near white: the rest is its soft edge. */
const LEAST_SURE = 0.85;
const NEAR = 64;
/** Typical colourfulness (largest channel less smallest) up to which a picture is grey. */
const MOST_COLOUR = 24;
/** Mean difference in grey levels under which the answer is the photo once more: dark things on white pass for a mask. */
const LIKE_PHOTO = 16;
/** White share under which nothing was found, and over which everything was. */
const LEAST_WHITE = 0.0004;
const MOST_WHITE = 0.996;

/**
 * Reads the picture that a model painted for a mask: white what is meant, black the rest, soft and perhaps a little off
 * its place. It is registered to the photo by its edges, or refused.
 *
 * @param photo as it was sent; @param answer of any size, in the photo's framing
 */
export function readMaskAnswer(photo: Picture, answer: Picture): MaskAnswer {
  guardPicture(photo, 'photo');
  guardPicture(answer, 'answer');
  const { width, height } = photo;
  const same = resamplePicture(answer, width, height, 'catmullRom');
  const white = { data: new Uint8Array(width * height), width, height };
  let sure = 0;
  let colour = 0;
  let unlike = 0;
  let count = 0;
  for (let i = 0, at = 0; i < white.data.length; i++, at += 4) {
    const [r, g, b] = [same.data[at], same.data[at + 1], same.data[at + 2]];
    const value = (r + 2 * g + b) >> 2;
    white.data[i] = value;
    colour += Math.max(r, g, b) - Math.min(r, g, b);
    if (value < NEAR || value > 255 - NEAR) sure++;
    unlike += Math.abs(value - ((photo.data[at] + 2 * photo.data[at + 1] + photo.data[at + 2]) >> 2));
    if (value >= 128) count++;
  }
  const pixels = width * height;
  const isPhoto = unlike < LIKE_PHOTO * pixels;
  if (sure < LEAST_SURE * pixels || colour > MOST_COLOUR * pixels || isPhoto) return { kind: 'notAMask' };
  if (count < LEAST_WHITE * pixels) return { kind: 'nothing' };
  if (count > MOST_WHITE * pixels) return { kind: 'everything' };
  const place = placeMask(photo, white);
  if (!place.isSure) return { kind: 'misplaced' };
  return { kind: 'mask', mask: movedMask(white, place), place };
}

/** The mask where the photo has it: pixel p is read at c + scale · (p − c) + (dx, dy), bilinear; edges repeat. */
function movedMask(mask: Plane, { dx, dy, scale }: MaskPlace): Plane {
  if (dx === 0 && dy === 0 && scale === 1) return mask;
  const { width, height } = mask;
  const out = resamplePlane(mask, width, height);
  const [cx, cy] = [(width - 1) / 2, (height - 1) / 2];
  const within = (at: number, most: number) => Math.min(most, Math.max(0, at));
  for (let y = 0; y < height; y++) {
    const sy = within(cy + scale * (y - cy) + dy, height - 1);
    const top = Math.min(height - 2, Math.floor(sy));
    for (let x = 0; x < width; x++) {
      const sx = within(cx + scale * (x - cx) + dx, width - 1);
      const left = Math.min(width - 2, Math.floor(sx));
      const at = top * width + left;
      const u = sx - left;
      const above = mask.data[at] + u * (mask.data[at + 1] - mask.data[at]);
      const below = mask.data[at + width] + u * (mask.data[at + width + 1] - mask.data[at + width]);
      out.data[y * width + x] = above + (sy - top) * (below - above) + 0.5;
    }
  }
  return out;
}
