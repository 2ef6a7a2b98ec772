import type { Rect } from './types.ts';

/** A connected part of the mask, as runs of pixels: y, first x, one past the last x, and so on. */
export type Blob = { readonly bounds: Rect; readonly area: number; readonly runs: Int32Array };

/** Blobs nearer than this, pixels or share of the longer side, see each other in their patches and are filled together. */
const NEAR_PIXELS = 24;
const NEAR_SHARE = 0.25;

/** The 8-connected blobs of a mask (128 and more), in scan order of their first pixel: union-find over runs. */
export function findBlobs(mask: Uint8Array, width: number, height: number): Blob[] {
  const runs: number[] = [];
  const parent: number[] = [];
  const root = (k: number): number => {
    while (parent[k] !== k) {
      parent[k] = parent[parent[k]];
      k = parent[k];
    }
    return k;
  };
  let above = 0;
  let aboveEnd = 0;
  for (let y = 0; y < height; y++) {
    const first = parent.length;
    let before = above;
    const row = y * width;
    for (let x = 0; x < width; x++) {
      if (mask[row + x] < 128) continue;
      const start = x;
      while (x < width && mask[row + x] >= 128) x++;
      const k = parent.length;
      parent.push(k);
      runs.push(y, start, x);
      // Runs of the row above that touch this one, corners included; one that reaches further right may touch the next too.
      while (before < aboveEnd && runs[3 * before + 2] < start) before++;
      for (let other = before; other < aboveEnd && runs[3 * other + 1] <= x; other++) {
        const a = root(other);
        const b = root(k);
        parent[Math.max(a, b)] = Math.min(a, b);
      }
    }
    above = first;
    aboveEnd = parent.length;
  }
  const members = new Map<number, number[]>();
  for (let k = 0; k < parent.length; k++) {
    const r = root(k);
    const list = members.get(r);
    if (list) list.push(k);
    else members.set(r, [k]);
  }
  return [...members.values()].map((list) =>
    blobOf(Int32Array.from(list.flatMap((k) => runs.slice(3 * k, 3 * k + 3)))),
  );
}

/** Joins blobs that lie near each other, until no two groups do. */
export function groupBlobs(blobs: readonly Blob[]): Blob[] {
  const groups = [...blobs];
  for (let changed = true; changed;) {
    changed = false;
    for (let a = 0; a < groups.length; a++) {
      for (let b = groups.length - 1; b > a; b--) {
        if (!isNear(groups[a].bounds, groups[b].bounds)) continue;
        groups[a] = joinBlobs([groups[a], groups[b]]);
        groups.splice(b, 1);
        changed = true;
      }
    }
  }
  return groups;
}

/** One blob of several. */
export function joinBlobs(blobs: readonly Blob[]): Blob {
  const runs = new Int32Array(blobs.reduce((sum, blob) => sum + blob.runs.length, 0));
  let at = 0;
  for (const blob of blobs) {
    runs.set(blob.runs, at);
    at += blob.runs.length;
  }
  return blobOf(runs);
}

function blobOf(runs: Int32Array): Blob {
  let [left, top, right, bottom, area] = [Infinity, Infinity, 0, 0, 0];
  for (let k = 0; k < runs.length; k += 3) {
    top = Math.min(top, runs[k]);
    bottom = Math.max(bottom, runs[k] + 1);
    left = Math.min(left, runs[k + 1]);
    right = Math.max(right, runs[k + 2]);
    area += runs[k + 2] - runs[k + 1];
  }
  return { bounds: { x: left, y: top, width: right - left, height: bottom - top }, area, runs };
}

function isNear(a: Rect, b: Rect): boolean {
  const gapX = Math.max(a.x - (b.x + b.width), b.x - (a.x + a.width), 0);
  const gapY = Math.max(a.y - (b.y + b.height), b.y - (a.y + a.height), 0);
  const longer = Math.min(Math.max(a.width, a.height), Math.max(b.width, b.height));
  return Math.max(gapX, gapY) <= Math.max(NEAR_PIXELS, NEAR_SHARE * longer);
}
