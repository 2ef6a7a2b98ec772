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

/** What of a capsule of one radius is the same for all its rows; `row` leaves the answer in `left` and `right`. */
interface Outline {
  left: number;
  right: number;
  /** Where the row `v` meets the capsule: [left, right], empty when left > right. */
  row(v: number): void;
}

// A stroke asks for a thousand rows at a time, a hundred times a second: nothing is allocated for a row.
function outlineOf({ ax, ay, bx, by }: Capsule, radius: number): Outline {
  const length = Math.hypot(bx - ax, by - ay);
  const nx = length === 0 ? 0 : (-(by - ay) / length) * radius;
  const ny = length === 0 ? 0 : ((bx - ax) / length) * radius;
  // The body between the two round ends: its four corners, cut by the row. The capsule is convex, so the hull is right.
  const xs = Float64Array.of(ax + nx, bx + nx, bx - nx, ax - nx);
  const ys = Float64Array.of(ay + ny, by + ny, by - ny, ay - ny);
  const outline: Outline = {
    left: Infinity,
    right: -Infinity,
    row(v) {
      let left = Infinity;
      let right = -Infinity;
      if (radius > 0) {
        const da = v - ay;
        if (Math.abs(da) <= radius) {
          const half = Math.sqrt(radius * radius - da * da);
          left = ax - half;
          right = ax + half;
        }
        const db = v - by;
        if (Math.abs(db) <= radius) {
          const half = Math.sqrt(radius * radius - db * db);
          left = Math.min(left, bx - half);
          right = Math.max(right, bx + half);
        }
        for (let i = 0, j = 3; length > 0 && i < 4; j = i++) {
          if (ys[i] === ys[j] || v < Math.min(ys[i], ys[j]) || v > Math.max(ys[i], ys[j])) continue;
          const x = xs[j] + ((v - ys[j]) / (ys[i] - ys[j])) * (xs[i] - xs[j]);
          left = Math.min(left, x);
          right = Math.max(right, x);
        }
      }
      outline.left = left;
      outline.right = right;
    },
  };
  return outline;
}

/** How far a capsule covers pixels completely: at most this from its line. */
const coreOf = ({ radius, hardness }: Capsule): number => Math.min(hardness * radius, radius - 0.5);

/** Whether all pixels of a rectangle are covered completely: it need not be looked at row by row. */
export function coversRect(capsule: Capsule, rect: Rect): boolean {
  const core = coreOf(capsule);
  if (core <= 0) return false;
  const { ax, ay, bx, by } = capsule;
  const dx = bx - ax;
  const dy = by - ay;
  const squared = dx * dx + dy * dy;
  const isIn = (x: number, y: number): boolean => {
    const t = squared === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / squared));
    const [u, v] = [x - ax - t * dx, y - ay - t * dy];
    return u * u + v * v <= core * core;
  };
  // The capsule is convex: with its corners it holds the rectangle.
  const [left, top] = [rect.x + 0.5, rect.y + 0.5];
  const [right, bottom] = [rect.x + rect.width - 0.5, rect.y + rect.height - 0.5];
  return isIn(left, top) && isIn(right, top) && isIn(left, bottom) && isIn(right, bottom);
}

/**
 * Coverage of a capsule, row by row. Only the pixels of its edge are computed one by one; the inside is one run, so the
 * cost grows with the edge, not with the area.
 * @param capsule radius above 0, hardness 0–1
 * @param clip rows and columns outside it are left out
 */
export function coverCapsule(capsule: Capsule, clip: Rect, sink: RowSink): void {
  const { ax, ay, bx, by, radius } = capsule;
  const core = coreOf(capsule);
  // A pixel's coverage falls from 1 at `core` to 0 at `rim`; a hard edge takes one pixel, centred on the radius.
  const rim = radius + 0.5;
  const perPixel = 255 / (rim - Math.max(0, core));
  const bounds = capsuleBounds(capsule);
  const values = new Uint8Array(Math.min(bounds.width + 2, clip.width));
  const dx = bx - ax;
  const dy = by - ay;
  const perSquared = dx === 0 && dy === 0 ? 0 : 1 / (dx * dx + dy * dy);
  const edge = (x: number, v: number, from: number, to: number): void => {
    for (let i = from; i < to; i++) {
      const u = x + i + 0.5 - ax;
      const w = v - ay;
      const t = Math.min(1, Math.max(0, (u * dx + w * dy) * perSquared));
      const du = u - t * dx;
      const dw = w - t * dy;
      const value = (rim - Math.sqrt(du * du + dw * dw)) * perPixel;
      values[i] = value >= 255 ? 255 : value <= 0 ? 0 : value + 0.5;
    }
  };
  const outer = outlineOf(capsule, rim);
  const inner = outlineOf(capsule, core);
  const row = { y: 0, x: 0, length: 0, values, solidFrom: 0, solidTo: 0 };
  const lastRow = Math.min(bounds.y + bounds.height, clip.y + clip.height);
  for (let y = Math.max(bounds.y, clip.y); y < lastRow; y++) {
    const v = y + 0.5;
    outer.row(v);
    if (outer.left > outer.right) continue;
    const x = Math.max(clip.x, Math.ceil(outer.left - 0.5));
    const end = Math.min(clip.x + clip.width, Math.floor(outer.right - 0.5) + 1);
    if (end <= x) continue;
    inner.row(v);
    const hasCore = inner.left <= inner.right;
    const solidFrom = hasCore ? Math.min(end, Math.max(x, Math.ceil(inner.left - 0.5))) - x : 0;
    const solidTo = hasCore
      ? Math.max(x + solidFrom, Math.min(end, Math.floor(inner.right - 0.5) + 1)) - x
      : 0;
    edge(x, v, 0, solidFrom);
    values.fill(255, solidFrom, solidTo);
    edge(x, v, solidTo, end - x);
    row.y = y;
    row.x = x;
    row.length = end - x;
    row.solidFrom = solidFrom;
    row.solidTo = solidTo;
    sink(row);
  }
}
