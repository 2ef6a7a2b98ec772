import { cutBands, type EngineHost } from './host.ts';
import * as slot from './kernels/layout.ts';
import { binOf } from './kernels/rarity.ts';
import type { Level } from './level.ts';

/** 16 steps in each of Y, Cb and Cr. */
const BINS = 16;
/** The ring's width as a fraction of √(hole's area), and its least width in pixels. */
const RING_FRACTION = 0.25;
const LEAST_RING = 6;
/** A colour with this share of the ring is common; one with COMMON/50 or less is as rare as can be. */
const COMMON = 5e-3;
const RAREST = 1e-4;
const EMPTY = 1e-5;

/**
 * How common each colour is in the ring round the hole: BINS³ shares that sum to 1, smoothed so that neighbours count.
 *
 * @param lightPasses how often it is smoothed along Y, 1 or more: how far the light may differ from the ring's
 */
export function ringHistogram(host: EngineHost, level: Level, lightPasses: number): Float32Array {
  const { u8, i32 } = host.arena;
  const { width, height, image, flags } = level;
  const reach = Math.max(LEAST_RING, Math.round(RING_FRACTION * Math.sqrt(level.holeCount)));
  const near = dilatedHole(u8, flags, width, height, reach);
  let shares = new Float32Array(BINS ** 3);
  let count = 0;
  for (let i = 0; i < near.length; i++) {
    if (near[i] === 0 || (u8[flags + i] & (slot.HOLE | slot.BLOCKED)) !== 0) continue;
    shares[binOf(i32[(image >> 2) + i])]++;
    count++;
  }
  const alongY = Array.from({ length: lightPasses }, () => BINS * BINS);
  for (const step of [1, BINS, ...alongY]) {
    const smooth = new Float32Array(shares.length);
    for (let i = 0; i < shares.length; i++) {
      const place = Math.floor(i / step) % BINS;
      smooth[i] =
        0.5 * shares[i] +
        0.25 * ((place > 0 ? shares[i - step] : 0) + (place < BINS - 1 ? shares[i + step] : 0));
    }
    shares = smooth;
  }
  return shares.map((share) => share / Math.max(1, count));
}

/** Gives the level its rarity plane: for every patch the mean, over its known pixels, of 0 (common) to 255 (not in the ring). */
export function writeRarity(host: EngineHost, level: Level, histogram: Float32Array): void {
  const { arena } = host;
  const pixels = level.width * level.height;
  const plane = arena.reserve(pixels);
  arena.i32[(level.at + slot.RARITY) >> 2] = plane;
  const mark = arena.mark();
  const table = arena.reserve(histogram.length);
  const rates = arena.reserve(pixels);
  histogram.forEach((share, bin) => {
    const rare = Math.log(COMMON / (share + EMPTY)) / Math.log(COMMON / RAREST);
    arena.u8[table + bin] = 255 * Math.max(0, Math.min(1, rare));
  });
  host.runBands('rateColours', [level.at, table, rates], cutBands(level.height, 64));
  host.runBands('writeRarity', [level.at, rates], cutBands(level.height, 64));
  arena.release(mark);
}

/** The hole grown by a square of `reach` pixels on every side. */
function dilatedHole(
  u8: Uint8Array,
  flags: number,
  width: number,
  height: number,
  reach: number,
): Uint8Array {
  const rows = new Uint8Array(width * height);
  const near = new Uint8Array(width * height);
  const sweep = (
    read: (i: number) => boolean,
    out: Uint8Array,
    first: number,
    step: number,
    count: number,
  ) => {
    for (let pass = 0; pass < 2; pass++) {
      let since = reach + 1;
      for (let k = 0; k < count; k++) {
        const i = first + step * (pass === 0 ? k : count - 1 - k);
        since = read(i) ? 0 : since + 1;
        if (since <= reach) out[i] = 1;
      }
    }
  };
  for (let y = 0; y < height; y++) sweep((i) => (u8[flags + i] & slot.HOLE) !== 0, rows, y * width, 1, width);
  for (let x = 0; x < width; x++) sweep((i) => rows[i] !== 0, near, x, width, height);
  return near;
}
