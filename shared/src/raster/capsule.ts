import type { RowSink } from './coverage.ts';
import type { Rect } from './rect.ts';

/** A dab dragged along a straight line: all points within `radius` of the segment a–b, in photo pixels. */
export interface Capsule {
  readonly ax: number;
  readonly ay: number;
  readonly bx: number;
  readonly by: number;
  readonly radius: number;
  /** 1: a hard edge, smoothed over one pixel. Less: coverage falls from `hardness × radius` to the radius. */
  readonly hardness: number;
}

/** The whole pixels a capsule can touch. */
export function capsuleBounds({ ax, ay, bx, by, radius }: Capsule): Rect {
  const x = Math.floor(Math.min(ax, bx) - radius - 0.5);
  const y = Math.floor(Math.min(ay, by) - radius - 0.5);
  return {
    x,
    y,
    width: Math.ceil(Math.max(ax, bx) + radius + 0.5) - x,
    height: Math.ceil(Math.max(ay, by) + radius + 0.5) - y,
  };
}

/** Where the row `v` meets the capsule of another radius: [left, right], empty when left > right. */
function rowOf(capsule: Capsule, radius: number, v: number): readonly [number, number] {
  const { ax, ay, bx, by } = capsule;
  let left = Infinity;
  let right = -Infinity;
  if (radius <= 0) return [left, right];
  for (const [cx, cy] of [
    [ax, ay],
    [bx, by],
  ]) {
    const dy = v - cy;
    if (Math.abs(dy) > radius) continue;
    const half = Math.sqrt(radius * radius - dy * dy);
    left = Math.min(left, cx - half);
    right = Math.max(right, cx + half);
  }
  // The body between the two round ends: its four corners, cut by the row. The capsule is convex, so the hull is right.
  const length = Math.hypot(bx - ax, by - ay);
  if (length === 0) return [left, right];
  const nx = (-(by - ay) / length) * radius;
  const ny = ((bx - ax) / length) * radius;
  const xs = [ax + nx, bx + nx, bx - nx, ax - nx];
  const ys = [ay + ny, by + ny, by - ny, ay - ny];
  for (let i = 0, j = 3; i < 4; j = i++) {
    if (ys[i] === ys[j] || v < Math.min(ys[i], ys[j]) || v > Math.max(ys[i], ys[j])) continue;
    const x = xs[j] + ((v - ys[j]) / (ys[i] - ys[j])) * (xs[i] - xs[j]);
    left = Math.min(left, x);
    right = Math.max(right, x);
  }
  return [left, right];
}

/**
 * Coverage of a capsule, row by row. Only the pixels of its edge are computed one by one; the inside is one run, so the
 * cost grows with the edge, not with the area.
 * @param capsule radius above 0, hardness 0–1
 * @param clip rows and columns outside it are left out
 */
export function coverCapsule(capsule: Capsule, clip: Rect, sink: RowSink): void {
  const { ax, ay, bx, by, radius, hardness } = capsule;
  const core = Math.min(hardness * radius, radius - 0.5);
  // A pixel's coverage falls from 1 at `core` to 0 at `rim`; a hard edge takes one pixel, centred on the radius.
  const rim = radius + 0.5;
  const fall = rim - Math.max(0, core);
  const bounds = capsuleBounds(capsule);
  const values = new Uint8Array(Math.min(bounds.width + 2, clip.width));
  const dx = bx - ax;
  const dy = by - ay;
  const squared = dx * dx + dy * dy;
  const lastRow = Math.min(bounds.y + bounds.height, clip.y + clip.height);
  for (let y = Math.max(bounds.y, clip.y); y < lastRow; y++) {
    const v = y + 0.5;
    const [outerLeft, outerRight] = rowOf(capsule, rim, v);
    if (outerLeft > outerRight) continue;
    const x = Math.max(clip.x, Math.ceil(outerLeft - 0.5));
    const end = Math.min(clip.x + clip.width, Math.floor(outerRight - 0.5) + 1);
    if (end <= x) continue;
    const [innerLeft, innerRight] = rowOf(capsule, core, v);
    const hasCore = innerLeft <= innerRight;
    const solidFrom = hasCore ? Math.min(end, Math.max(x, Math.ceil(innerLeft - 0.5))) - x : 0;
    const solidTo = hasCore
      ? Math.max(x + solidFrom, Math.min(end, Math.floor(innerRight - 0.5) + 1)) - x
      : 0;
    const edge = (from: number, to: number) => {
      for (let i = from; i < to; i++) {
        const u = x + i + 0.5;
        const t = squared === 0 ? 0 : Math.min(1, Math.max(0, ((u - ax) * dx + (v - ay) * dy) / squared));
        const distance = Math.hypot(u - ax - t * dx, v - ay - t * dy);
        values[i] = Math.round(255 * Math.min(1, Math.max(0, (rim - distance) / fall)));
      }
    };
    edge(0, solidFrom);
    values.fill(255, solidFrom, solidTo);
    edge(solidTo, end - x);
    sink({ y, x, length: end - x, values, solidFrom, solidTo });
  }
}
