import { INSIDE } from './kernels/layout.ts';
import { invertBytes, tileSize, type TiledPlane } from './tiledPlane.ts';

interface CachedLevel {
  version: number;
  /** Means of blocks; 0 and 255 only where all of a block is 0 or 255. */
  readonly means: Uint8Array<ArrayBuffer>;
  /** The same as it is shown; null until it is asked for. */
  data: Uint8Array | null;
}

/** A mask made smaller for the screen, tile by tile, only where it is looked at and only when it changed. */
export interface PlaneLevels {
  /** One tile at 1 / 2^level of its size: `(256 >> level)²` bytes, or its one value. */
  tile(index: number, level: number): Uint8Array | number;
  /** The plane has just been inverted, each tile once: the copies that stood are turned over, not made anew. */
  inverted(): void;
}

/** A plane with the small copies that it is drawn from. */
export interface PaintedPlane {
  readonly plane: TiledPlane;
  readonly levels: PlaneLevels;
}

/** Sums of four bytes at a time: most of a mask is 0 or 255, and a look at the word is enough. */
function sumOfWord(word: number): number {
  if (word === 0) return 0;
  if (word === -1) return 1020;
  const pairs = (word & 0x00ff00ff) + ((word >>> 8) & 0x00ff00ff);
  return (pairs & 0xffff) + (pairs >>> 16);
}

// Thin lines and specks must not vanish when zoomed out: whatever is masked at all shows as inside.
const shown = Uint8Array.from({ length: 256 }, (_, mean) => (mean > 0 ? Math.max(mean, INSIDE) : 0));

function shownOf(means: Uint8Array): Uint8Array {
  const out = new Uint8Array(means.length);
  for (let i = 0; i < means.length; i++) out[i] = shown[means[i]];
  return out;
}

function meansOf(tile: Uint8Array, level: number): Uint8Array<ArrayBuffer> {
  const block = 1 << level;
  const side = tileSize >> level;
  const out = new Uint8Array(side * side);
  const sums = new Uint32Array(side);
  const words = new Int32Array(tile.buffer, tile.byteOffset, tile.length >> 2);
  const shift = 2 * level;
  const half = 1 << (shift - 1);
  const whole = 255 << shift;
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
      const sum = sums[x];
      if (sum === 0) continue;
      out[y * side + x] = sum === whole ? 255 : Math.min(254, Math.max(1, (sum + half) >> shift));
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
      let cached = cache.get(index);
      if (cached?.version !== version) {
        cached = { version, means: meansOf(tile, level), data: null };
        cache.set(index, cached);
      }
      return (cached.data ??= shownOf(cached.means));
    },
    inverted() {
      for (const cache of caches)
        for (const [index, cached] of cache ?? []) {
          // One that was stale before stays so.
          if (cached.version + 1 !== plane.versions[index]) continue;
          invertBytes(cached.means);
          cached.version++;
          cached.data = null;
        }
    },
  };
}
