/** A rectangle of whole photo pixels, half-open: it holds x … x + width − 1. Empty when a side is 0. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The rectangle that holds nothing; the neutral element of `unionRects`. */
export const EMPTY_RECT: Rect = { x: 0, y: 0, width: 0, height: 0 };

/** True when the rectangle holds no pixel. */
export function isEmptyRect(rect: Rect): boolean {
  return rect.width <= 0 || rect.height <= 0;
}

/** True when both hold the same pixels; all empty rectangles are equal. */
export function equalRects(a: Rect, b: Rect): boolean {
  if (isEmptyRect(a) || isEmptyRect(b)) return isEmptyRect(a) && isEmptyRect(b);
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

/** The pixels in both; `EMPTY_RECT` when there are none. */
export function intersectRects(a: Rect, b: Rect): Rect {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : EMPTY_RECT;
}

/** The smallest rectangle holding both; an empty one adds nothing. */
export function unionRects(a: Rect, b: Rect): Rect {
  if (isEmptyRect(a)) return isEmptyRect(b) ? EMPTY_RECT : b;
  if (isEmptyRect(b)) return a;
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

/** Grown by `margin` whole pixels on every side (negative shrinks). An empty rectangle stays empty. */
export function expandRect(rect: Rect, margin: number): Rect {
  if (isEmptyRect(rect)) return EMPTY_RECT;
  const width = rect.width + 2 * margin;
  const height = rect.height + 2 * margin;
  return width > 0 && height > 0 ? { x: rect.x - margin, y: rect.y - margin, width, height } : EMPTY_RECT;
}

/** The part that lies on a picture of `width` × `height`. */
export function clipRect(rect: Rect, width: number, height: number): Rect {
  return intersectRects(rect, { x: 0, y: 0, width, height });
}

/** True when pixel (x, y) is in the rectangle. */
export function containsPoint(rect: Rect, x: number, y: number): boolean {
  return x >= rect.x && y >= rect.y && x < rect.x + rect.width && y < rect.y + rect.height;
}

/** True when every pixel of `inner` is in `outer`; an empty `inner` always is. */
export function containsRect(outer: Rect, inner: Rect): boolean {
  return isEmptyRect(inner) || equalRects(intersectRects(outer, inner), inner);
}
