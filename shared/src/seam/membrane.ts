import { guardPicture, guardPlane, guardSameSize, type Picture, type Plane } from '../raster/picture.ts';
import { stretchColours } from '../segment/membrane.ts';

/** Values outside may have been clipped: what they were is not known. */
const clippedBelow = 3;
const clippedAbove = 252;
// Light changes slowly: differences are averaged over cells, so that neither grain nor half a pixel of misfit reaches the
// fill. 250,000 cells keep the largest masks quick; at 8 px a cell still lies within the ring.
const maxCells = 250_000;
const [smallestCell, largestCell] = [2, 8];

/**
 * Evens out the light and colour of a candidate to the photo: what the two differ by on the ring outside the mask is
 * stretched smoothly over the mask like a membrane and added there. Detail is left alone. Returns the candidate itself when
 * there is nothing to even out.
 * @param below what the candidate lies over; the ring is all of it that is not masked
 * @param mask 0 or 255; all three of one size
 */
export function matchLight(below: Picture, candidate: Picture, mask: Plane): Picture {
  guardPicture(below, 'photo');
  guardPicture(candidate, 'candidate');
  guardPlane(mask, 'mask');
  guardSameSize(candidate, 'candidate', below, 'photo');
  guardSameSize(mask, 'mask', below, 'photo');
  const { width, height } = mask;
  const wanted = Math.ceil(Math.sqrt((width * height) / maxCells));
  const cell = Math.min(largestCell, Math.max(smallestCell, wanted));
  const columns = Math.ceil(width / cell);
  const rows = Math.ceil(height / cell);
  const { mean, known, isEven } = cellDifferences(below, candidate, mask, cell, columns, rows);
  if (isEven) return candidate;
  return addStretched(candidate, mask, stretchColours(mean, columns, rows, known), cell, columns, rows);
}

function cellDifferences(
  below: Picture,
  candidate: Picture,
  mask: Plane,
  cell: number,
  columns: number,
  rows: number,
): { mean: Float32Array; known: Uint8Array; isEven: boolean } {
  const { width, height } = mask;
  const mean = new Float32Array(columns * rows * 3);
  const counts = new Uint32Array(columns * rows);
  let isEven = true;
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor(y / cell) * columns;
    for (let x = 0; x < width; x++, i++) {
      if (mask.data[i] >= 128 || isClipped(below.data, 4 * i) || isClipped(candidate.data, 4 * i)) continue;
      const at = row + Math.floor(x / cell);
      counts[at]++;
      for (let c = 0; c < 3; c++) {
        const apart = below.data[4 * i + c] - candidate.data[4 * i + c];
        if (apart !== 0) isEven = false;
        mean[3 * at + c] += apart;
      }
    }
  }
  const known = new Uint8Array(columns * rows);
  for (let at = 0; at < counts.length; at++) {
    if (counts[at] === 0) continue;
    known[at] = 1;
    for (let c = 0; c < 3; c++) mean[3 * at + c] /= counts[at];
  }
  return { mean, known, isEven };
}

const isClipped = (rgba: Uint8ClampedArray, at: number): boolean =>
  Math.min(rgba[at], rgba[at + 1], rgba[at + 2]) < clippedBelow ||
  Math.max(rgba[at], rgba[at + 1], rgba[at + 2]) > clippedAbove;

/** Adds the cells' values to the masked pixels, bilinear between cell centres. */
function addStretched(
  candidate: Picture,
  mask: Plane,
  field: Float32Array,
  cell: number,
  columns: number,
  rows: number,
): Picture {
  const { width, height } = mask;
  const data = candidate.data.slice();
  for (let y = 0, i = 0; y < height; y++) {
    const v = Math.min(rows - 1, Math.max(0, (y + 0.5) / cell - 0.5));
    const top = Math.floor(v);
    const down = top + 1 < rows ? columns : 0;
    for (let x = 0; x < width; x++, i++) {
      if (mask.data[i] < 128) continue;
      const u = Math.min(columns - 1, Math.max(0, (x + 0.5) / cell - 0.5));
      const left = Math.floor(u);
      const right = left + 1 < columns ? 1 : 0;
      const at = top * columns + left;
      for (let c = 0; c < 3; c++) {
        const above = field[3 * at + c] * (1 - u + left) + field[3 * (at + right) + c] * (u - left);
        const under =
          field[3 * (at + down) + c] * (1 - u + left) + field[3 * (at + down + right) + c] * (u - left);
        data[4 * i + c] += above * (1 - v + top) + under * (v - top);
      }
    }
  }
  return { data, width, height };
}
