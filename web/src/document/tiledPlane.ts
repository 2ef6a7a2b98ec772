import { MASK_THRESHOLD } from '@cleanplate/shared/raster/mask.ts';
import { clipRect, EMPTY_RECT, isEmptyRect, unionRects, type Rect } from '@cleanplate/shared/raster/rect.ts';

// 256 px: a diagonal stroke over 51 MP touches some hundred tiles, and saving one costs 64 KB.
export const tileSize = 256;
const tileBytes = tileSize * tileSize;

/** A tile is its bytes, or one value when all of it is 0 or all of it 255: invert, bounds and coverage then need no scan. */
export type Tile = Uint8Array<ArrayBuffer> | 0 | 255;

/** One byte per photo pixel in 256×256 tiles that are allocated on first touch. Bytes beyond the photo's edge mean nothing. */
export interface TiledPlane {
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
  readonly tiles: Tile[];
  /** Masked pixels per tile, −1 where it has to be counted again. */
  readonly counts: Int32Array;
  /** Where the masked pixels of a tile lie; null where it has to be looked for again. */
  readonly bounds: (Rect | null)[];
  /** Counts up per tile with every change, so that what is drawn from a tile knows when it is stale. */
  readonly versions: Uint32Array;
  /** Counts up with every change of any tile: whoever worked on a copy knows whether it still holds. */
  revision: number;
}

/** A plane's pixels as they cross to another worker, where {@link planeOf} makes a plane of them. */
export type PlaneTiles = Pick<TiledPlane, 'width' | 'height' | 'tiles'>;

/** A plane of zeros. Throws RangeError for a size that is not in whole pixels, 1 or more. */
export function createTiledPlane(width: number, height: number): TiledPlane {
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1)
    throw new RangeError(`plane is ${width}×${height}; needs whole pixels, 1×1 or more`);
  const columns = Math.ceil(width / tileSize);
  const rows = Math.ceil(height / tileSize);
  return {
    width,
    height,
    columns,
    rows,
    tiles: Array.from<Tile>({ length: columns * rows }).fill(0),
    counts: new Int32Array(columns * rows),
    bounds: Array.from<Rect | null>({ length: columns * rows }).fill(null),
    versions: new Uint32Array(columns * rows),
    revision: 0,
  };
}

/** A plane that takes over another's tiles. Throws RangeError when they are not as many as its size needs. */
export function planeOf({ width, height, tiles }: PlaneTiles): TiledPlane {
  const plane = createTiledPlane(width, height);
  if (tiles.length !== plane.tiles.length)
    throw new RangeError(`${tiles.length} tiles; ${width}×${height} needs ${plane.tiles.length}`);
  plane.counts.fill(-1);
  return { ...plane, tiles };
}

/** The part of the photo that a tile holds. */
export function tileRect(plane: TiledPlane, index: number): Rect {
  const x = (index % plane.columns) * tileSize;
  const y = Math.floor(index / plane.columns) * tileSize;
  return { x, y, width: Math.min(tileSize, plane.width - x), height: Math.min(tileSize, plane.height - y) };
}

/** Calls `visit` with each tile that a rectangle touches. */
export function forEachTile(plane: TiledPlane, rect: Rect, visit: (index: number) => void): void {
  const clipped = clipRect(rect, plane.width, plane.height);
  if (isEmptyRect(clipped)) return;
  const right = Math.floor((clipped.x + clipped.width - 1) / tileSize);
  const bottom = Math.floor((clipped.y + clipped.height - 1) / tileSize);
  for (let row = Math.floor(clipped.y / tileSize); row <= bottom; row++)
    for (let column = Math.floor(clipped.x / tileSize); column <= right; column++)
      visit(row * plane.columns + column);
}

/** Replaces a tile; returns the one that was there. */
export function exchangeTile(plane: TiledPlane, index: number, tile: Tile): Tile {
  const old = plane.tiles[index];
  plane.tiles[index] = tile;
  touchTile(plane, index);
  return old;
}

/** A tile's own bytes, made when it had none. The caller writes to them and calls {@link touchTile}. */
export function tileForWriting(plane: TiledPlane, index: number): Uint8Array<ArrayBuffer> {
  const tile = plane.tiles[index];
  if (typeof tile !== 'number') return tile;
  const bytes = new Uint8Array(tileBytes);
  if (tile !== 0) bytes.fill(tile);
  plane.tiles[index] = bytes;
  return bytes;
}

/** To be called after a tile was written. */
export function touchTile(plane: TiledPlane, index: number): void {
  plane.counts[index] = -1;
  plane.bounds[index] = null;
  plane.versions[index]++;
  plane.revision++;
}

export const copyTile = (tile: Tile): Tile => (typeof tile === 'number' ? tile : tile.slice());

export function isSameTile(a: Tile, b: Tile): boolean {
  if (typeof a === 'number' || typeof b === 'number') return a === b;
  const [left, right] = [new Uint32Array(a.buffer), new Uint32Array(b.buffer)];
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
  return true;
}

/** Gives a tile's memory back when all of it is 0 or all of it 255. */
export function settleTile(plane: TiledPlane, index: number): void {
  const tile = plane.tiles[index];
  if (typeof tile === 'number') return;
  const first = tile[0];
  if (first !== 0 && first !== 255) return;
  const { width, height } = tileRect(plane, index);
  if (width === tileSize) {
    const words = wordsOf(tile, height);
    const word = first === 0 ? 0 : -1;
    for (let i = 0; i < words.length; i++) if (words[i] !== word) return;
  } else
    for (let y = 0; y < height; y++) {
      const start = y * tileSize;
      for (let i = start; i < start + width; i++) if (tile[i] !== first) return;
    }
  plane.tiles[index] = first;
}

/** Four pixels at a time of a tile's first rows: what goes through whole tiles does so after every stroke. */
const wordsOf = (tile: Uint8Array, rows: number): Int32Array =>
  new Int32Array(tile.buffer, tile.byteOffset, (rows * tileSize) >> 2);

function countTile(plane: TiledPlane, index: number): number {
  const tile = plane.tiles[index];
  const { width, height } = tileRect(plane, index);
  if (typeof tile === 'number') return tile === 0 ? 0 : width * height;
  let count = 0;
  if (width === tileSize) {
    const words = wordsOf(tile, height);
    // The top bits of four bytes, added up in the topmost one.
    for (let i = 0; i < words.length; i++)
      count += Math.imul((words[i] >>> 7) & 0x01010101, 0x01010101) >>> 24;
    return count;
  }
  for (let y = 0; y < height; y++) {
    const start = y * tileSize;
    for (let i = start; i < start + width; i++) count += tile[i] >> 7;
  }
  return count;
}

/** Masked pixels (128 or more) of a tile; counted again only where it changed. */
export function maskedInTile(plane: TiledPlane, index: number): number {
  if (plane.counts[index] < 0) plane.counts[index] = countTile(plane, index);
  return plane.counts[index];
}

/** Masked pixels of the whole plane. */
export function countPlane(plane: TiledPlane): number {
  let count = 0;
  for (let index = 0; index < plane.tiles.length; index++) count += maskedInTile(plane, index);
  return count;
}

/** Bit 7 of each of four bytes: 128 or more is masked. */
export const topBits = 0x80808080 | 0;

function isRowMasked(tile: Uint8Array, start: number, width: number): boolean {
  for (let i = start; i < start + width; i++) if (tile[i] >= MASK_THRESHOLD) return true;
  return false;
}

function boundsInTile(plane: TiledPlane, index: number): Rect {
  const tile = plane.tiles[index];
  const area = tileRect(plane, index);
  if (typeof tile === 'number') return tile === 0 ? EMPTY_RECT : area;
  const words = wordsOf(tile, area.height);
  const perRow = tileSize >> 2;
  const inUse = Math.ceil(area.width / 4);
  const columns = new Int32Array(perRow);
  let top = -1;
  let bottom = -1;
  for (let y = 0, at = 0; y < area.height; y++, at += perRow) {
    let any = 0;
    for (let i = 0; i < inUse; i++) {
      any |= words[at + i];
      columns[i] |= words[at + i];
    }
    // Where the photo ends within these four pixels, the rest means nothing.
    if ((any & topBits) === 0) continue;
    if (area.width < tileSize && !isRowMasked(tile, y * tileSize, area.width)) continue;
    if (top < 0) top = y;
    bottom = y;
  }
  const isMasked = (x: number): boolean => ((columns[x >> 2] >>> (8 * (x & 3))) & MASK_THRESHOLD) !== 0;
  let left = 0;
  while (left < area.width && !isMasked(left)) left++;
  let right = area.width - 1;
  while (right > left && !isMasked(right)) right--;
  return top < 0
    ? EMPTY_RECT
    : { x: area.x + left, y: area.y + top, width: right - left + 1, height: bottom - top + 1 };
}

/** The smallest rectangle holding every masked pixel; only tiles that can widen it are scanned. */
export function planeBounds(plane: TiledPlane): Rect {
  let bounds: Rect = EMPTY_RECT;
  for (let index = 0; index < plane.tiles.length; index++) {
    if (maskedInTile(plane, index) === 0) continue;
    const area = tileRect(plane, index);
    const grown = unionRects(bounds, area);
    if (grown.width === bounds.width && grown.height === bounds.height) continue;
    bounds = unionRects(bounds, (plane.bounds[index] ??= boundsInTile(plane, index)));
  }
  return bounds;
}

/** A tile's bytes without its padding, packed to the size of its rectangle. */
export function tileRows(tile: Uint8Array, { width, height }: Rect): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) out.set(tile.subarray(y * tileSize, y * tileSize + width), y * width);
  return out;
}

/** Copies a rectangle into a flat array, row by row. Throws RangeError when it leaves the plane. */
export function readPlane(plane: TiledPlane, rect: Rect): Uint8Array<ArrayBuffer> {
  const { x, y, width, height } = rect;
  if (x < 0 || y < 0 || x + width > plane.width || y + height > plane.height)
    throw new RangeError(
      `rectangle ${width}×${height} at ${x}, ${y} leaves the ${plane.width}×${plane.height} plane`,
    );
  const out = new Uint8Array(width * height);
  forEachTile(plane, rect, (index) => {
    const tile = plane.tiles[index];
    if (tile === 0) return;
    const area = tileRect(plane, index);
    const left = Math.max(x, area.x);
    const right = Math.min(x + width, area.x + area.width);
    const bottom = Math.min(y + height, area.y + area.height);
    for (let row = Math.max(y, area.y); row < bottom; row++) {
      const to = (row - y) * width + left - x;
      if (tile === 255) {
        out.fill(255, to, to + right - left);
      } else {
        const from = (row - area.y) * tileSize + left - area.x;
        out.set(tile.subarray(from, from + right - left), to);
      }
    }
  });
  return out;
}

/** Every byte becomes 255 − itself. @param bytes all of their buffer */
export function invertBytes(bytes: Uint8Array<ArrayBuffer>): void {
  const words = new Int32Array(bytes.buffer, 0, bytes.length >> 2);
  for (let i = 0; i < words.length; i++) words[i] = ~words[i];
  for (let i = words.length << 2; i < bytes.length; i++) bytes[i] = 255 - bytes[i];
}

/** Every byte becomes 255 − itself: O(1) for tiles of one value. */
export function invertPlane(plane: TiledPlane): void {
  for (let index = 0; index < plane.tiles.length; index++) {
    const tile = plane.tiles[index];
    const count = plane.counts[index];
    const { width, height } = tileRect(plane, index);
    if (typeof tile === 'number') plane.tiles[index] = tile === 0 ? 255 : 0;
    else invertBytes(tile);
    touchTile(plane, index);
    // 128 or more becomes 127 or less, and the other way round.
    if (count >= 0) plane.counts[index] = width * height - count;
  }
}
