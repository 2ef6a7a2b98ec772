import type { RecordingSurface, Surface } from './surface.ts';
import { copyTile, tileRect, tileRows, type Tile, type TiledPlane } from './tiledPlane.ts';

/** The mask that was last cleared or used up. */
export interface PreviousMask {
  isThere(): boolean;
  /** Keeps what a surface has taken out. */
  remember(surface: Pick<RecordingSurface, 'saved'>): void;
  /** Joins it to what a surface shows. */
  drawOn(surface: Surface, plane: TiledPlane): void;
}

export function createPreviousMask(): PreviousMask {
  let previous: ReadonlyMap<number, Tile> | null = null;
  return {
    isThere: () => previous !== null,
    remember({ saved }) {
      if (saved.size > 0) previous = new Map([...saved].map(([index, tile]) => [index, copyTile(tile)]));
    },
    drawOn(surface, plane) {
      for (const [index, tile] of previous ?? []) {
        const rect = tileRect(plane, index);
        if (tile === 255) surface.box(rect, 'add');
        else if (tile !== 0) surface.plane(rect, tileRows(tile, rect), 'add');
      }
    },
  };
}
