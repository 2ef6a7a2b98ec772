import { tileSize, type Tile } from './tiledPlane.ts';

/**
 * A tile that waits in the history, as runs of equal bytes: a mask is mostly 0 and 255, and a tile along the edge of a
 * stroke takes a few kilobytes instead of 64. Kept as it is when that would not be smaller.
 */
export type PackedTile =
  | 0
  | 255
  | { readonly runs: Uint8Array }
  | { readonly bytes: Uint8Array<ArrayBuffer> };

const tileBytes = tileSize * tileSize;
/** A run is its value and its length less one in 16 bits, low byte first. */
const runBytes = 3;
// More than half of a tile is not worth the work of unpacking.
const scratch = new Uint8Array(tileBytes / 2);

export function packTile(tile: Tile): PackedTile {
  if (typeof tile === 'number') return tile;
  const words = new Int32Array(tile.buffer, tile.byteOffset, tileBytes >> 2);
  let used = 0;
  for (let at = 0; at < tileBytes;) {
    const value = tile[at];
    const word = value | (value << 8) | (value << 16) | (value << 24);
    let end = at + 1;
    while (end < tileBytes && tile[end] === value) {
      if ((end & 3) === 0) while (end < tileBytes && words[end >> 2] === word) end += 4;
      if (end < tileBytes && tile[end] === value) end++;
    }
    if (used + runBytes > scratch.length) return { bytes: tile };
    scratch[used] = value;
    scratch[used + 1] = (end - at - 1) & 0xff;
    scratch[used + 2] = (end - at - 1) >> 8;
    used += runBytes;
    at = end;
  }
  return { runs: scratch.slice(0, used) };
}

/** The tile again, byte for byte. */
export function unpackTile(packed: PackedTile): Tile {
  if (typeof packed === 'number') return packed;
  if ('bytes' in packed) return packed.bytes;
  const { runs } = packed;
  const tile = new Uint8Array(tileBytes);
  for (let i = 0, at = 0; i < runs.length; i += runBytes) {
    const end = at + runs[i + 1] + (runs[i + 2] << 8) + 1;
    if (runs[i] !== 0) tile.fill(runs[i], at, end);
    at = end;
  }
  return tile;
}

/** What it holds in memory, in bytes. */
export const packedBytes = (packed: PackedTile): number =>
  typeof packed === 'number' ? 8 : 'bytes' in packed ? packed.bytes.length : packed.runs.length;
