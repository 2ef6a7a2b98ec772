import { cutBands, type EngineHost } from './host.ts';
import * as slot from './kernels/layout.ts';
import { createLevel, type Level, WORK_CAP } from './level.ts';
import type { Rect } from './types.ts';
import { ringHistogram, writeRarity } from './rarity.ts';

/** Levels from fine to coarse; those from `work` on are searched in full, the finer ones only refined. */
export type Pyramid = {
  readonly levels: readonly Level[];
  readonly work: number;
  /** Nobody knows where the product is: colours that the ring does not have are kept out instead, see `UNGUARDED_RARITY`. */
  readonly isUnguarded: boolean;
};

/** The coarsest hole is no deeper than this: the first guess grows from its edge, and two patches reach across. */
const COARSEST_DEPTH = 6;
/** A picture smaller than this holds too few different patches to begin with. */
const LEAST_SIDE = 20;
const LEAST_SOURCES = 120;
/** Coarse pixels beside the product hold some of its colour; farther off, patches may overlap it: no centre of theirs is copied. */
const COARSE_PRODUCT_REACH = 1;
const LEAST_TARGETS = 4;
/** The ring's colours are counted at the first level with no more pixels than this. */
const HISTOGRAM_PIXELS = 120_000;
/**
 * Where rare colours cost much, planks in another light must not count as rare. Texture distance of flatlay_wood unguarded: 0.42
 * with one pass, 0.28 with three, 0.23 with six; with six, parts of the watch come back into watch_knit.
 */
const UNGUARDED_LIGHT_PASSES = 3;

/** Halves the level until its hole is shallow. The texture byte is made once, at the first level that is searched in full. */
export function buildPyramid(host: EngineHost, finest: Level, isUnguarded: boolean): Pyramid {
  const levels = [finest];
  let work = -1;
  for (;;) {
    const level = levels[levels.length - 1];
    if (work < 0 && level.targetCount <= WORK_CAP && level.stride === 1) {
      work = levels.length - 1;
      measureTexture(host, level);
    }
    const width = level.width >> 1;
    const height = level.height >> 1;
    if (level.depth <= COARSEST_DEPTH || Math.min(width, height) < LEAST_SIDE) break;
    const mark = host.arena.mark();
    const image = host.arena.reserve(4 * width * height);
    const flags = host.arena.reserve(width * height);
    host.runBands('halve', [level.at, image, flags], cutBands(height, 32));
    const within = halved(level.holeBounds, width, height);
    const { hasProduct } = level;
    const productReach = COARSE_PRODUCT_REACH;
    const next = createLevel(host, { width, height, image, flags, productReach, hasProduct, within });
    if (!next || next.sourceCount < LEAST_SOURCES || next.targetCount < LEAST_TARGETS) {
      host.arena.release(mark);
      break;
    }
    levels.push(next);
  }
  if (work < 0) {
    work = levels.length - 1;
    measureTexture(host, levels[work]);
  }
  const small = levels.findIndex((level) => level.width * level.height <= HISTOGRAM_PIXELS);
  const counted = levels[Math.max(work, small < 0 ? levels.length - 1 : small)];
  const histogram = ringHistogram(host, counted, isUnguarded ? UNGUARDED_LIGHT_PASSES : 1);
  for (const level of levels.slice(work)) {
    keepSums(host, level);
    writeRarity(host, level, histogram);
  }
  return { levels, work, isUnguarded };
}

/** Doubles (or halves again) the texture byte of every searched level; it is written below 128 so that this loses nothing. */
export function scaleTexture(host: EngineHost, pyramid: Pyramid, doubled: boolean): void {
  const { u8 } = host.arena;
  for (const level of pyramid.levels.slice(pyramid.work)) {
    const end = level.image + 4 * level.width * level.height;
    for (let p = level.image + 3; p < end; p += 4) u8[p] = doubled ? u8[p] << 1 : u8[p] >> 1;
    sumSources(host, level);
  }
}

function measureTexture(host: EngineHost, level: Level): void {
  const mark = host.arena.mark();
  const gradients = host.arena.reserve(2 * level.width * level.height);
  host.runBands('measureGradients', [level.at, gradients], cutBands(level.height, 64));
  host.runBands('writeTexture', [level.at, gradients], cutBands(level.height, 64));
  host.arena.release(mark);
}

function keepSums(host: EngineHost, level: Level): void {
  const sums = host.arena.reserve(8 * level.width * level.height);
  host.arena.i32[(level.at + slot.SUMS) >> 2] = sums;
  sumSources(host, level);
}

function sumSources(host: EngineHost, level: Level): void {
  host.runBands('sumPatches', [level.at], cutBands(level.height, 32));
}

/** Where the next level's hole can be at most, given that level's size. */
function halved({ x, y, width, height }: Rect, levelWidth: number, levelHeight: number): Rect {
  const left = x >> 1;
  const top = y >> 1;
  const right = Math.min(levelWidth, ((x + width) >> 1) + 1);
  const bottom = Math.min(levelHeight, ((y + height) >> 1) + 1);
  return { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}
