import type { EngineHost } from '../host.ts';
import * as slot from '../kernels/layout.ts';
import type { Level } from '../level.ts';
import type { Rect, RemovalInput } from '../types.ts';
import { voteToRgb } from './colours.ts';
import type { Grid } from './multigrid.ts';
import type { ShiftMap } from './shiftMap.ts';

/** The product's edge is soft over so many pixels. */
const OUTLINE = 2;
/** Light changes brightness, not hue: a step of more chroma than this, levels, is where two materials meet, and stays a step. */
const SAME_HUE = 14;

/**
 * Fills the grid's mask and right-hand side for what must be added to the copied pixels so that seams vanish, and returns those
 * pixels: RGB bytes of the window. Inside a region the copied gradients are right as they are. Across a seam the step should be
 * what one of the two sources has there: of the two the one nearest to the step that is. So light is evened out, and an edge that
 * one of them holds is not. (A step that only the voted picture has is no edge of the photo: kept, it drew hard borders into the
 * soft shadow under a mug.)
 *
 * @param pull weight of the voted colours, per pixel
 */
export function writeEquation(
  host: EngineHost,
  level: Level,
  map: ShiftMap,
  input: RemovalInput,
  region: Rect,
  pull: number,
  grid: Grid,
): Uint8ClampedArray {
  const { u8, i32, f32 } = host.arena;
  const { flags, width, height, image } = level;
  const { pixels } = input;
  const source = map.at >> 2;
  const rhs = grid.rhs >> 2;
  const voted = new Float32Array(3);
  const copied = copyPixels();
  const rest = new Float64Array(4);

  for (let v = 0; v < map.height; v++) {
    for (let u = 0; u < map.width; u++) {
      const k = v * map.width + u;
      const i = (map.y + v) * width + map.x + u;
      const isHole = (u8[flags + i] & slot.HOLE) !== 0;
      if (isHole) {
        u8[grid.mask + k] = 1;
        if (pull > 0) {
          voteToRgb(u8, image + 4 * i, voted, 0);
          f32[rhs + 3 * k] += pull * (voted[0] - copied[3 * k]);
          f32[rhs + 3 * k + 1] += pull * (voted[1] - copied[3 * k + 1]);
          f32[rhs + 3 * k + 2] += pull * (voted[2] - copied[3 * k + 2]);
        }
      }
      // Nearly all pairs lie side by side in the photo too, or are known both: nothing is missing there.
      const a = i32[source + k];
      if (u + 1 < map.width && (a < 0 || i32[source + k + 1] !== a + 1)) joinPair(k, k + 1, i, 1, isHole);
      if (v + 1 < map.height && (a < 0 || i32[source + k + map.width] !== a + width))
        joinPair(k, k + map.width, i, width, isHole);
    }
  }
  return copied;

  function joinPair(k: number, other: number, i: number, step: number, isHole: boolean): void {
    const isOtherHole = (u8[flags + i + step] & slot.HOLE) !== 0;
    if (!isHole && !isOtherHole) return;
    const a = i32[source + k];
    const b = i32[source + other];
    // The backdrop ends at the product: no light flows across its outline, or the fill would take on its colour.
    if (isHole !== isOtherHole && isOutline(isHole ? k : other, isHole ? i + step : i, isHole ? step : -step))
      return;
    rest[3] = Infinity;
    if (isHole && isKnown(a) && isKnown(a + step)) considerPhoto(k, other, a, a + step);
    if (isOtherHole && isKnown(b) && isKnown(b - step)) considerPhoto(k, other, b - step, b);
    if (rest[3] === Infinity || (isHole && isOtherHole && isOtherHue(rest))) return;
    for (let c = 0; c < 3; c++) {
      if (isOtherHole) f32[rhs + 3 * other + c] += rest[c];
      if (isHole) f32[rhs + 3 * k + c] -= rest[c];
    }
  }

  /** Whether a hole pixel that does not copy the product meets it: at the known pixel `i`, or up to OUTLINE steps behind it. */
  function isOutline(k: number, i: number, step: number): boolean {
    const from = i32[source + k];
    if (from < 0 || (u8[flags + from] & slot.PRODUCT) !== 0) return false;
    for (let n = 0, at = i; n <= OUTLINE && at >= 0 && at < width * height; n++, at += step) {
      if ((u8[flags + at] & slot.PRODUCT) !== 0) return true;
    }
    return false;
  }

  function considerPhoto(k: number, other: number, from: number, to: number): void {
    const p = photoAt(from);
    const q = photoAt(to);
    consider(k, other, pixels[q] - pixels[p], pixels[q + 1] - pixels[p + 1], pixels[q + 2] - pixels[p + 2]);
  }

  /** Keeps in `rest` what is missing to a wanted step, when less is missing than to the one before; its size comes last. */
  function consider(k: number, other: number, d0: number, d1: number, d2: number): void {
    const r0 = d0 - (copied[3 * other] - copied[3 * k]);
    const r1 = d1 - (copied[3 * other + 1] - copied[3 * k + 1]);
    const r2 = d2 - (copied[3 * other + 2] - copied[3 * k + 2]);
    const size = r0 * r0 + r1 * r1 + r2 * r2;
    if (size >= rest[3]) return;
    rest[0] = r0;
    rest[1] = r1;
    rest[2] = r2;
    rest[3] = size;
  }

  function isKnown(i: number): boolean {
    return i >= 0 && i < width * height && (u8[flags + i] & slot.HOLE) === 0;
  }

  /** Byte of the photo's pixel for pixel `i` of the level. */
  function photoAt(i: number): number {
    const y = (i / width) | 0;
    return 4 * ((region.y + y) * input.width + region.x + i - y * width);
  }

  /** RGB of every window pixel as its shift copies it; the vote's colour where nothing is copied. */
  function copyPixels(): Uint8ClampedArray {
    const colours = new Uint8ClampedArray(3 * map.width * map.height);
    for (let v = 0; v < map.height; v++) {
      for (let u = 0; u < map.width; u++) {
        const k = v * map.width + u;
        const from = i32[source + k];
        if (from >= 0) {
          const p = photoAt(from);
          colours[3 * k] = pixels[p];
          colours[3 * k + 1] = pixels[p + 1];
          colours[3 * k + 2] = pixels[p + 2];
        } else {
          voteToRgb(u8, image + 4 * ((map.y + v) * width + map.x + u), voted, 0);
          for (let c = 0; c < 3; c++) colours[3 * k + c] = voted[c];
        }
      }
    }
    return colours;
  }
}

function isOtherHue(rest: Float64Array): boolean {
  const y = 0.299 * rest[0] + 0.587 * rest[1] + 0.114 * rest[2];
  return Math.hypot(0.564 * (rest[2] - y), 0.713 * (rest[0] - y)) > SAME_HUE;
}
