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
  const runs = runsAlong(acrossX, side);
  for (let y = 0; y < area.height; y++) {
    const fixed = acrossY[y];
    const at = y * area.width;
    if (fixed < 0) {
      out.fill(0, at, at + area.width);
      continue;
    }
    // Above the level's own scale some rows of the screen show the same row of it.
    if (y > 0 && fixed === acrossY[y - 1]) {
      out.copyWithin(at, at - area.width, at);
      continue;
    }
    const fixedTile = Math.floor(fixed / side);
    const fixedIn = fixed - fixedTile * side;
    for (const { tile: movingTile, start, end } of runs) {
      if (movingTile < 0) {
        out.fill(0, at + start, at + end);
        continue;
      }
      const index = turned ? movingTile * plane.columns + fixedTile : fixedTile * plane.columns + movingTile;
      const tile = levels.tile(index, level);
      if (typeof tile === 'number') {
        out.fill(tile, at + start, at + end);
        continue;
      }
      const origin = movingTile * side;
      if (turned)
        for (let x = start; x < end; x++) out[at + x] = tile[(acrossX[x] - origin) * side + fixedIn];
      else {
        const base = fixedIn * side - origin;
        for (let x = start; x < end; x++) out[at + x] = tile[base + acrossX[x]];
      }
    }
  }
}

interface Run {
  /** Column or row of tiles; −1 beyond the photo. */
  readonly tile: number;
  readonly start: number;
  readonly end: number;
}

/** Neighbouring screen pixels that fall into one tile. */
function runsAlong(positions: Int32Array, side: number): Run[] {
  const runs: Run[] = [];
  const tileOf = (at: number): number => (positions[at] < 0 ? -1 : Math.floor(positions[at] / side));
  for (let start = 0; start < positions.length;) {
    const tile = tileOf(start);
    let end = start + 1;
    while (end < positions.length && tileOf(end) === tile) end++;
    runs.push({ tile, start, end });
    start = end;
  }
  return runs;
}
