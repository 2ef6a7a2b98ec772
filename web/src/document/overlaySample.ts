import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import type { PlaneLevels } from './planeLevels.ts';
import { tileSize, type TiledPlane } from './tiledPlane.ts';
import { screenToPhoto, type View } from './view.ts';

/** The level whose pixels are nearest to the screen's in size: 0 from 100 % up. */
export const levelFor = (scale: number): number => Math.min(8, Math.max(0, Math.round(Math.log2(1 / scale))));

/**
 * The mask as the screen sees it: one byte for every screen pixel of `area`, 0 beyond the photo.
 * @param out at least `area.width × area.height` bytes
 */
export function samplePlane(
  plane: TiledPlane,
  levels: PlaneLevels,
  view: View,
  area: Rect,
  out: Uint8Array,
): void {
  const level = levelFor(view.scale);
  const side = tileSize >> level;
  const perLevel = 1 / (1 << level);
  const turned = (view.turns & 1) === 1;
  // A quarter turn maps a screen axis onto one photo axis, so each photo coordinate depends on one screen coordinate only.
  const along = (count: number, vertical: boolean): Int32Array => {
    const photoIsX = vertical === turned;
    const limit = photoIsX ? plane.width : plane.height;
    const result = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      const screen = vertical ? { x: 0, y: area.y + i + 0.5 } : { x: area.x + i + 0.5, y: 0 };
      const photo = screenToPhoto(view, screen);
      const value = photoIsX ? photo.x : photo.y;
      result[i] = value < 0 || value >= limit ? -1 : Math.floor(value * perLevel);
    }
    return result;
  };
  const acrossX = along(area.width, false);
  const acrossY = along(area.height, true);
  for (let y = 0; y < area.height; y++) {
    const fixed = acrossY[y];
    let at = y * area.width;
    if (fixed < 0) {
      out.fill(0, at, at + area.width);
      continue;
    }
    const fixedTile = Math.floor(fixed / side);
    const fixedIn = fixed - fixedTile * side;
    let tileAt = -1;
    let tile: Uint8Array | number = 0;
    for (let x = 0; x < area.width; x++, at++) {
      const moving = acrossX[x];
      if (moving < 0) {
        out[at] = 0;
        continue;
      }
      const movingTile = (moving / side) | 0;
      if (movingTile !== tileAt) {
        tileAt = movingTile;
        const index = turned
          ? movingTile * plane.columns + fixedTile
          : fixedTile * plane.columns + movingTile;
        tile = levels.tile(index, level);
      }
      if (typeof tile === 'number') {
        out[at] = tile;
      } else {
        const movingIn = moving - movingTile * side;
        out[at] = turned ? tile[movingIn * side + fixedIn] : tile[fixedIn * side + movingIn];
      }
    }
  }
}
