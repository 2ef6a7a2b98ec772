import { createPicture, createPlane, guardPicture, guardPlane, type Picture, type Plane } from './picture.ts';

/**
 * Share of a picture's longer side by which a candidate may lie beside it: 12 px of 1024, and 2 % of scale, which is 1 %
 * at either end; rounded up.
 */
const ROOM = 0.03;

/**
 * Pixels that must be added on every side before a picture is sent to an engine that gives it back a little moved: what
 * it moved out of the picture is not in its answer, and nothing can bring it back. 0 where the mask (from 128 on) keeps
 * that far from every side.
 */
export function roomForMask(mask: Plane): number {
  guardPlane(mask, 'mask');
  const { data, width, height } = mask;
  const room = Math.ceil(ROOM * Math.max(width, height));
  for (let y = 0; y < height; y++) {
    const isEdge = y < room || y >= height - room;
    for (let x = 0; x < width; x++) {
      if (!isEdge && x === room) x = Math.max(room, width - room);
      if (x < width && data[y * width + x] >= 128) return room;
    }
  }
  return 0;
}

/** A picture with `by` pixels of its own reflection on every side; the edge pixel itself comes once. */
export function mirrorPicture(picture: Picture, by: number): Picture {
  guardPicture(picture, 'picture');
  const out = createPicture(picture.width + 2 * by, picture.height + 2 * by);
  const from = new Uint32Array(picture.data.buffer, picture.data.byteOffset, picture.width * picture.height);
  mirrorInto(from, picture.width, picture.height, by, new Uint32Array(out.data.buffer));
  return out;
}

/** The same for a plane. */
export function mirrorPlane(plane: Plane, by: number): Plane {
  guardPlane(plane, 'plane');
  const out = createPlane(plane.width + 2 * by, plane.height + 2 * by);
  mirrorInto(plane.data, plane.width, plane.height, by, out.data);
  return out;
}

function mirrorInto<T extends Uint8Array | Uint32Array>(
  from: T,
  width: number,
  height: number,
  by: number,
  to: T,
): void {
  const wide = width + 2 * by;
  const columns = Int32Array.from({ length: wide }, (_, x) => mirrored(x - by, width));
  for (let y = 0, i = 0; y < height + 2 * by; y++) {
    const row = mirrored(y - by, height) * width;
    for (let x = 0; x < wide; x++, i++) to[i] = from[row + columns[x]];
  }
}

/** Any whole number folded back into 0 … length − 1. */
function mirrored(at: number, length: number): number {
  const period = Math.max(1, 2 * (length - 1));
  const folded = ((at % period) + period) % period;
  return folded < length ? folded : period - folded;
}
