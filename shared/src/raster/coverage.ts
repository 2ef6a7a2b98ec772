import type { Rect } from './rect.ts';

/**
 * One row of a shape's coverage. `values[i]` (0–255) belongs to pixel `x + i`; the values from `solidFrom` up to, not
 * including, `solidTo` are all 255 and need not be looked at one by one. Row and array are used again for the next row.
 */
export interface CoverageRow {
  readonly y: number;
  readonly x: number;
  readonly length: number;
  readonly values: Uint8Array;
  readonly solidFrom: number;
  readonly solidTo: number;
}

export type RowSink = (row: CoverageRow) => void;

/** A rectangle of whole pixels. */
export function coverRect(rect: Rect, clip: Rect, sink: RowSink): void {
  const left = Math.max(rect.x, clip.x);
  const right = Math.min(rect.x + rect.width, clip.x + clip.width);
  const bottom = Math.min(rect.y + rect.height, clip.y + clip.height);
  if (right <= left) return;
  const values = new Uint8Array(right - left).fill(255);
  for (let y = Math.max(rect.y, clip.y); y < bottom; y++)
    sink({ y, x: left, length: right - left, values, solidFrom: 0, solidTo: right - left });
}

/** The half-open run of pixels whose centres lie in [left, right], as [first, end). */
const pixelsBetween = (left: number, right: number): readonly [number, number] => [
  Math.ceil(left - 0.5),
  Math.floor(right - 0.5) + 1,
];

/** The ellipse inscribed in a rectangle; a pixel belongs to it when its centre does. */
export function coverEllipse(rect: Rect, clip: Rect, sink: RowSink): void {
  const cx = rect.x + rect.width / 2;
  const cy = rect.y + rect.height / 2;
  const values = new Uint8Array(Math.max(0, rect.width)).fill(255);
  const bottom = Math.min(rect.y + rect.height, clip.y + clip.height);
  for (let y = Math.max(rect.y, clip.y); y < bottom; y++) {
    const v = (y + 0.5 - cy) / (rect.height / 2);
    const half = (rect.width / 2) * Math.sqrt(Math.max(0, 1 - v * v));
    const [first, end] = pixelsBetween(cx - half, cx + half);
    const left = Math.max(first, clip.x);
    const length = Math.min(end, clip.x + clip.width) - left;
    if (length > 0) sink({ y, x: left, length, values, solidFrom: 0, solidTo: length });
  }
}

/**
 * A closed polygon by the even-odd rule; a pixel belongs to it when its centre does.
 * @param points x0, y0, x1, y1, … in photo pixels, 3 points or more; fewer cover nothing.
 */
export function coverPolygon(points: readonly number[], clip: Rect, sink: RowSink): void {
  const count = points.length >> 1;
  if (count < 3) return;
  let top = Infinity;
  let bottom = -Infinity;
  for (let i = 0; i < count; i++) {
    top = Math.min(top, points[2 * i + 1]);
    bottom = Math.max(bottom, points[2 * i + 1]);
  }
  const values = new Uint8Array(clip.width).fill(255);
  const lastRow = Math.min(Math.ceil(bottom), clip.y + clip.height);
  for (let y = Math.max(Math.floor(top), clip.y); y < lastRow; y++) {
    const centre = y + 0.5;
    const crossings: number[] = [];
    for (let i = 0, j = count - 1; i < count; j = i++) {
      const ay = points[2 * j + 1];
      const by = points[2 * i + 1];
      if (ay <= centre === by <= centre) continue;
      const ax = points[2 * j];
      crossings.push(ax + ((centre - ay) / (by - ay)) * (points[2 * i] - ax));
    }
    crossings.sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const [first, end] = pixelsBetween(crossings[i], crossings[i + 1]);
      const left = Math.max(first, clip.x);
      const length = Math.min(end, clip.x + clip.width) - left;
      if (length > 0) sink({ y, x: left, length, values, solidFrom: 0, solidTo: length });
    }
  }
}
