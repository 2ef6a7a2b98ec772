import type { EngineHost } from '../host.ts';
import * as slot from '../kernels/layout.ts';
import type { Level } from '../level.ts';
import type { RemovalInput, Rect } from '../types.ts';
import { voteToRgb } from './colours.ts';
import { createGrid, solveGrid } from './multigrid.ts';
import { createShiftMap, moveSeams, type ShiftMap } from './shiftMap.ts';

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
  const map = createShiftMap(host, level);
  moveSeams(host, level, map);
  const mark = host.arena.mark();
  const grid = createGrid(host, map.width, map.height);
  const length = Math.max(LEAST_SCREENING_LENGTH, screening * Math.sqrt(level.holeCount));
  const pull = screening > 0 ? 1 / (length * length) : 0;
  writeEquation();
  solveGrid(host, grid, pull);
  writeOutput();
  host.arena.release(mark);

  /** Byte of the photo's pixel for pixel `i` of the level. */
  function photoAt(i: number): number {
    const y = (i / level.width) | 0;
    return 4 * ((region.y + y) * input.width + region.x + i - y * level.width);
  }

  function writeEquation(): void {
    const { u8, f32 } = host.arena;
    const { flags, width } = level;
    const rhs = grid.rhs >> 2;
    const colours = copiedColours(host, level, map, input.pixels, photoAt);
    const voted = new Float32Array(6);
    for (let v = 0; v < map.height; v++) {
      for (let u = 0; u < map.width; u++) {
        const k = v * map.width + u;
        const i = (map.y + v) * width + map.x + u;
        const isHole = (u8[flags + i] & slot.HOLE) !== 0;
        if (isHole) {
          u8[grid.mask + k] = 1;
          if (pull > 0) {
            voteToRgb(u8, level.image + 4 * i, voted, 0);
            for (let c = 0; c < 3; c++) f32[rhs + 4 * k + c] += pull * (voted[c] - colours[3 * k + c]);
          }
        }
        if (u + 1 < map.width) joinPair(k, k + 1, i, 1, isHole);
        if (v + 1 < map.height) joinPair(k, k + map.width, i, width, isHole);
      }
    }

    /** Across a seam the step should be what a source, or the vote, has there: of the three the one nearest to what is. */
    function joinPair(k: number, other: number, i: number, step: number, isHole: boolean): void {
      const isOtherHole = (u8[flags + i + step] & slot.HOLE) !== 0;
      if (!isHole && !isOtherHole) return;
      const a = map.source[k];
      const b = map.source[other];
      if (a >= 0 && b === a + step) return;
      let least = Infinity;
      let e0 = 0;
      let e1 = 0;
      let e2 = 0;
      const consider = (d0: number, d1: number, d2: number) => {
        const r0 = d0 - (colours[3 * other] - colours[3 * k]);
        const r1 = d1 - (colours[3 * other + 1] - colours[3 * k + 1]);
        const r2 = d2 - (colours[3 * other + 2] - colours[3 * k + 2]);
        const size = r0 * r0 + r1 * r1 + r2 * r2;
        if (size >= least) return;
        least = size;
        e0 = r0;
        e1 = r1;
        e2 = r2;
      };
      const considerPhoto = (from: number, to: number) => {
        const p = photoAt(from);
        const q = photoAt(to);
        const { pixels } = input;
        consider(pixels[q] - pixels[p], pixels[q + 1] - pixels[p + 1], pixels[q + 2] - pixels[p + 2]);
      };
      if (isHole && isKnown(a) && isKnown(a + step)) considerPhoto(a, a + step);
      if (isOtherHole && isKnown(b) && isKnown(b - step)) considerPhoto(b - step, b);
      if (isHole && isOtherHole) {
        voteToRgb(u8, level.image + 4 * i, voted, 0);
        voteToRgb(u8, level.image + 4 * (i + step), voted, 3);
        consider(voted[3] - voted[0], voted[4] - voted[1], voted[5] - voted[2]);
      }
      if (least === Infinity) return;
      const add = (at: number, sign: number) => {
        f32[rhs + 4 * at] += sign * e0;
        f32[rhs + 4 * at + 1] += sign * e1;
        f32[rhs + 4 * at + 2] += sign * e2;
      };
      if (isOtherHole) add(other, 1);
      if (isHole) add(k, -1);
    }

    function isKnown(i: number): boolean {
      return i >= 0 && i < level.width * level.height && (u8[flags + i] & slot.HOLE) === 0;
    }
  }

  function writeOutput(): void {
    const { u8, f32 } = host.arena;
    const colours = copiedColours(host, level, map, input.pixels, photoAt);
    for (let v = 0; v < map.height; v++) {
      for (let u = 0; u < map.width; u++) {
        const k = v * map.width + u;
        if (u8[grid.mask + k] === 0) continue;
        const x = region.x + map.x + u - area.x;
        const y = region.y + map.y + v - area.y;
        const o = 4 * (y * area.width + x);
        for (let c = 0; c < 3; c++) output[o + c] = colours[3 * k + c] + f32[(grid.field >> 2) + 4 * k + c];
      }
    }
  }
}

/** RGB of every window pixel as its shift copies it; the vote's colour where nothing is copied. */
function copiedColours(
  host: EngineHost,
  level: Level,
  map: ShiftMap,
  photo: Uint8ClampedArray,
  photoAt: (i: number) => number,
): Float32Array {
  const colours = new Float32Array(3 * map.width * map.height);
  for (let k = 0; k < map.source.length; k++) {
    if (map.source[k] < 0) {
      const v = (k / map.width) | 0;
      const i = (map.y + v) * level.width + map.x + k - v * map.width;
      voteToRgb(host.arena.u8, level.image + 4 * i, colours, 3 * k);
      continue;
    }
    const p = photoAt(map.source[k]);
    colours[3 * k] = photo[p];
    colours[3 * k + 1] = photo[p + 1];
    colours[3 * k + 2] = photo[p + 2];
  }
  return colours;
}
