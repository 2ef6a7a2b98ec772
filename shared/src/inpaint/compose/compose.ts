import type { EngineHost } from '../host.ts';
import type { Level } from '../level.ts';
import type { Rect, RemovalInput } from '../types.ts';
import { writeEquation } from './equation.ts';
import { createGrid, solveGrid } from './multigrid.ts';
import { createShiftMap, settleSeams } from './shiftMap.ts';

/** A shorter screening length would pull single pixels, not light, towards the vote. */
const LEAST_SCREENING_LENGTH = 4;

/**
 * Fills the hole of a solved full-size level with the photo's own pixels: each copies the one its shift points to, and a
 * screened Poisson equation (Pérez, Gangnet & Blake 2003; Bhat et al. 2008) spreads what is left of the steps between regions.
 * The colours are read from the photo itself, so nothing is lost to the engine's colour space. Writes RGB into `output`.
 *
 * @param region where the level lies in the input's picture
 * @param screening length as a fraction of √(hole's area); 0 for none
 * @param output RGBA of `area`
 */
export function composeHole(
  host: EngineHost,
  level: Level,
  input: RemovalInput,
  region: Rect,
  screening: number,
  output: Uint8ClampedArray,
  area: Rect,
): void {
  const mark = host.arena.mark();
  const map = createShiftMap(host, level);
  settleSeams(host, level, map);
  const grid = createGrid(host, map.width, map.height);
  const length = Math.max(LEAST_SCREENING_LENGTH, screening * Math.sqrt(level.holeCount));
  const pull = screening > 0 ? 1 / (length * length) : 0;
  const copied = writeEquation(host, level, map, input, region, pull, grid);
  solveGrid(host, grid, pull);

  const { u8, f32 } = host.arena;
  const field = grid.field >> 2;
  for (let v = 0; v < map.height; v++) {
    const row = 4 * ((region.y + map.y + v - area.y) * area.width + region.x + map.x - area.x);
    for (let u = 0; u < map.width; u++) {
      const k = v * map.width + u;
      if (u8[grid.mask + k] === 0) continue;
      for (let c = 0; c < 3; c++) output[row + 4 * u + c] = copied[3 * k + c] + f32[field + 3 * k + c];
    }
  }
  host.arena.release(mark);
}
