import { squaredDistances } from '../raster/distance.ts';
import { guardPicture, guardPlane, guardSameSize, type Picture, type Plane } from '../raster/picture.ts';
import { rgbaToLab } from '../segment/lab.ts';

/** How an edge sits in its surroundings. */
export interface SeamMeasure {
  /** Step across the edge beyond what the photo itself has over the same distance, in grey levels of luma. */
  readonly contrast: number;
  /** The same for colour: CIE76 distance of the mean colours on both sides. */
  readonly distance: number;
  /** An eye that looks for it will find it. */
  readonly isVisible: boolean;
}

/** Pixels across that each side's colour is averaged over: grain does not outlast it. */
const band = 4;
/** Fewer pixels of a band than this in a cell say nothing. */
const least = 8;
/** Fewer cells than this are too little edge to judge. */
const leastCells = 3;

// A shift of the fill that is plain to see (6 levels) measures above the first (seam.test.ts); 2.3 ΔE is the usual just
// noticeable difference.
const visibleContrast = 3;
const visibleDistance = 2.3;

/** How far outside the mask `measureSeam` looks, in pixels. */
export const seamReach = (matteWidth: number): number => Math.ceil(matteWidth) + 1 + 2 * band + 1;

/**
 * Measures the edge of a composited fill: mean colours of narrow bands on both sides, beyond the soft edge, cell by cell
 * along it; less the same step taken wholly outside, where the photo is untouched. The worst third of the cells counts: a
 * seam that shows on one side only is a seam.
 * @param after the composited picture, with `seamReach` pixels round the mask
 * @param mask 0 or 255, of the same size
 * @returns null when there is too little edge
 */
export function measureSeam(after: Picture, mask: Plane, matteWidth: number): SeamMeasure | null {
  guardPicture(after, 'picture');
  guardPlane(mask, 'mask');
  guardSameSize(mask, 'mask', after, 'picture');
  const { width, height } = mask;
  const inside = squaredDistances(mask, 'background');
  const outside = squaredDistances(mask, 'mask');
  const deepest = Math.sqrt(
    inside.reduce((most, value) => (value === 0xffffffff ? most : Math.max(most, value)), 0),
  );
  // A mask thinner than its soft edge is judged in its middle.
  const gap = Math.min(matteWidth + 1, deepest / 2);
  const cell = Math.max(16, Math.ceil(2 * (gap + band)));
  const columns = Math.ceil(width / cell);
  const cells = createCells(columns * Math.ceil(height / cell));
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor(y / cell) * columns;
    for (let x = 0; x < width; x++, i++) {
      const side = sideOf(inside[i], outside[i], gap);
      if (side >= 0) addPixel(cells, row + Math.floor(x / cell), side, after.data, i);
    }
  }
  const [edge, photo] = [compare(cells, near, within), compare(cells, near, far)];
  if (edge.steps.length < leastCells) return null;
  const contrast = Math.max(0, worst(edge.steps) - worst(photo.steps));
  const distance = Math.max(0, worst(edge.colours) - worst(photo.colours));
  return { contrast, distance, isVisible: contrast > visibleContrast || distance > visibleDistance };
}

/** Bands: inside beyond the soft edge; just outside; outside as far away as the first is. */
const within = 0;
const near = 1;
const far = 2;

function sideOf(inside: number, outside: number, gap: number): number {
  if (inside > 0 && inside !== 0xffffffff) {
    const depth = Math.sqrt(inside);
    return depth > gap && depth <= gap + band ? within : -1;
  }
  const distance = Math.sqrt(outside);
  if (distance <= band) return near;
  return distance > gap + band && distance <= gap + 2 * band ? far : -1;
}

/** Sums of luma, L*, a*, b* and counts, for each band of each cell. */
interface Cells {
  readonly sums: Float64Array;
  readonly counts: Uint32Array;
}
const createCells = (count: number): Cells => ({
  sums: new Float64Array(count * 12),
  counts: new Uint32Array(count * 3),
});

/** One pixel's; only those of the bands are converted. */
const lab = new Float32Array(3);

function addPixel(
  { sums, counts }: Cells,
  cell: number,
  side: number,
  rgba: Uint8ClampedArray,
  i: number,
): void {
  const at = (cell * 3 + side) * 4;
  sums[at] += 0.299 * rgba[4 * i] + 0.587 * rgba[4 * i + 1] + 0.114 * rgba[4 * i + 2];
  rgbaToLab(rgba, lab, 1, 4 * i);
  for (let c = 0; c < 3; c++) sums[at + 1 + c] += lab[c];
  counts[cell * 3 + side]++;
}

function compare({ sums, counts }: Cells, a: number, b: number): { steps: number[]; colours: number[] } {
  const steps: number[] = [];
  const colours: number[] = [];
  for (let cell = 0; cell * 3 < counts.length; cell++) {
    const [countA, countB] = [counts[cell * 3 + a], counts[cell * 3 + b]];
    if (countA < least || countB < least) continue;
    const apart = (k: number) =>
      sums[(cell * 3 + a) * 4 + k] / countA - sums[(cell * 3 + b) * 4 + k] / countB;
    steps.push(Math.abs(apart(0)));
    colours.push(Math.hypot(apart(1), apart(2), apart(3)));
  }
  return { steps, colours };
}

/** Mean of the largest third. */
function worst(values: readonly number[]): number {
  const some = values.toSorted((a, b) => b - a).slice(0, Math.ceil(values.length / 3));
  return some.length === 0 ? 0 : some.reduce((sum, value) => sum + value, 0) / some.length;
}
