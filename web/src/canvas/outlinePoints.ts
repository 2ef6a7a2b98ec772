import { photoToScreen, type Point, type View } from '../document/view.ts';
import type { Outline } from '../tools/gesture.ts';

/** 96 chords: an ellipse across a 4K screen is off by less than a pixel of its line. */
const ellipseChords = 96;

function corners(outline: Exclude<Outline, { kind: 'path' }>): Point[] {
  const { x, y, width, height } = outline;
  if (outline.kind === 'box')
    return [
      { x, y },
      { x: x + width, y },
      { x: x + width, y: y + height },
      { x, y: y + height },
    ];
  return Array.from({ length: ellipseChords }, (_, i) => {
    const angle = (i / ellipseChords) * 2 * Math.PI;
    return {
      x: x + (width / 2) * (1 + Math.cos(angle)),
      y: y + (height / 2) * (1 + Math.sin(angle)),
    };
  });
}

function pathPoints(flat: readonly number[]): Point[] {
  return Array.from({ length: flat.length >> 1 }, (_, i) => ({ x: flat[2 * i], y: flat[2 * i + 1] }));
}

/**
 * An outline (photo pixels) as a line on the page: x, y, x, y, … in CSS pixels, through the one transform, so that it
 * stays true at every zoom and turn.
 */
export function outlinePoints(outline: Outline, view: View, dpr: number): number[] {
  const points = outline.kind === 'path' ? pathPoints(outline.points) : corners(outline);
  return points.flatMap((point) => {
    const { x, y } = photoToScreen(view, point);
    return [x / dpr, y / dpr];
  });
}
