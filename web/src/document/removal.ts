import { removalCrop } from '@cleanplate/shared/inpaint/removalCrop.ts';
import { countMasked, maskBounds, thresholdMask } from '@cleanplate/shared/raster/mask.ts';
import { dilate } from '@cleanplate/shared/raster/morphology.ts';
import { createPlane, cropPlane, type Plane } from '@cleanplate/shared/raster/picture.ts';
import { clipRect, expandRect, intersectRects, type Rect } from '@cleanplate/shared/raster/rect.ts';
import type { Layer, Origin } from './patch.ts';
import type { Proof } from './proof.ts';
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

/** A press of Remove: the mask as it was, the region sent, and what came back. Plain data but for its growing results. */
export interface Removal {
  readonly id: string;
  /** The same for every removal of one mask: their results are shown together, as one round. */
  readonly roundId: string;
  /** 1 for "Round 1" of this photo's session. */
  readonly number: number;
  /** Number of the result in slot 0: those of earlier removals of the round come before it. */
  readonly firstNumber: number;
  readonly engine: string;
  /** As the engine was run. */
  readonly parameters: Readonly<Record<string, string | number>>;
  /** The effective mask's bounds, photo pixels. */
  readonly bounds: Rect;
  /** Masked pixels. */
  readonly count: number;
  /** How far the mask was grown, photo pixels. */
  readonly margin: number;
  readonly region: Rect;
  /** The mask's bounds and a ring, on the photo: the area of its results. */
  readonly area: Rect;
  /** The effective mask, 0 or 255, `area`-sized. */
  readonly mask: Uint8Array<ArrayBuffer>;
  /** The mask as it was drawn, 0 or 255, `area`-sized. */
  readonly drawnMask: Uint8Array<ArrayBuffer>;
  readonly results: RemovalResult[];
}

/** A candidate composited into the photo, with what is known of it. Plain data. */
export interface RemovalResult extends Layer, Origin {
  readonly id: string;
  readonly slot: number;
  /** 1 for "Result 1" of its round. */
  readonly number: number;
  /** A coarse fill while the engine works on. */
  readonly preview: boolean;
  readonly best: boolean;
  readonly proof: Proof;
  /** Pixels of its own effective mask, where the engine found one. */
  readonly count?: number;
}

/** How far round the mask a layer reaches, in photo pixels: where candidate and photo are compared. */
export const ringWidth = 8;

/** What won on the samples (docs/fidelity.md). */
export const finishDefaults = { colourMatch: true, grainMatch: true } as const;

/**
 * Width of a new layer's matte. Feather runs inwards, and only through the margin that dilation added: there the photo
 * is background still, so a soft edge hides the seam without bringing back the thing that was removed.
 * @param margin how far the mask was grown, photo pixels
 */
export const matteWidthOf = (margin: number): number => Math.max(1, margin / 2);

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

/** Writes the part of RGBA `pixels` of `from` that lies on `to` into `out`, RGBA bytes of `to`, and returns it. */
export function placePixels(
  pixels: Uint8ClampedArray,
  from: Rect,
  out: Uint8ClampedArray<ArrayBuffer>,
  to: Rect,
): Uint8ClampedArray<ArrayBuffer> {
  const part = intersectRects(from, to);
  for (let y = part.y; y < part.y + part.height; y++) {
    const start = ((y - from.y) * from.width + part.x - from.x) * 4;
    out.set(pixels.subarray(start, start + part.width * 4), ((y - to.y) * to.width + part.x - to.x) * 4);
  }
  return out;
}
