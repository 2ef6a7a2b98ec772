import { findComponents } from '@cleanplate/shared/raster/components.ts';
import { createPlane, type Plane } from '@cleanplate/shared/raster/picture.ts';

/** Parts are told apart on cells, so many at most: which of them a pixel belongs to needs no more. */
const mostCells = 1_000_000;
/** A part with this share of it under the mask is what is to be removed. */
const removedShare = 0.5;

/**
 * What of a found product is to be protected: what lies outside the mask, part by part. A part that lies mostly under the mask is
 * the thing itself, seen past the mask's edge: protected, its rim would be continued into the fill.
 *
 * @param found 0 or 255 a pixel
 * @param removed the mask over the same pixels, 128 and more is removed
 */
export function productLeft(found: Plane, removed: Uint8Array): Uint8Array<ArrayBuffer> {
  const { data, width, height } = found;
  if (removed.length !== data.length)
    throw new RangeError(`mask is ${removed.length} bytes; ${width}×${height} needs ${data.length}`);
  const size = Math.max(1, Math.ceil(Math.sqrt(data.length / mostCells)));
  const cells = createPlane(Math.max(1, Math.ceil(width / size)), Math.max(1, Math.ceil(height / size)));
  const cellOf = (i: number) =>
    Math.floor(Math.floor(i / width) / size) * cells.width + Math.floor((i % width) / size);
  for (let i = 0; i < data.length; i++) if (data[i] > 0) cells.data[cellOf(i)] = 255;
  const { labels, areas } = findComponents(cells);
  const pixels = new Uint32Array(areas.length);
  const under = new Uint32Array(areas.length);
  for (let i = 0; i < data.length; i++) {
    if (data[i] === 0) continue;
    const part = labels[cellOf(i)];
    pixels[part]++;
    if (removed[i] >= 128) under[part]++;
  }
  const left = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) {
    if (data[i] === 0 || removed[i] >= 128) continue;
    const part = labels[cellOf(i)];
    if (under[part] < removedShare * pixels[part]) left[i] = data[i];
  }
  return left;
}
