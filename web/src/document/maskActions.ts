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
import { clipRect, expandRect, type Rect } from '@cleanplate/shared/raster/rect.ts';
import { planeBounds, readPlane, type TiledPlane } from './tiledPlane.ts';

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
  readonly rect: Rect;
  readonly mask: Plane;
  /** Masked pixels gained, negative when lost. */
  readonly gained: number;
}

/** Applies an action over the mask's bounds and what it may grow into; null for an empty mask. */
export function actOnMask(plane: TiledPlane, action: MaskAction, amount: number): ActedMask | null {
  if (!(amount >= 0)) throw new RangeError(`amount is ${amount}; 0 or more`);
  const bounds = planeBounds(plane);
  if (bounds.width === 0) return null;
  const reach = action === 'grow' || action === 'smooth' ? Math.ceil(amount) + 1 : 1;
  const rect = clipRect(expandRect(bounds, reach), plane.width, plane.height);
  const before: Plane = { data: readPlane(plane, rect), width: rect.width, height: rect.height };
  const mask = work[action](before, amount);
  return { rect, mask, gained: countMasked(mask) - countMasked(before) };
}
