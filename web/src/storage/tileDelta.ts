/** Tiles of a plane as bytes: what one step of the history left behind. */
import { tileSize, type Tile } from '../document/tiledPlane.ts';
import { packRuns, unpackRuns } from './runs.ts';

/** Per tile: its index, what it is, and how many bytes follow. */
const entryBytes = 9;
const flat0 = 0;
const flat255 = 1;
const runs = 2;
const tileBytes = tileSize * tileSize;

export type Tiles = ReadonlyMap<number, Tile>;

export function packTiles(tiles: Iterable<readonly [number, Tile]>): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  let total = 0;
  for (const [index, tile] of tiles) {
    const packed = typeof tile === 'number' ? new Uint8Array(0) : packRuns(tile);
    const head = new Uint8Array(entryBytes);
    const view = new DataView(head.buffer);
    view.setUint32(0, index, true);
    head[4] = typeof tile === 'number' ? (tile === 0 ? flat0 : flat255) : runs;
    view.setUint32(5, packed.length, true);
    parts.push(head, packed);
    total += entryBytes + packed.length;
  }
  const out = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** @param tileCount of the plane. Throws RangeError for tiles that it does not have, and for anything cut short. */
export function unpackTiles(bytes: Uint8Array, tileCount: number): Map<number, Tile> {
  const tiles = new Map<number, Tile>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length;) {
    if (at + entryBytes > bytes.length) throw new RangeError(`tiles end early at ${at} of ${bytes.length}`);
    const index = view.getUint32(at, true);
    const kind = bytes[at + 4];
    const length = view.getUint32(at + 5, true);
    const from = at + entryBytes;
    at = from + length;
    if (index >= tileCount || at > bytes.length || kind > runs)
      throw new RangeError(`tile ${index} of ${tileCount}, kind ${kind}, ${length} bytes at ${from}`);
    tiles.set(
      index,
      kind === runs ? unpackRuns(bytes.subarray(from, at), tileBytes) : kind === flat0 ? 0 : 255,
    );
  }
  return tiles;
}
