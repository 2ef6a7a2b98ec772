import { cutBands, type EngineHost } from './host.ts';
import * as slot from './kernels/layout.ts';
import { TEXTURE_GAIN } from './kernels/texture.ts';
import type { Level } from './level.ts';
import type { Pyramid } from './pyramid.ts';
import { UNIT_COST } from './solve.ts';
import { STRATEGY_SETTINGS, type StrategySettings } from './strategies.ts';
import type { Rect, RemovalInput } from './types.ts';

/** One grey level of patch error counts as much as this much seam contrast: it decides only where the seams tell nothing. */
const ERROR_WEIGHT = 0.01;
/** Pixels on either side of the hole's edge that its contrast is measured against. */
const RING = 3;
/** A flat ring would make every seam look strong: steps under this, grey levels, count as this. */
const LEAST_STEP = 0.25;

/** A ring whose mean step is at least this many grey levels is rough: a knit (7.7 on watch_knit), not planks (4.6) and not a wall. */
const ROUGH = 6;

/**
 * The score of a candidate from its parts; lower is better.
 *
 * @param roughness of what is round the hole, see `ringRoughness`
 */
export function scoreOf(
  patchError: number,
  seam: number,
  settings: StrategySettings,
  roughness: number,
): number {
  const handicap = roughness < ROUGH ? settings.handicap : settings.roughHandicap;
  return seam + ERROR_WEIGHT * patchError + handicap;
}

/** How rough the surroundings are: the mean gradient of luma, grey levels, at the hole's edge in the finest level searched in full. */
export function ringRoughness(host: EngineHost, { levels, work }: Pyramid): number {
  const { u8, i32 } = host.arena;
  const { at, width, image, flags, grid, stride, hasProduct } = levels[work];
  const allowed = i32[(at + slot.ALLOWED) >> 2];
  let sum = 0;
  let count = 0;
  for (let t = 0; t < grid.width * grid.height; t++) {
    if (u8[allowed + t] === 0) continue;
    const y = grid.y + Math.floor(t / grid.width) * stride;
    const i = y * width + grid.x + (t % grid.width) * stride;
    if ((u8[flags + i] & (slot.HOLE | (hasProduct ? slot.PRODUCT : 0))) !== 0) continue;
    sum += (u8[image + 4 * i + 3] / TEXTURE_GAIN) ** 2;
    count++;
  }
  return count > 0 ? sum / count : 0;
}

/**
 * How far the fill's patches are from the photo's own, without the truth: the mean patch cost over the fully searched levels no
 * finer than `finest`, as RMS grey levels per sample. Every strategy is measured alike: the balanced share is forgiven, and where
 * a source lies or how rare it is costs nothing. Lower is better.
 */
export function patchErrorOf(host: EngineHost, { levels, work }: Pyramid, finest = 0): number {
  const measured = levels.slice(Math.max(work, finest));
  return measured.reduce((sum, level) => sum + patchError(host, level), 0) / measured.length;
}

/**
 * How the fill meets the photo, the one place where it can be checked without the truth: the mean step of luma across the hole's
 * edge, relative to that within RING pixels of it on both sides. 1 is right; a fill of another brightness, or one that breaks the
 * lines that meet it, has more.
 *
 * @param pixels RGBA of `area`, which holds the whole mask
 */
export function seamContrast(input: RemovalInput, pixels: Uint8ClampedArray, area: Rect): number {
  const left = Math.max(0, area.x - RING - 1);
  const top = Math.max(0, area.y - RING - 1);
  const width = Math.min(input.width, area.x + area.width + RING + 1) - left;
  const height = Math.min(input.height, area.y + area.height + RING + 1) - top;
  const luma = new Uint8Array(width * height);
  const hole = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = (top + y) * input.width + left;
    const areaRow = (top + y - area.y) * area.width + left - area.x;
    for (let x = 0; x < width; x++) {
      const isHole = input.mask[row + x] >= 128;
      const from = isHole ? pixels : input.pixels;
      const p = 4 * (isHole ? areaRow + x : row + x);
      luma[y * width + x] = 0.299 * from[p] + 0.587 * from[p + 1] + 0.114 * from[p + 2];
      hole[y * width + x] = isHole ? 1 : 0;
    }
  }
  return edgeContrast(luma, hole, width, height);
}

/** The same of the voted picture of a level. */
export function levelContrast(host: EngineHost, level: Level): number {
  const { u8 } = host.arena;
  const { width, height, image, flags } = level;
  const luma = Uint8Array.from({ length: width * height }, (_, i) => u8[image + 4 * i]);
  const hole = Uint8Array.from(luma, (_, i) => u8[flags + i] & slot.HOLE);
  return edgeContrast(luma, hole, width, height);
}

function edgeContrast(luma: Uint8Array, hole: Uint8Array, width: number, height: number): number {
  let [edge, edges, ring, rings] = [0, 0, 0, 0];
  for (let y = RING; y < height - RING; y++) {
    for (let x = RING; x < width - RING; x++) {
      const i = y * width + x;
      const isRing = hole[i - RING] !== hole[i + RING] || hole[i - RING * width] !== hole[i + RING * width];
      if (!isRing && hole[i] === hole[i + 1] && hole[i] === hole[i + width]) continue;
      for (const j of [i + 1, i + width]) {
        const step = Math.abs(luma[i] - luma[j]);
        if (hole[i] !== hole[j]) {
          edge += step;
          edges++;
        } else if (isRing) {
          ring += step;
          rings++;
        }
      }
    }
  }
  return edge / Math.max(1, edges) / Math.max(LEAST_STEP, ring / Math.max(1, rings));
}

function patchError(host: EngineHost, level: Level): number {
  const { balanced } = STRATEGY_SETTINGS;
  const { arena } = host;
  const set = (offset: number, value: number) => {
    arena.f32[(level.at + offset) >> 2] = value;
  };
  set(slot.RARITY_WEIGHT, 0);
  set(slot.FORGIVEN, balanced.forgiven);
  set(slot.BIAS_LIMIT, balanced.biasLimit);
  for (let k = 0; k < 3; k++) set(slot.SPATIAL + 4 * k, 0);
  const guided = arena.i32[(level.at + slot.GUIDED) >> 2];
  arena.i32[(level.at + slot.GUIDED) >> 2] = 0;
  host.runBands('measureCosts', [level.at], cutBands(level.grid.height, 8));
  arena.i32[(level.at + slot.GUIDED) >> 2] = guided;

  const allowed = arena.i32[(level.at + slot.ALLOWED) >> 2];
  const cost = arena.i32[(level.at + slot.COST) >> 2] >> 2;
  let total = 0;
  for (let t = 0; t < level.grid.width * level.grid.height; t++) {
    if (arena.u8[allowed + t] !== 0) total += arena.f32[cost + t];
  }
  return Math.sqrt(total / level.targetCount / UNIT_COST);
}
