import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import { screenToPhoto, wholePhoto, type Point, type Size, type View } from '../document/view.ts';
import { photoOnScreen } from '../state/viewLimits.ts';

/** CSS pixels: small enough to leave the photo alone, large enough to aim at. */
const longestSide = 144;

/** The minimap's size in CSS pixels: the photo's shape, turned as the view is, no side under 24 px. */
export function minimapSize(photo: Size, turns: number): Size {
  const [width, height] = (turns & 1) === 1 ? [photo.height, photo.width] : [photo.width, photo.height];
  const scale = longestSide / Math.max(width, height);
  return {
    width: Math.max(24, Math.round(width * scale)),
    height: Math.max(24, Math.round(height * scale)),
  };
}

/** The part of the minimap (its own pixels) that the canvas shows, cut at the minimap's edges. */
export function minimapFrame(view: View, photo: Size, canvas: Size, size: Size): Rect {
  const shown = photoOnScreen(view, photo);
  const map = photoOnScreen(wholePhoto(photo, size, view.turns), photo);
  const ratio = map.width / shown.width;
  const clip = (value: number, length: number): number => Math.min(length, Math.max(0, value));
  const x = clip(map.x - shown.x * ratio, size.width);
  const y = clip(map.y - shown.y * ratio, size.height);
  return {
    x,
    y,
    width: clip(map.x + (canvas.width - shown.x) * ratio, size.width) - x,
    height: clip(map.y + (canvas.height - shown.y) * ratio, size.height) - y,
  };
}

/** The photo point under a point of the minimap. */
export function photoAtMinimap(point: Point, photo: Size, size: Size, turns: number): Point {
  return screenToPhoto(wholePhoto(photo, size, turns), point);
}
