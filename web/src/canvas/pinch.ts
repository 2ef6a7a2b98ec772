import { panBy, zoomAt, type Point, type View } from '../document/view.ts';

const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/**
 * The view after two fingers moved: what lay between them stays between them, and the scale follows their distance.
 * Positions in screen pixels; `before` are those under which `view` was taken.
 */
export function pinchView(view: View, before: readonly [Point, Point], now: readonly [Point, Point]): View {
  const from = middle(...before);
  const to = middle(...now);
  // Fingers closer than a pixel say nothing about a ratio.
  const ratio = Math.max(1, distance(...now)) / Math.max(1, distance(...before));
  return zoomAt(panBy(view, to.x - from.x, to.y - from.y), to, view.scale * ratio);
}
