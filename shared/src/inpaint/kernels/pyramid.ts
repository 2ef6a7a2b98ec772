import type { Arena } from '../arena.ts';
import {
  BLOCKED,
  CONTINUES,
  HOLE,
  PRODUCT,
  PRODUCT_REACH,
  PRODUCT_SOURCE,
  RADIUS,
  ROW_PRODUCT,
  ROW_UNKNOWN,
  SOURCE,
} from './layout.ts';
import { viewLevel } from './levelView.ts';
import { sumPatch } from './patchCost.ts';

export function convertColours(arena: Arena, image: number, from: number, to: number): void {
  const { u8 } = arena;
  for (let p = image + 4 * from; p < image + 4 * to; p += 4) {
    const r = u8[p];
    const g = u8[p + 1];
    const b = u8[p + 2];
    const y = 0.299 * r + 0.587 * g + 0.114 * b;
    u8[p] = y + 0.5;
    u8[p + 1] = Math.max(0, Math.min(255, (b - y) * 0.564 + 128.5));
    u8[p + 2] = Math.max(0, Math.min(255, (r - y) * 0.713 + 128.5));
    u8[p + 3] = 0;
  }
}

/**
 * Weights [1 3 3 1]/8 in both directions over the known pixels. A coarse pixel is known when at least two of its four children
 * are; it is product when any known child is, and a hole pixel continues the product when most of its hole children do.
 */
export function halve(
  arena: Arena,
  levelAt: number,
  image: number,
  flags: number,
  from: number,
  to: number,
): void {
  const { u8 } = arena;
  const fine = viewLevel(arena, levelAt);
  const halfWidth = fine.width >> 1;
  for (let y = from; y < to; y++) {
    for (let x = 0; x < halfWidth; x++) {
      let total = 0;
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      let known = 0;
      let bits = 0;
      let continues = 0;
      for (let v = 0; v < 4; v++) {
        const fy = 2 * y - 1 + v;
        if (fy < 0 || fy >= fine.height) continue;
        const rowWeight = v === 1 || v === 2 ? 3 : 1;
        for (let u = 0; u < 4; u++) {
          const fx = 2 * x - 1 + u;
          if (fx < 0 || fx >= fine.width) continue;
          const i = fy * fine.width + fx;
          const flag = u8[fine.flags + i];
          const isChild = (u === 1 || u === 2) && (v === 1 || v === 2);
          if ((flag & HOLE) !== 0) {
            if (isChild && (flag & CONTINUES) !== 0) continues++;
            continue;
          }
          if (isChild) {
            known++;
            bits |= flag & (PRODUCT | BLOCKED);
          }
          const weight = rowWeight * (u === 1 || u === 2 ? 3 : 1);
          const p = fine.image + 4 * i;
          total += weight;
          s0 += weight * u8[p];
          s1 += weight * u8[p + 1];
          s2 += weight * u8[p + 2];
          s3 += weight * u8[p + 3];
        }
      }
      const o = y * halfWidth + x;
      const p = image + 4 * o;
      if (known < 2) {
        u8[flags + o] = HOLE | (2 * continues >= 4 - known ? CONTINUES : 0);
        u8.fill(0, p, p + 4);
        continue;
      }
      const half = total >> 1;
      u8[flags + o] = bits;
      u8[p] = (s0 + half) / total;
      u8[p + 1] = (s1 + half) / total;
      u8[p + 2] = (s2 + half) / total;
      u8[p + 3] = (s3 + half) / total;
    }
  }
}

export function markRows(arena: Arena, levelAt: number, from: number, to: number): void {
  const { u8 } = arena;
  const { width, flags } = viewLevel(arena, levelAt);
  const productReach = arena.i32[(levelAt + PRODUCT_REACH) >> 2];
  const keep = HOLE | PRODUCT | CONTINUES | BLOCKED;
  for (let y = from; y < to; y++) {
    for (let x = 0; x < width; x++) {
      let bits = 0;
      for (let u = Math.max(0, x - RADIUS); u <= Math.min(width - 1, x + RADIUS); u++) {
        const bit = u8[flags + y * width + u];
        if ((bit & (HOLE | BLOCKED)) !== 0) bits |= ROW_UNKNOWN;
        if ((bit & PRODUCT) !== 0 && Math.abs(u - x) <= productReach) bits |= ROW_PRODUCT;
      }
      const i = flags + y * width + x;
      u8[i] = (u8[i] & keep) | bits;
    }
  }
}

export function markSources(arena: Arena, levelAt: number, from: number, to: number): void {
  const { u8 } = arena;
  const { width, height, flags } = viewLevel(arena, levelAt);
  const productReach = arena.i32[(levelAt + PRODUCT_REACH) >> 2];
  for (let y = Math.max(from, RADIUS); y < Math.min(to, height - RADIUS); y++) {
    for (let x = RADIUS; x < width - RADIUS; x++) {
      const i = flags + y * width + x;
      let unknown = 0;
      let product = 0;
      for (let v = -RADIUS; v <= RADIUS; v++) {
        unknown |= u8[i + v * width] & ROW_UNKNOWN;
        if (v >= -productReach && v <= productReach) product |= u8[i + v * width] & ROW_PRODUCT;
      }
      if (unknown === 0) u8[i] |= product !== 0 ? PRODUCT_SOURCE : SOURCE;
    }
  }
}

export function sumPatches(arena: Arena, levelAt: number, from: number, to: number): void {
  const level = viewLevel(arena, levelAt);
  for (let y = Math.max(from, RADIUS); y < Math.min(to, level.height - RADIUS); y++) {
    for (let x = RADIUS; x < level.width - RADIUS; x++) {
      const i = y * level.width + x;
      if ((level.u8[level.flags + i] & (SOURCE | PRODUCT_SOURCE)) !== 0)
        sumPatch(level, x, y, level.sums16 + 4 * i);
    }
  }
}
