/** Picking things in the photo: what a tool may ask for, and how an answer gets into a plane and is corrected there. */
import type { ObjectSelection } from '@cleanplate/shared/segment/objectCut.ts';
import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import type { PaintMode, Surface } from './surface.ts';
import { copyTile, type Tile } from './tiledPlane.ts';

export interface PhotoPoint {
  readonly x: number;
  readonly y: number;
}

/** How a thing was pointed at; a stroke corrects what came before it. */
export type ObjectStep =
  | { readonly kind: 'box'; readonly rect: Rect }
  | { readonly kind: 'click'; readonly point: PhotoPoint }
  | {
      readonly kind: 'stroke';
      readonly points: readonly PhotoPoint[];
      /** What lies under it belongs to the thing, or does not. */
      readonly as: 'add' | 'subtract';
    };

/** What the last pick put into a plane. */
export interface PickedObject {
  readonly rect: Rect;
  readonly mode: PaintMode;
  /** The tiles that it touched, as they were before it. */
  readonly before: ReadonlyMap<number, Tile>;
}

/** Finds things in the photo, on another thread. */
export interface ObjectFinder {
  find(step: ObjectStep): Promise<ObjectSelection>;
  /** What the last pick put into this plane, as long as nothing else has changed it. */
  picked(): PickedObject | null;
  keep(picked: PickedObject): void;
}

/**
 * Puts a selection into the surface's plane, in the place of what the pick before it, which it corrects, has put there.
 * @returns what a further correction starts from
 */
export function putObject(
  surface: Surface,
  { rect, mask }: ObjectSelection,
  mode: PaintMode,
  corrected: PickedObject | null,
): PickedObject {
  if (corrected)
    surface.takeTiles(new Map([...corrected.before].map(([index, tile]) => [index, copyTile(tile)])));
  surface.plane(rect, mask.data, mode);
  const before = new Map(corrected?.before);
  for (const [index, tile] of surface.saved) if (!before.has(index)) before.set(index, copyTile(tile));
  return { rect, mode, before };
}
