/** The pixel grid: from 800 % each photo pixel is a square one can count. */
import type { Context } from 'konva/lib/Context.js';
import { photoToScreen, screenToPhoto, type Size, type View } from '../document/view.ts';

export const gridFromScale = 8;

/** The lines of the grid in CSS pixels, as `[x1, y1, x2, y2]` each: only those on the canvas. */
export function pixelGridLines(
  view: View,
  photo: Size,
  canvas: Size,
  dpr: number,
): [number, number, number, number][] {
  if (view.scale < gridFromScale) return [];
  const corners = [
    screenToPhoto(view, { x: 0, y: 0 }),
    screenToPhoto(view, { x: canvas.width, y: canvas.height }),
  ];
  const range = (a: number, b: number, end: number): [number, number] => [
    Math.max(0, Math.floor(Math.min(a, b))),
    Math.min(end, Math.ceil(Math.max(a, b))),
  ];
  const [left, right] = range(corners[0].x, corners[1].x, photo.width);
  const [top, bottom] = range(corners[0].y, corners[1].y, photo.height);
  if (right <= left || bottom <= top) return [];
  const line = (x1: number, y1: number, x2: number, y2: number): [number, number, number, number] => {
    const a = photoToScreen(view, { x: x1, y: y1 });
    const b = photoToScreen(view, { x: x2, y: y2 });
    return [a.x / dpr, a.y / dpr, b.x / dpr, b.y / dpr];
  };
  const lines: [number, number, number, number][] = [];
  for (let x = left; x <= right; x++) lines.push(line(x, top, x, bottom));
  for (let y = top; y <= bottom; y++) lines.push(line(left, y, right, y));
  return lines;
}

/** What Konva draws for the grid; null below 800 %. */
export function pixelGridScene(
  view: View,
  photo: Size,
  canvas: Size,
  dpr: number,
): ((context: Context) => void) | null {
  const lines = pixelGridLines(view, photo, canvas, dpr);
  if (lines.length === 0) return null;
  return (context) => {
    context.beginPath();
    for (const [x1, y1, x2, y2] of lines) {
      context.moveTo(x1, y1);
      context.lineTo(x2, y2);
    }
    // Mid grey at a third: visible on black and on white, quiet on everything between.
    context.setAttr('strokeStyle', 'rgba(128, 128, 128, 0.34)');
    context.setAttr('lineWidth', 1 / dpr);
    context.stroke();
  };
}
