import type { Blob } from './blobs.ts';
import { createGrid, solveGrid } from './compose/multigrid.ts';
import type { EngineHost } from './host.ts';
import type { Rect, RemovalInput } from './types.ts';

/**
 * Fills a blob with the smoothest colours that meet its edge (Laplace's equation): for pictures so small, or masks so large,
 * that no whole patch is left to copy from. Writes RGB into `output`, RGBA of `area`.
 */
export function fillSmoothly(
  host: EngineHost,
  input: RemovalInput,
  blob: Blob,
  output: Uint8ClampedArray,
  area: Rect,
): void {
  const { width, height, mask, pixels } = input;
  // Two pixels round the blob: other blobs' pixels there are solved along, since nothing is known of them.
  const left = Math.max(0, blob.bounds.x - 2);
  const top = Math.max(0, blob.bounds.y - 2);
  const columns = Math.min(width, blob.bounds.x + blob.bounds.width + 2) - left;
  const rows = Math.min(height, blob.bounds.y + blob.bounds.height + 2) - top;
  const mark = host.arena.mark();
  const grid = createGrid(host, columns, rows);
  const { u8, f32 } = host.arena;
  const placeOf = (k: number) => (top + Math.floor(k / columns)) * width + left + (k % columns);
  const mean = meanKnownColour(pixels, mask, placeOf, columns * rows);
  for (let k = 0; k < columns * rows; k++) {
    const i = placeOf(k);
    if (mask[i] < 128) continue;
    u8[grid.mask + k] = 1;
    const u = k % columns;
    const neighbours = [u > 0 ? i - 1 : -1, u + 1 < columns ? i + 1 : -1];
    neighbours.push(k >= columns ? i - width : -1, k + columns < columns * rows ? i + width : -1);
    for (const j of neighbours) {
      if (j < 0 || mask[j] >= 128) continue;
      // The unknown is the difference from the mean colour; a known neighbour's goes to the right-hand side.
      for (let c = 0; c < 3; c++) f32[(grid.rhs >> 2) + 3 * k + c] += pixels[4 * j + c] - mean[c];
    }
  }
  solveGrid(host, grid, 0);
  const field = grid.field >> 2;
  for (let r = 0; r < blob.runs.length; r += 3) {
    const y = blob.runs[r];
    for (let x = blob.runs[r + 1]; x < blob.runs[r + 2]; x++) {
      const k = (y - top) * columns + x - left;
      const o = 4 * ((y - area.y) * area.width + x - area.x);
      for (let c = 0; c < 3; c++) output[o + c] = mean[c] + host.arena.f32[field + 3 * k + c];
    }
  }
  host.arena.release(mark);
}

function meanKnownColour(
  pixels: Uint8ClampedArray,
  mask: Uint8Array,
  placeOf: (k: number) => number,
  count: number,
): number[] {
  const sums = [0, 0, 0];
  let known = 0;
  for (let k = 0; k < count; k++) {
    const i = placeOf(k);
    if (mask[i] >= 128) continue;
    known++;
    for (let c = 0; c < 3; c++) sums[c] += pixels[4 * i + c];
  }
  return sums.map((sum) => (known > 0 ? sum / known : 128));
}
