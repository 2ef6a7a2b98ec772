/** Parts of pictures, compared pixel by pixel. */
import type { Editor } from './editor.ts';
import { pixelsOf, type Pixels } from './picture.ts';

export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const grown = ({ x, y, width, height }: Region, by: number): Region => ({
  x: x - by,
  y: y - by,
  width: width + 2 * by,
  height: height + 2 * by,
});

/** A part of a picture as a picture. */
export function cropped({ data, width }: Pixels, part: Region): Pixels {
  const rows = Array.from({ length: part.height }, (_, y) => {
    const from = ((part.y + y) * width + part.x) * 4;
    return data.subarray(from, from + part.width * 4);
  });
  return { data: Buffer.concat(rows), width: part.width, height: part.height };
}

export const isSame = (a: Pixels, b: Pixels): boolean =>
  a.width === b.width && a.height === b.height && a.data.equals(b.data);

/** No channel further apart than two levels: a canvas that blends rounds its own way. */
export const isNear = (a: Pixels, b: Pixels): boolean =>
  a.width === b.width &&
  a.height === b.height &&
  a.data.every((value, i) => Math.abs(value - b.data[i]) <= 2);

/** One number per pixel. */
const words = ({ data }: Pixels): Uint32Array => new Uint32Array(Uint8Array.from(data).buffer);

/** How many pixels differ between two pictures of one size: in each of the regions, and in none of them. */
export function differences(a: Pixels, b: Pixels, regions: readonly Region[]) {
  if (a.width !== b.width || a.height !== b.height)
    throw new RangeError(`pictures are ${a.width}×${a.height} and ${b.width}×${b.height}`);
  const [before, after] = [words(a), words(b)];
  const inside = regions.map(() => 0);
  let outside = 0;
  for (let i = 0; i < before.length; i++) {
    if (before[i] === after[i]) continue;
    const [x, y] = [i % a.width, Math.floor(i / a.width)];
    const at = regions.findIndex(
      (one) => x >= one.x && x < one.x + one.width && y >= one.y && y < one.y + one.height,
    );
    if (at < 0) outside++;
    else inside[at]++;
  }
  return { inside, outside };
}

/** The smallest rectangle that holds every pixel in which two pictures differ; null when there is none. */
export function changedBounds(a: Pixels, b: Pixels): Region | null {
  const [before, after] = [words(a), words(b)];
  let [left, top, right, bottom] = [a.width, a.height, -1, -1];
  for (let i = 0; i < before.length; i++) {
    if (before[i] === after[i]) continue;
    const [x, y] = [i % a.width, Math.floor(i / a.width)];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return right < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** What the screen shows of each pixel of a part of the photo, at its centre: the view must be at 200 % or more. */
export async function shownOf(editor: Editor, part: Region): Promise<Pixels> {
  const { scale } = await editor.view();
  if (scale < 2) throw new RangeError(`at ${scale} device pixels each, photo pixels are not seen one by one`);
  // Where the pointer is, the page draws a cursor.
  await editor.page.mouse.move(2, 2);
  const corner = await editor.screenPoint({ x: part.x + 0.5, y: part.y + 0.5 });
  const shot = await pixelsOf(await editor.page.screenshot({ animations: 'disabled' }));
  const data = Buffer.alloc(part.width * part.height * 4);
  for (let i = 0; i < part.width * part.height; i++) {
    const x = Math.floor(corner.x + (i % part.width) * scale);
    const y = Math.floor(corner.y + Math.floor(i / part.width) * scale);
    shot.data.copy(data, 4 * i, 4 * (y * shot.width + x), 4 * (y * shot.width + x) + 4);
  }
  return { data, width: part.width, height: part.height };
}
