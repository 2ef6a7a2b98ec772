import { createGrid, solveGrid } from './compose/multigrid.ts';
import type { EngineHost } from './host.ts';
import type { Rect, RemovalInput } from './types.ts';

/**
 * Fills a hole with the smoothest colours that meet its edge (Laplace's equation): for pictures so small, or masks so large,
 * that no whole patch is left to copy from. Writes RGB into `output`, RGBA of `area`.
 */
export function fillSmoothly(
  host: EngineHost,
  input: RemovalInput,
  output: Uint8ClampedArray,
  area: Rect,
): void {
  const { width, height, mask, pixels } = input;
  const mark = host.arena.mark();
  const grid = createGrid(host, width, height);
  const { u8, f32 } = host.arena;
  const mean = meanKnownColour(input);
  const step = [-1, 1, -width, width];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (mask[i] < 128) continue;
      u8[grid.mask + i] = 1;
      const has = [x > 0, x + 1 < width, y > 0, y + 1 < height];
      for (let a = 0; a < 4; a++) {
        const j = i + step[a];
        if (!has[a] || mask[j] >= 128) continue;
        // The unknown is the difference from the mean colour; a known neighbour's goes to the right-hand side.
        for (let c = 0; c < 3; c++) f32[(grid.rhs >> 2) + 4 * i + c] += pixels[4 * j + c] - mean[c];
      }
    }
  }
  solveGrid(host, grid, 0);
  for (let y = 0; y < area.height; y++) {
    for (let x = 0; x < area.width; x++) {
      const i = (area.y + y) * width + area.x + x;
      if (mask[i] < 128) continue;
      for (let c = 0; c < 3; c++) {
        output[4 * (y * area.width + x) + c] = mean[c] + host.arena.f32[(grid.field >> 2) + 4 * i + c];
      }
    }
  }
  host.arena.release(mark);
}

function meanKnownColour({ mask, pixels }: RemovalInput): number[] {
  const sums = [0, 0, 0];
  let count = 0;
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] >= 128) continue;
    count++;
    for (let c = 0; c < 3; c++) sums[c] += pixels[4 * i + c];
  }
  return sums.map((sum) => sum / count);
}
