import type { Rect } from '@cleanplate/shared/raster/rect.ts';

/**
 * The one transform between photo and screen. Every pointer position, painted pixel and handle goes through it.
 * Screen pixels are *device* pixels of the canvas (CSS pixels × device-pixel ratio), so a scale of 1 is 100 %:
 * one photo pixel on one screen pixel.
 */
export interface View {
  /** Screen pixels per photo pixel, 0.02–32. */
  readonly scale: number;
  /** Screen position of the photo's (0, 0) corner after rotation. */
  readonly offsetX: number;
  readonly offsetY: number;
  /** Quarter turns clockwise on screen: 0, 1, 2 or 3. Never touches data. */
  readonly turns: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const minScale = 0.02;
export const maxScale = 32;

export const initialView: View = { scale: 1, offsetX: 0, offsetY: 0, turns: 0 };

/** Photo pixels (continuous; pixel i covers [i, i + 1)) → screen pixels. */
export function photoToScreen(view: View, point: Point): Point {
  const x = point.x * view.scale;
  const y = point.y * view.scale;
  switch (view.turns & 3) {
    case 1:
      return { x: view.offsetX - y, y: view.offsetY + x };
    case 2:
      return { x: view.offsetX - x, y: view.offsetY - y };
    case 3:
      return { x: view.offsetX + y, y: view.offsetY - x };
    default:
      return { x: view.offsetX + x, y: view.offsetY + y };
  }
}

/** Screen pixels → photo pixels; the inverse of {@link photoToScreen}. */
export function screenToPhoto(view: View, point: Point): Point {
  const x = (point.x - view.offsetX) / view.scale;
  const y = (point.y - view.offsetY) / view.scale;
  switch (view.turns & 3) {
    case 1:
      return { x: y, y: -x };
    case 2:
      return { x: -x, y: -y };
    case 3:
      return { x: -y, y: x };
    default:
      return { x, y };
  }
}

const clampScale = (scale: number): number => Math.min(maxScale, Math.max(minScale, scale));

/** Where the edges of a photo rectangle lie on the screen, turned as the view is; fractions of pixels too. */
export function edgesOnScreen(view: View, rect: Rect) {
  const a = photoToScreen(view, { x: rect.x, y: rect.y });
  const b = photoToScreen(view, { x: rect.x + rect.width, y: rect.y + rect.height });
  return {
    left: Math.min(a.x, b.x),
    top: Math.min(a.y, b.y),
    right: Math.max(a.x, b.x),
    bottom: Math.max(a.y, b.y),
  };
}

/** Screen pixels that a photo rectangle covers, whole. */
export function screenRect(view: View, rect: Rect): Rect {
  const { left, top, right, bottom } = edgesOnScreen(view, rect);
  const [x, y] = [Math.floor(left), Math.floor(top)];
  return { x, y, width: Math.ceil(right) - x, height: Math.ceil(bottom) - y };
}

/** The view whose `photo` point lies at the `screen` point. */
function anchored(scale: number, turns: number, photo: Point, screen: Point): View {
  const origin = photoToScreen({ scale, turns, offsetX: 0, offsetY: 0 }, photo);
  return { scale, turns, offsetX: screen.x - origin.x, offsetY: screen.y - origin.y };
}

/** Zooms to `scale` (clamped to 2 %–3200 %) so that what lies under `screen` stays there. */
export function zoomAt(view: View, screen: Point, scale: number): View {
  return anchored(clampScale(scale), view.turns, screenToPhoto(view, screen), screen);
}

/** Moves the photo by a screen distance. */
export function panBy(view: View, dx: number, dy: number): View {
  return { ...view, offsetX: view.offsetX + dx, offsetY: view.offsetY + dy };
}

/** Turns the view by quarter turns about a screen point. */
export function turnAt(view: View, screen: Point, quarterTurns: number): View {
  return anchored(
    view.scale,
    (((view.turns + quarterTurns) % 4) + 4) % 4,
    screenToPhoto(view, screen),
    screen,
  );
}

/**
 * Shows a photo rectangle whole and centred, with `margin` screen pixels round it.
 * @param maxScaleHere upper bound of the scale, so that a small mask is not shown at 3200 %.
 */
export function fitRect(
  view: View,
  rect: { x: number; y: number; width: number; height: number },
  screen: Size,
  margin = 24,
  maxScaleHere = maxScale,
): View {
  const turned = (view.turns & 1) === 1;
  const width = Math.max(1, turned ? rect.height : rect.width);
  const height = Math.max(1, turned ? rect.width : rect.height);
  const room = (length: number) => Math.max(1, length - 2 * margin);
  const scale = clampScale(Math.min(maxScaleHere, room(screen.width) / width, room(screen.height) / height));
  const centre = { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
  return anchored(scale, view.turns, centre, { x: screen.width / 2, y: screen.height / 2 });
}

/** The whole photo, never above 100 %. */
export function fitPhoto(view: View, photo: Size, screen: Size, margin = 24): View {
  return fitRect(view, { x: 0, y: 0, ...photo }, screen, margin, 1);
}

/** All of the photo, centred and as large as a small canvas has room for; unlike a fit, below 2 % where it must be. */
export function wholePhoto(photo: Size, canvas: Size, turns: number): View {
  const turned = (turns & 1) === 1;
  const width = turned ? photo.height : photo.width;
  const height = turned ? photo.width : photo.height;
  const scale = Math.min(canvas.width / width, canvas.height / height);
  const centre = { x: photo.width / 2, y: photo.height / 2 };
  return anchored(scale, turns, centre, { x: canvas.width / 2, y: canvas.height / 2 });
}

/** The view on a canvas that changed its size: the same photo point in the centre, the same scale. */
export function recentre(view: View, from: Size, to: Size): View {
  return panBy(view, (to.width - from.width) / 2, (to.height - from.height) / 2);
}

/**
 * The same field of view on a canvas of another size: what lay in the centre stays there, and what fitted still fits.
 * On canvases of one size it is the identity: how panels stay linked.
 */
export function linkedView(view: View, from: Size, to: Size): View {
  const ratio = Math.min(to.width / from.width, to.height / from.height);
  if (!Number.isFinite(ratio) || ratio <= 0) return view;
  const along = (offset: number, fromLength: number, toLength: number): number =>
    toLength / 2 + (offset - fromLength / 2) * ratio;
  return {
    scale: view.scale * ratio,
    turns: view.turns,
    offsetX: along(view.offsetX, from.width, to.width),
    offsetY: along(view.offsetY, from.height, to.height),
  };
}
