import type { Arena } from '../arena.ts';
import { HOLE, RADIUS, SAMPLES } from './layout.ts';
import { viewLevel } from './levelView.ts';

/** A hole pixel has no colour yet: as rare as can be. */
const RAREST = 255;

/** @param word a pixel's four bytes, the first one lowest: 16 steps in each of Y, Cb and Cr */
export const binOf = (word: number): number =>
  ((word << 4) & 0xf00) | ((word >> 8) & 0xf0) | ((word >> 20) & 0xf);

export function rateColours(
  arena: Arena,
  levelAt: number,
  table: number,
  rates: number,
  from: number,
  to: number,
): void {
  const { u8, i32, width, image, flags } = viewLevel(arena, levelAt);
  for (let i = from * width; i < to * width; i++) {
    u8[rates + i] = (u8[flags + i] & HOLE) !== 0 ? RAREST : u8[table + binOf(i32[(image >> 2) + i])];
  }
}

export function writeRarity(arena: Arena, levelAt: number, rates: number, from: number, to: number): void {
  const { u8, width, height, rarity } = viewLevel(arena, levelAt);
  // Sums down the columns of the patch, then across them.
  const columns = new Uint16Array(width);
  for (let y = from; y < to; y++) {
    columns.fill(0);
    for (let v = Math.max(0, y - RADIUS); v <= Math.min(height - 1, y + RADIUS); v++) {
      for (let x = 0; x < width; x++) columns[x] += u8[rates + v * width + x];
    }
    let sum = 0;
    for (let x = 0; x < Math.min(width, RADIUS); x++) sum += columns[x];
    for (let x = 0; x < width; x++) {
      if (x + RADIUS < width) sum += columns[x + RADIUS];
      if (x > RADIUS) sum -= columns[x - RADIUS - 1];
      u8[rarity + y * width + x] = sum / SAMPLES;
    }
  }
}
