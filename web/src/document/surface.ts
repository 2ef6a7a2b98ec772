import { capsuleBounds, coverCapsule, coversRect, type Capsule } from '@cleanplate/shared/raster/capsule.ts';
import {
  coverEllipse,
  coverPolygon,
  coverRect,
  type CoverageRow,
  type RowSink,
} from '@cleanplate/shared/raster/coverage.ts';
import { EMPTY_RECT, unionRects, type Rect } from '@cleanplate/shared/raster/rect.ts';
import type { GuideBoard } from './guides.ts';
import type { ObjectFinder } from './objects.ts';
import type { PhotoView } from './photoReader.ts';
import {
  copyTile,
  exchangeTile,
  forEachTile,
  tileForWriting,
  tileRect,
  tileSize,
  touchTile,
  type Tile,
  type TiledPlane,
} from './tiledPlane.ts';

export type PaintMode = 'add' | 'subtract';

/** What a gesture may do to the document: paint shapes into one plane, and look at the photo. */
export interface Surface {
  readonly width: number;
  readonly height: number;
  capsule(capsule: Capsule, mode: PaintMode): void;
  box(rect: Rect, mode: PaintMode): void;
  ellipse(rect: Rect, mode: PaintMode): void;
  /** x0, y0, x1, y1, … closed. */
  polygon(points: readonly number[], mode: PaintMode): void;
  /** A mask of the rectangle's size; its bytes join the plane (maximum) or leave it (minimum of 255 − byte). */
  plane(rect: Rect, values: Uint8Array, mode: PaintMode): void;
  /** Sets the plane's bytes in a rectangle. */
  replace(rect: Rect, values: Uint8Array): void;
  /** Takes back all this gesture painted: a preview is replaced by the next one. */
  reset(): void;
  /** The photo with its patches, for tools that look at it. */
  readonly photo: PhotoView;
  /** The guide lines, for the tool that draws them. */
  readonly guides: GuideBoard;
  /** Finds things in the photo; absent where nothing can look for them. */
  readonly objects: ObjectFinder | undefined;
  /** Tiles as they were before this gesture, by index. */
  readonly saved: ReadonlyMap<number, Tile>;
  /** Takes whole tiles, by index, in place of those that are there; they are the plane's from now on. */
  takeTiles(tiles: ReadonlyMap<number, Tile>): void;
}

/** A surface that remembers, for undo, every tile as it was before the first touch. */
export interface RecordingSurface extends Surface {
  /** Tiles as they were, by index. */
  readonly saved: Map<number, Tile>;
  /** What was touched since the last call, in photo pixels. */
  takeDirty(): Rect;
  /** All that was touched. */
  readonly touched: () => Rect;
}

const addRun = (tile: Uint8Array, at: number, row: CoverageRow, from: number, to: number): void => {
  for (let i = from; i < to; i++) if (row.values[i] > tile[at + i]) tile[at + i] = row.values[i];
};
const subtractRun = (tile: Uint8Array, at: number, row: CoverageRow, from: number, to: number): void => {
  for (let i = from; i < to; i++) {
    const rest = 255 - row.values[i];
    if (rest < tile[at + i]) tile[at + i] = rest;
  }
};
const replaceRun = (tile: Uint8Array, at: number, row: CoverageRow, from: number, to: number): void => {
  for (let i = from; i < to; i++) tile[at + i] = row.values[i];
};

/** What some tools need beside the plane. */
export interface SurfaceAids {
  readonly guides?: GuideBoard;
  readonly objects?: ObjectFinder | undefined;
}

const noGuides: GuideBoard = {
  all: () => [],
  put: () => undefined,
  select: () => undefined,
  nextId: () => 1,
};

/**
 * Opens a plane for one gesture or action.
 * @param photo what the gesture may look at; asked for at its first look only
 */
export function openSurface(
  plane: TiledPlane,
  photo: () => PhotoView = () => {
    throw new RangeError('this surface shows no photo');
  },
  { guides = noGuides, objects }: SurfaceAids = {},
): RecordingSurface {
  const saved = new Map<number, Tile>();
  const clip: Rect = { x: 0, y: 0, width: plane.width, height: plane.height };
  let dirty: Rect = EMPTY_RECT;
  let touched: Rect = EMPTY_RECT;

  // Which drawing last wrote to a tile: it is saved and said to have changed once for each, not once for each row.
  const writtenBy = new Uint32Array(plane.tiles.length);
  let drawing = 0;
  const willWrite = (index: number): void => {
    if (writtenBy[index] === drawing) return;
    writtenBy[index] = drawing;
    if (!saved.has(index)) saved.set(index, copyTile(plane.tiles[index]));
    touchTile(plane, index);
  };
  const replaceTile = (index: number, tile: Tile): void => {
    const before = exchangeTile(plane, index, tile);
    // What this gesture painted before has been saved as it was before that.
    if (!saved.has(index)) saved.set(index, before);
  };

  const blend = (row: CoverageRow, how: PaintMode | 'replace'): void => {
    const tileRow = Math.floor(row.y / tileSize);
    const inTile = (row.y - tileRow * tileSize) * tileSize;
    const end = row.x + row.length;
    const run = how === 'add' ? addRun : how === 'subtract' ? subtractRun : replaceRun;
    for (let column = Math.floor(row.x / tileSize); column * tileSize < end; column++) {
      const index = tileRow * plane.columns + column;
      const current = plane.tiles[index];
      // All of it is what the shape would make it: nothing to touch, nothing to save.
      if ((how === 'add' && current === 255) || (how === 'subtract' && current === 0)) continue;
      willWrite(index);
      const tile = tileForWriting(plane, index);
      const left = column * tileSize;
      const from = Math.max(row.x, left) - row.x;
      const to = Math.min(end, left + tileSize) - row.x;
      // Index of the row's value 0 in this tile; it may lie before the tile's own row.
      const at = inTile + row.x - left;
      const solidFrom = Math.min(to, Math.max(from, row.solidFrom));
      const solidTo = Math.min(to, Math.max(solidFrom, row.solidTo));
      run(tile, at, row, from, solidFrom);
      if (solidTo > solidFrom) tile.fill(how === 'subtract' ? 0 : 255, at + solidFrom, at + solidTo);
      run(tile, at, row, solidTo, to);
    }
  };

  const changed = (area: Rect): void => {
    dirty = unionRects(dirty, area);
    touched = unionRects(touched, area);
  };

  const cover = (draw: (sink: RowSink) => void, how: PaintMode | 'replace'): void => {
    let left = Infinity;
    let right = -Infinity;
    let top = Infinity;
    let bottom = -Infinity;
    drawing++;
    draw((row) => {
      blend(row, how);
      left = Math.min(left, row.x);
      right = Math.max(right, row.x + row.length);
      top = Math.min(top, row.y);
      bottom = Math.max(bottom, row.y + 1);
    });
    if (right > left) changed({ x: left, y: top, width: right - left, height: bottom - top });
  };

  /** Tiles that the brush covers whole become one value; only those along its edge are gone through row by row. */
  const capsule = (shape: Capsule, mode: PaintMode): void => {
    const value = mode === 'add' ? 255 : 0;
    forEachTile(plane, capsuleBounds(shape), (index) => {
      if (plane.tiles[index] !== value && coversRect(shape, tileRect(plane, index)))
        replaceTile(index, value);
    });
    cover((sink) => coverCapsule(shape, clip, sink), mode);
  };

  const flat = (rect: Rect, values: Uint8Array, sink: RowSink): void => {
    if (values.length !== rect.width * rect.height)
      throw new RangeError(
        `mask is ${values.length} bytes; ${rect.width}×${rect.height} needs ${rect.width * rect.height}`,
      );
    const left = Math.max(0, rect.x);
    const right = Math.min(plane.width, rect.x + rect.width);
    const bottom = Math.min(plane.height, rect.y + rect.height);
    for (let y = Math.max(0, rect.y); y < bottom && left < right; y++) {
      const start = (y - rect.y) * rect.width + left - rect.x;
      sink({
        y,
        x: left,
        length: right - left,
        values: values.subarray(start, start + right - left),
        solidFrom: 0,
        solidTo: 0,
      });
    }
  };

  return {
    width: plane.width,
    height: plane.height,
    saved,
    guides,
    objects,
    touched: () => touched,
    get photo() {
      return photo();
    },
    reset() {
      for (const [index, tile] of saved) exchangeTile(plane, index, copyTile(tile));
      dirty = unionRects(dirty, touched);
      touched = EMPTY_RECT;
    },
    takeTiles(tiles) {
      let area: Rect = EMPTY_RECT;
      for (const [index, tile] of tiles) {
        replaceTile(index, tile);
        area = unionRects(area, tileRect(plane, index));
      }
      changed(area);
    },
    takeDirty() {
      const taken = dirty;
      dirty = EMPTY_RECT;
      return taken;
    },
    capsule,
    box: (rect, mode) => cover((sink) => coverRect(rect, clip, sink), mode),
    ellipse: (rect, mode) => cover((sink) => coverEllipse(rect, clip, sink), mode),
    polygon: (points, mode) => cover((sink) => coverPolygon(points, clip, sink), mode),
    plane: (rect, values, mode) => cover((sink) => flat(rect, values, sink), mode),
    replace: (rect, values) => cover((sink) => flat(rect, values, sink), 'replace'),
  };
}
