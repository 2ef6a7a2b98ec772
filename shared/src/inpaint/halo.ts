import type { EngineHost } from './host.ts';
import * as slot from './kernels/layout.ts';
import type { Pyramid } from './pyramid.ts';
import { clipRect, expandRect } from '../raster/rect.ts';
import { chamfer } from './chamfer.ts';
import type { RemovalInput, Rect } from './types.ts';

/** Looked for at the first level with no more pixels than this: a halo is a matter of a few pixels, grain is smoothed out. */
const MOST_PIXELS = 600_000;
/** Colours in 16 steps a channel; ring by ring up to this far, level pixels; what lies beyond is the surroundings. */
const BINS = 16;
const REACH = 8;
const SURROUNDINGS = 28;
/** A colour is the thing's when it is this much commoner inside the mask than in the surroundings. */
const TELLING = 12;
/** A ring is clean when no larger share of it has such colours; a halo shows in at least this share of the first ring. */
const CLEAN = 0.04;
const SHOWING = 0.06;
const LEAST_PIXELS = 40;
/** The outermost pixels of an edge are mixed with the backdrop, and their colours tell nothing. */
const SOFT = 1;

/**
 * Whether the removed thing's colours still stand just outside the mask: counts, ring by ring outwards, the pixels whose colours
 * are common inside the mask and hardly found farther out. Returns by how many pixels of the input the mask should grow, or 0.
 */
export function haloWidth(host: EngineHost, pyramid: Pyramid, input: RemovalInput, rect: Rect): number {
  const k = pyramid.levels.findIndex((level) => level.width * level.height <= MOST_PIXELS);
  if (k < 0) return 0;
  const level = pyramid.levels[k];
  const { u8 } = host.arena;
  // All that is looked at lies in this window, and the hole's own pixels with it.
  const window = clipRect(expandRect(level.holeBounds, SURROUNDINGS + 1), level.width, level.height);
  const flagsAt = { bytes: u8, at: level.flags, stride: level.width };
  const distance = chamfer({ ...flagsAt, bits: slot.HOLE }, window, 2 * SURROUNDINGS);
  const scale = 2 ** k;
  const inside = new Float64Array(BINS ** 3);
  const beyond = new Float64Array(BINS ** 3);
  const bins = new Uint16Array(distance.length);
  let insideCount = 0;
  let beyondCount = 0;
  for (let y = 0, i = 0; y < window.height; y++) {
    const row = level.flags + (window.y + y) * level.width + window.x;
    for (let x = 0; x < window.width; x++, i++) {
      if (distance[i] > SURROUNDINGS) continue;
      // Marked as not to be counted below.
      if ((u8[row + x] & slot.BLOCKED) !== 0) {
        distance[i] = Infinity;
        continue;
      }
      const bin = binAt(window.x + x, window.y + y);
      bins[i] = bin;
      if (distance[i] === 0) {
        inside[bin]++;
        insideCount++;
        continue;
      }
      if (distance[i] > REACH) {
        beyond[bin]++;
        beyondCount++;
      }
      if ((u8[row + x] & slot.PRODUCT) !== 0) distance[i] = Infinity;
    }
  }
  if (insideCount < LEAST_PIXELS || beyondCount < LEAST_PIXELS) return 0;

  const telling = new Float64Array(REACH + 1);
  const counts = new Float64Array(REACH + 1);
  for (let i = 0; i < distance.length; i++) {
    const ring = Math.ceil(distance[i]);
    if (ring < 1 || ring > REACH) continue;
    counts[ring]++;
    const there = inside[bins[i]] / insideCount;
    if (there > 1e-3 && there > TELLING * (beyond[bins[i]] / beyondCount + 1e-5)) telling[ring]++;
  }
  const share = (ring: number) => telling[ring] / Math.max(1, counts[ring]);
  if (counts[1] < LEAST_PIXELS || share(1) < SHOWING) return 0;
  for (let ring = 2; ring <= REACH; ring++) if (share(ring) < CLEAN) return ring * scale + SOFT;
  // It does not end within reach: then it is the backdrop that looks like the thing, not a halo.
  return 0;

  function binAt(x: number, y: number): number {
    const px = rect.x + Math.min(rect.width - 1, Math.floor((x + 0.5) * scale));
    const py = rect.y + Math.min(rect.height - 1, Math.floor((y + 0.5) * scale));
    const p = 4 * (py * input.width + px);
    const { pixels } = input;
    return ((pixels[p] >> 4) * BINS + (pixels[p + 1] >> 4)) * BINS + (pixels[p + 2] >> 4);
  }
}
