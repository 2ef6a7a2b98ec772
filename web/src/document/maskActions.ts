import { countMasked, thresholdMask } from '@cleanplate/shared/raster/mask.ts';
import {
  dilate,
  erode,
  fillHoles,
  matteFromMask,
  removeSpecks,
  smooth,
} from '@cleanplate/shared/raster/morphology.ts';
import type { Plane } from '@cleanplate/shared/raster/picture.ts';
import { clipRect, expandRect } from '@cleanplate/shared/raster/rect.ts';
import { openSurface } from './surface.ts';
import { isSameTile, planeBounds, readPlane, settleTile, type Tile, type TiledPlane } from './tiledPlane.ts';

/** One-click corrections of a mask; `amount` in photo pixels, or square pixels for specks and holes. */
export type MaskAction = 'grow' | 'shrink' | 'feather' | 'smooth' | 'fillHoles' | 'cleanSpecks';

const work: Readonly<Record<MaskAction, (mask: Plane, amount: number) => Plane>> = {
  grow: (mask, amount) => dilate(thresholdMask(mask), amount),
  shrink: (mask, amount) => erode(thresholdMask(mask), amount),
  feather: (mask, amount) => matteFromMask(thresholdMask(mask), amount),
  smooth: (mask, amount) => smooth(thresholdMask(mask), amount),
  fillHoles: (mask, amount) => fillHoles(thresholdMask(mask), amount),
  cleanSpecks: (mask, amount) => removeSpecks(thresholdMask(mask), amount),
};

export interface ActedMask {
  /** The tiles that are no longer what they were, by index. */
  readonly tiles: ReadonlyMap<number, Tile>;
  /** Masked pixels gained, negative when lost. */
  readonly gained: number;
}

/**
 * Applies an action over the mask's bounds and what it may grow into; null for an empty mask.
 * @param plane the worker's own copy of the mask: it is written to
 */
export function actOnMask(plane: TiledPlane, action: MaskAction, amount: number): ActedMask | null {
  if (!(amount >= 0)) throw new RangeError(`amount is ${amount}; 0 or more`);
  const bounds = planeBounds(plane);
  if (bounds.width === 0) return null;
  const reach = action === 'grow' || action === 'smooth' ? Math.ceil(amount) + 1 : 1;
  const rect = clipRect(expandRect(bounds, reach), plane.width, plane.height);
  const before: Plane = { data: readPlane(plane, rect), width: rect.width, height: rect.height };
  const mask = work[action](before, amount);
  const surface = openSurface(plane);
  surface.replace(rect, mask.data);
  const tiles = new Map<number, Tile>();
  for (const [index, tile] of surface.saved) {
    settleTile(plane, index);
    if (!isSameTile(tile, plane.tiles[index])) tiles.set(index, plane.tiles[index]);
  }
  return { tiles, gained: countMasked(mask) - countMasked(before) };
}
