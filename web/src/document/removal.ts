import { removalCrop } from '@cleanplate/shared/inpaint/removalCrop.ts';
import { countMasked, maskBounds, thresholdMask } from '@cleanplate/shared/raster/mask.ts';
import { dilate, matteFromMask } from '@cleanplate/shared/raster/morphology.ts';
import { createPlane, cropPlane, type Plane } from '@cleanplate/shared/raster/picture.ts';
import { clipRect, expandRect, type Rect } from '@cleanplate/shared/raster/rect.ts';
import type { Layer } from './patch.ts';
import { planeBounds, readPlane, type TiledPlane } from './tiledPlane.ts';

/** The effective mask: thresholded, grown by a disc, over the smallest rectangle that holds it. */
export interface EffectiveMask {
  readonly bounds: Rect;
  /** 0 or 255, `bounds`-sized. */
  readonly mask: Plane;
  readonly count: number;
}

/** Grows a mask by `radius` photo pixels; null when nothing is masked. */
export function effectiveMask(plane: TiledPlane, radius: number): EffectiveMask | null {
  const tight = planeBounds(plane);
  if (tight.width === 0) return null;
  const room = clipRect(expandRect(tight, Math.ceil(radius) + 1), plane.width, plane.height);
  const hard = thresholdMask({ data: readPlane(plane, room), width: room.width, height: room.height });
  const grown = radius > 0 ? dilate(hard, radius) : hard;
  const inner = maskBounds(grown);
  const bounds = { ...inner, x: inner.x + room.x, y: inner.y + room.y };
  return { bounds, mask: cropPlane(grown, inner), count: countMasked(grown) };
}

/** A press of Remove: the mask as it was, the region sent, and what came back. */
export interface Removal {
  readonly id: string;
  readonly engine: string;
  readonly effective: EffectiveMask;
  readonly region: Rect;
  /** Coverage for compositing, `effective.bounds`-sized. */
  readonly matte: Plane;
  readonly results: RemovalResult[];
}

export interface RemovalResult {
  readonly id: string;
  readonly slot: number;
  readonly preview: boolean;
  readonly engine: string;
  readonly strategy: string;
  readonly best: boolean;
  readonly seconds: number;
  readonly leftComputer: boolean;
  readonly layer: Layer;
  readonly changedOutside: number;
}

/**
 * The matte of an effective mask. Feather runs inwards, and only through the margin that dilation added: there the photo
 * is background still, so a soft edge hides the seam without bringing back the thing that was removed.
 * @param radius dilation in photo pixels
 */
export const matteOf = (effective: EffectiveMask, radius: number): Plane =>
  matteFromMask(effective.mask, Math.max(1, radius / 2));

/** Puts a plane of `from` into an empty one of `to`. */
export function placePlane(plane: Plane, from: Rect, to: Rect): Uint8Array<ArrayBuffer> {
  const out = createPlane(to.width, to.height).data as Uint8Array<ArrayBuffer>;
  for (let y = 0; y < from.height; y++)
    out.set(
      plane.data.subarray(y * from.width, (y + 1) * from.width),
      (from.y - to.y + y) * to.width + from.x - to.x,
    );
  return out;
}

/** The crop region of a removal, photo pixels. */
export const regionOf = (effective: EffectiveMask, width: number, height: number): Rect =>
  removalCrop(effective.bounds, width, height);

/**
 * A square that holds the mask, about the crop region's centre: the region's shorter side grows as far as the photo
 * allows, then its longer side gives up context. Where the mask itself is longer than the photo is wide, the region stays.
 */
export function squareRegion(region: Rect, mask: Rect, width: number, height: number): Rect {
  const longest = Math.max(region.width, region.height);
  const side = Math.min(longest, width, height);
  if (side < mask.width || side < mask.height) return region;
  const along = (start: number, length: number, from: number, over: number, limit: number): number => {
    const centred = Math.round(start + length / 2 - side / 2);
    const holding = Math.min(from, Math.max(from + over - side, centred));
    return Math.min(limit - side, Math.max(0, holding));
  };
  return {
    x: along(region.x, region.width, mask.x, mask.width, width),
    y: along(region.y, region.height, mask.y, mask.height, height),
    width: side,
    height: side,
  };
}

/** The rows of `inner` out of RGBA bytes of `outer`. */
export function cutPixels(
  pixels: Uint8ClampedArray,
  outer: Rect,
  inner: Rect,
): Uint8ClampedArray<ArrayBuffer> {
  const out = new Uint8ClampedArray(inner.width * inner.height * 4);
  for (let y = 0; y < inner.height; y++) {
    const start = ((inner.y - outer.y + y) * outer.width + inner.x - outer.x) * 4;
    out.set(pixels.subarray(start, start + inner.width * 4), y * inner.width * 4);
  }
  return out;
}
