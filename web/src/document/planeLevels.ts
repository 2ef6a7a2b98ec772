import { tileSize, type TiledPlane } from './tiledPlane.ts';

interface CachedLevel {
  readonly version: number;
  readonly data: Uint8Array;
}

/** A mask made smaller for the screen, tile by tile, only where it is looked at and only when it changed. */
export interface PlaneLevels {
  /** One tile at 1 / 2^level of its size: `(256 >> level)²` bytes, or its one value. */
  tile(index: number, level: number): Uint8Array | number;
}

/** A plane with the small copies that it is drawn from. */
export interface PaintedPlane {
  readonly plane: TiledPlane;
  readonly levels: PlaneLevels;
}

// Thin lines and specks must not vanish when zoomed out: whatever is masked at all shows with at least this value.
const leastVisible = 96;

/** Sums of four bytes at a time: most of a mask is 0 or 255, and a look at the word is enough. */
function sumOfWord(word: number): number {
  if (word === 0) return 0;
  if (word === -1) return 1020;
  const pairs = (word & 0x00ff00ff) + ((word >>> 8) & 0x00ff00ff);
  return (pairs & 0xffff) + (pairs >>> 16);
}

function shrink(tile: Uint8Array, level: number): Uint8Array {
  const block = 1 << level;
  const side = tileSize >> level;
  const out = new Uint8Array(side * side);
  const sums = new Uint32Array(side);
  const words = new Int32Array(tile.buffer, tile.byteOffset, tile.length >> 2);
  const shift = 2 * level;
  for (let y = 0; y < side; y++) {
    sums.fill(0);
    for (let v = 0; v < block; v++) {
      let at = (y * block + v) * tileSize;
      if (level === 1) {
        for (let x = 0; x < side; x++, at += 2) sums[x] += tile[at] + tile[at + 1];
        continue;
      }
      at >>= 2;
      for (let x = 0; x < side; x++) {
        let sum = 0;
        for (const end = at + (block >> 2); at < end; at++) sum += sumOfWord(words[at]);
        sums[x] += sum;
      }
    }
    for (let x = 0; x < side; x++) {
      const mean = sums[x] >> shift;
      out[y * side + x] = sums[x] > 0 && mean < leastVisible ? leastVisible : mean;
    }
  }
  return out;
}

/** Small copies of a plane's tiles. Each level is kept: a zoom goes through all of them, there and back. */
export function createPlaneLevels(plane: TiledPlane): PlaneLevels {
  const caches: Map<number, CachedLevel>[] = [];
  return {
    tile(index, level) {
      const tile = plane.tiles[index];
      if (typeof tile === 'number') return tile;
      if (level === 0) return tile;
      const cache = (caches[level] ??= new Map());
      const version = plane.versions[index];
      const cached = cache.get(index);
      if (cached?.version === version) return cached.data;
      const data = shrink(tile, level);
      cache.set(index, { version, data });
      return data;
    },
  };
}
