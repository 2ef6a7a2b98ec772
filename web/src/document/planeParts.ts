import { MASK_THRESHOLD } from '@cleanplate/shared/raster/mask.ts';
import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import { tileSize, topBits, type TiledPlane } from './tiledPlane.ts';

/** What hangs together in a plane, added up. */
export interface PlaneParts {
  /** Masked parts; they are joined diagonally too. */
  readonly count: number;
  /** Of these, parts of fewer pixels than asked for. */
  readonly specks: number;
  /** Unmasked pixels all round which is mask, in parts of at most as many pixels as asked for. */
  readonly holePixels: number;
}

/** Rows between two looks at what else waits: a ms or two. */
const rowsAtOnce = 256;
const shift = Math.log2(tileSize);
const inTile = tileSize - 1;

/** Runs of the row above and of this one, as nodes of a forest that grows together (union-find, path halving). */
interface Forest {
  parents: Int32Array;
  areas: Float64Array;
  /** 1 masked, 2 at the edge of what is looked at. */
  marks: Uint8Array;
  size: number;
}

function addRun(forest: Forest, area: number, mark: number): number {
  if (forest.size === forest.parents.length) {
    const longer = <T extends Int32Array | Float64Array | Uint8Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    const size = forest.size * 2;
    forest.parents = longer(forest.parents, new Int32Array(size));
    forest.areas = longer(forest.areas, new Float64Array(size));
    forest.marks = longer(forest.marks, new Uint8Array(size));
  }
  const run = forest.size++;
  forest.parents[run] = run;
  forest.areas[run] = area;
  forest.marks[run] = mark;
  return run;
}

function rootOf({ parents }: Forest, run: number): number {
  let at = run;
  while (parents[at] !== at) at = parents[at] = parents[parents[at]];
  return at;
}

function join(forest: Forest, a: number, b: number): void {
  const [one, other] = [rootOf(forest, a), rootOf(forest, b)];
  if (one === other) return;
  forest.parents[other] = one;
  forest.areas[one] += forest.areas[other];
  forest.marks[one] |= forest.marks[other];
}

/** Where a row's runs begin, masked and unmasked in turn, and its end. Returns whether the first one is masked. */
function runsOf(plane: TiledPlane, y: number, left: number, right: number, starts: number[]): boolean {
  starts.length = 0;
  let isFirstIn = false;
  let isIn = false;
  const turn = (x: number): void => {
    isIn = !isIn;
    starts.push(x);
  };
  for (let x = left; x < right;) {
    const tile = plane.tiles[(y >> shift) * plane.columns + (x >> shift)];
    const end = Math.min(right, (x | inTile) + 1);
    const first = typeof tile === 'number' ? tile : tile[((y & inTile) << shift) + (x & inTile)];
    if (x === left) {
      isFirstIn = isIn = first >= MASK_THRESHOLD;
      starts.push(x);
    } else if (first >= MASK_THRESHOLD !== isIn) turn(x);
    if (typeof tile !== 'number') {
      const words = new Int32Array(tile.buffer, tile.byteOffset, tile.length >> 2);
      const row = ((y & inTile) << shift) - (x & ~inTile);
      for (let at = x; at < end;)
        if ((at & 3) === 0 && (words[(row + at) >> 2] & topBits) === (isIn ? topBits : 0)) at += 4;
        else {
          if (tile[row + at] >= MASK_THRESHOLD !== isIn) turn(at);
          at++;
        }
    }
    x = end;
  }
  starts.push(right);
  return isFirstIn;
}

/**
 * Finds specks and holes by runs of equal pixels, row by row: tiles of one value cost a step a row, and memory goes by
 * runs, not by pixels.
 * @param rect where the mask lies, with a pixel round it as far as the photo goes
 * @param limits specks have fewer pixels, holes at most as many
 * @param pause lets what else waits have its turn
 * @returns null when the plane changed meanwhile
 */
export async function findParts(
  plane: TiledPlane,
  rect: Rect,
  limits: { readonly speck: number; readonly hole: number },
  pause: () => Promise<void>,
): Promise<PlaneParts | null> {
  const { revision } = plane;
  const forest: Forest = {
    parents: new Int32Array(4096),
    areas: new Float64Array(4096),
    marks: new Uint8Array(4096),
    size: 0,
  };
  const [left, right, bottom] = [rect.x, rect.x + rect.width, rect.y + rect.height];
  let above: number[] = [];
  let firstAbove = 0;
  let isAboveIn = false;
  for (let y = rect.y; y < bottom; y++) {
    if ((y - rect.y) % rowsAtOnce === rowsAtOnce - 1) {
      await pause();
      if (plane.revision !== revision) return null;
    }
    const starts: number[] = [];
    const isFirstIn = runsOf(plane, y, left, right, starts);
    const firstRun = forest.size;
    const isEdgeRow = y === rect.y || y === bottom - 1;
    for (let i = 0, over = 0; i + 1 < starts.length; i++) {
      const [start, end] = [starts[i], starts[i + 1]];
      const isIn = isFirstIn === ((i & 1) === 0);
      const isEdge = isEdgeRow || start === left || end === right;
      const run = addRun(forest, end - start, (isIn ? 1 : 0) | (isEdge ? 2 : 0));
      // Mask is joined diagonally, what is not masked is not.
      const reach = isIn ? 1 : 0;
      while (over + 1 < above.length && above[over + 1] + reach <= start) over++;
      for (let j = over; j + 1 < above.length && above[j] < end + reach; j++)
        if ((isAboveIn === ((j & 1) === 0)) === isIn) join(forest, firstAbove + j, run);
    }
    above = starts;
    firstAbove = firstRun;
    isAboveIn = isFirstIn;
  }
  let count = 0;
  let specks = 0;
  let holePixels = 0;
  for (let run = 0; run < forest.size; run++) {
    if (forest.parents[run] !== run) continue;
    const [area, mark] = [forest.areas[run], forest.marks[run]];
    if ((mark & 1) === 1) {
      count++;
      if (area < limits.speck) specks++;
    } else if (mark === 0 && area <= limits.hole) holePixels += area;
  }
  return { count, specks, holePixels };
}
