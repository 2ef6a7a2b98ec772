/** What a view may be: the steps of zoom, and how far the photo may leave the canvas. */
import { clipRect, expandRect, type Rect } from '@cleanplate/shared/raster/rect.ts';
import {
  edgesOnScreen,
  fitRect,
  initialView,
  maxScale,
  minScale,
  panBy,
  type Size,
  type View,
} from '../document/view.ts';

/** Scales that Zoom in and Zoom out stop at: round percentages, about a third apart. */
export const zoomSteps: readonly number[] = [
  minScale,
  0.03,
  0.05,
  0.08,
  0.12,
  0.17,
  0.25,
  0.33,
  0.5,
  0.67,
  1,
  1.5,
  2,
  3,
  4,
  6,
  8,
  12,
  16,
  24,
  maxScale,
];

/** The next step above (`direction` 1) or below (−1) a scale; the last step where there is none. */
export function nextZoomStep(scale: number, direction: 1 | -1): number {
  // 0.1 %: a scale that came out of a fit beside a step is that step.
  const clear = (step: number): boolean => (direction === 1 ? step > scale * 1.001 : step < scale * 0.999);
  const found = direction === 1 ? zoomSteps.find(clear) : zoomSteps.findLast(clear);
  return found ?? (direction === 1 ? maxScale : minScale);
}

/** The photo's rectangle on the screen, in screen pixels. */
export function photoOnScreen(view: View, photo: Size): Rect {
  const { left, top, right, bottom } = edgesOnScreen(view, { x: 0, y: 0, ...photo });
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** How far a span [start, start + length] must move so that at least `keep` of it lies within [0, room]. */
function pull(start: number, length: number, room: number, keep: number): number {
  const least = Math.min(keep, length, room);
  if (start + length < least) return least - start - length;
  return start > room - least ? room - least - start : 0;
}

/** The nearest view in which `keep` screen pixels of the photo are still on the canvas: nobody loses the photo. */
export function keepInSight(view: View, photo: Size, canvas: Size, keep = 64): View {
  const shown = photoOnScreen(view, photo);
  const dx = pull(shown.x, shown.width, canvas.width, keep);
  const dy = pull(shown.y, shown.height, canvas.height, keep);
  return dx === 0 && dy === 0 ? view : { ...view, offsetX: view.offsetX + dx, offsetY: view.offsetY + dy };
}

/** Whether the whole photo lies on the canvas. */
export function showsAll(view: View, photo: Size, canvas: Size): boolean {
  const shown = photoOnScreen(view, photo);
  // Half a screen pixel: a photo fitted without a margin.
  return (
    shown.x >= -0.5 &&
    shown.y >= -0.5 &&
    shown.x + shown.width <= canvas.width + 0.5 &&
    shown.y + shown.height <= canvas.height + 0.5
  );
}

/** How far a span must move to lie in the middle of the room, or, where it is longer, to leave none of it empty. */
function settle(start: number, length: number, room: number): number {
  if (length <= room) return (room - length) / 2 - start;
  return Math.min(0, Math.max(room - length, start)) - start;
}

/** The view moved so that no room beside the photo stays empty that the photo could fill; what is smaller lies in the middle. */
export function fillRoom(view: View, photo: Size, canvas: Size): View {
  const { x, y, width, height } = photoOnScreen(view, photo);
  return panBy(view, settle(x, width, canvas.width), settle(y, height, canvas.height));
}

/** 800 %: a small mask fills the canvas, and one still sees what it lies on. */
const maxScaleOfMask = 8;

/**
 * Shows a part of the photo with a quarter of its longer side (32 px at the least) round it: enough to judge the seam.
 * What would lie beyond the photo's edge is not shown, where the photo can fill the canvas instead.
 */
export function viewOfPart(turns: number, part: Rect, canvas: Size, photo: Size): View {
  const context = Math.max(32, Math.ceil(0.25 * Math.max(part.width, part.height)));
  const shown = clipRect(expandRect(part, context), photo.width, photo.height);
  const margin = Math.min(canvas.width, canvas.height) * 0.03;
  return fillRoom(fitRect({ ...initialView, turns }, shown, canvas, margin, maxScaleOfMask), photo, canvas);
}
