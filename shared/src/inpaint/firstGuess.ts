import { type EngineHost, throwIfCancelled } from './host.ts';
import * as slot from './kernels/layout.ts';
import { nextState } from './kernels/random.ts';
import type { Level } from './level.ts';
import type { CancelFlag } from './types.ts';

/** Sources compared for each pixel, and for the whole hole: long thin holes have thousands of pixels at the coarsest level. */
const MOST_SOURCES = 6000;
const MOST_COMPARISONS = 12_000_000;
/** Variance of the Gaussian with which the patches of one ring vote on it, square pixels. */
const VOTE_SPREAD = 2;

/**
 * Fills the coarsest hole ring by ring from outside in: each pixel takes the source that agrees best with the part of its patch
 * that is known by then, and the ring's patches vote on its colours together. Structure grows in from the edge (the order of
 * Efros & Leung 1999 and Criminisi et al. 2004, without their priorities), where a random or smooth start would lose it.
 */
export function guessHole(host: EngineHost, level: Level, seed: number, cancel?: CancelFlag): void {
  const { arena } = host;
  const { width, height, flags, grid, stride } = level;
  const mark = arena.mark();
  const sources = listSources(host, level);
  const offsets = arena.alloc(4 * slot.SAMPLES);
  const { u8, i32 } = arena;
  const match = i32[(level.at + slot.MATCH) >> 2] >> 2;
  const allowed = i32[(level.at + slot.ALLOWED) >> 2];
  const compared = Math.min(MOST_SOURCES, Math.max(400, MOST_COMPARISONS / level.holeCount));
  const step = Math.max(1, Math.ceil(sources.count / compared));
  const known = new Uint8Array(width * height);
  for (let i = 0; i < known.length; i++) known[i] = u8[flags + i] & slot.HOLE ? 0 : 1;

  let state = seed | 1;
  const random = (below: number) => {
    state = nextState(state);
    return (state >>> 0) % below;
  };
  scatterMatches(host, level, sources, random);

  const inRing = new Int32Array(width * height).fill(-1);
  for (let ring = nextRing(level, known); ring.length > 0; ring = nextRing(level, known)) {
    throwIfCancelled(cancel);
    const chosen = new Int32Array(ring.length).fill(-1);
    const centres = new Int32Array(ring.length);
    for (let k = 0; k < ring.length; k++) {
      inRing[ring[k]] = k;
      const y = clamp((ring[k] / width) | 0, slot.RADIUS, height - 1 - slot.RADIUS);
      const x = clamp(ring[k] % width, slot.RADIUS, width - 1 - slot.RADIUS);
      centres[k] = y * width + x;
      let count = 0;
      for (let v = -slot.RADIUS; v <= slot.RADIUS; v++) {
        for (let u = -slot.RADIUS; u <= slot.RADIUS; u++) {
          if (known[(y + v) * width + x + u]) i32[(offsets >> 2) + count++] = v * width + u;
        }
      }
      const t = ((y - grid.y) / stride) * grid.width + (x - grid.x) / stride;
      const may = u8[allowed + t];
      const args = [
        level.at,
        x,
        y,
        offsets,
        count,
        sources.at,
        sources.count,
        random(step),
        step,
        may,
      ] as const;
      chosen[k] = host.kernels.nearestSource(...args);
      if (chosen[k] >= 0) i32[match + t] = chosen[k];
    }
    voteOnRing(u8, level, ring, inRing, centres, chosen);
    for (const i of ring) {
      known[i] = 1;
      inRing[i] = -1;
    }
  }
  arena.release(mark);

  /** Each ring pixel becomes the Gaussian mean over the chosen sources whose patches cover it. */
  function voteOnRing(
    u8: Uint8Array,
    { image }: Level,
    ring: number[],
    places: Int32Array,
    centres: Int32Array,
    chosen: Int32Array,
  ): void {
    const sums = new Float64Array(5 * ring.length);
    for (let k = 0; k < ring.length; k++) {
      if (chosen[k] < 0) continue;
      for (let v = -slot.RADIUS; v <= slot.RADIUS; v++) {
        for (let u = -slot.RADIUS; u <= slot.RADIUS; u++) {
          const place = places[centres[k] + v * width + u];
          if (place < 0) continue;
          const weight = Math.exp(-(u * u + v * v) / (2 * VOTE_SPREAD));
          const p = image + 4 * (chosen[k] + v * width + u);
          for (let c = 0; c < 4; c++) sums[5 * place + c] += weight * u8[p + c];
          sums[5 * place + 4] += weight;
        }
      }
    }
    for (let k = 0; k < ring.length; k++) {
      const total = sums[5 * k + 4];
      for (let c = 0; c < 4; c++) {
        u8[image + 4 * ring[k] + c] = total > 0 ? sums[5 * k + c] / total + 0.5 : 128;
      }
    }
  }
}

type SourceList = { readonly at: number; readonly count: number };

function listSources(host: EngineHost, level: Level): SourceList {
  const { u8 } = host.arena;
  const isSource = (i: number) => (u8[level.flags + i] & (slot.SOURCE | slot.PRODUCT_SOURCE)) !== 0;
  const places: number[] = [];
  for (let i = 0; i < level.width * level.height; i++) if (isSource(i)) places.push(i);
  const at = host.arena.reserve(4 * places.length);
  host.arena.i32.set(places, at >> 2);
  return { at, count: places.length };
}

/** Every target begins somewhere it may copy from, so that the search never starts from nothing. */
function scatterMatches(
  host: EngineHost,
  level: Level,
  sources: SourceList,
  random: (below: number) => number,
): void {
  const { u8, i32 } = host.arena;
  const match = i32[(level.at + slot.MATCH) >> 2] >> 2;
  const allowed = i32[(level.at + slot.ALLOWED) >> 2];
  for (let t = 0; t < level.grid.width * level.grid.height; t++) {
    const may = u8[allowed + t];
    if (may === 0) continue;
    let q = i32[(sources.at >> 2) + random(sources.count)];
    for (let tries = 0; tries < sources.count && (u8[level.flags + q] & may) === 0; tries++) {
      q = i32[(sources.at >> 2) + ((random(sources.count) + tries) % sources.count)];
    }
    i32[match + t] = q;
  }
}

/** Hole pixels not yet known that touch a known one, in scan order. */
function nextRing(level: Level, known: Uint8Array): number[] {
  const { width, height, holeBounds } = level;
  const ring: number[] = [];
  for (let y = holeBounds.y; y < holeBounds.y + holeBounds.height; y++) {
    for (let x = holeBounds.x; x < holeBounds.x + holeBounds.width; x++) {
      const i = y * width + x;
      if (known[i]) continue;
      const touches =
        (x > 0 && known[i - 1]) ||
        (x + 1 < width && known[i + 1]) ||
        (y > 0 && known[i - width]) ||
        (y + 1 < height && known[i + width]);
      if (touches) ring.push(i);
    }
  }
  return ring;
}

function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}
