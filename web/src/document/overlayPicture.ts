import {
  clipRect,
  expandRect,
  intersectRects,
  isEmptyRect,
  type Rect,
} from '@cleanplate/shared/raster/rect.ts';
import type { Display } from './facts.ts';
import type { OverlayKernels } from './kernels/overlayKernels.ts';
import { samplePlane } from './overlaySample.ts';
import type { PaintedPlane } from './planeLevels.ts';
import { screenRect, type Point, type Size, type View } from './view.ts';

/** The overlay as a picture of the canvas's size. Cost of a paint: the stale part's pixels, whatever the photo's size. */
export interface OverlayPicture extends Size {
  /** RGBA, not premultiplied; the same bytes for the picture's whole life. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  /**
   * Where the view has moved by whole pixels since the last paint, what is painted moves along.
   * @param dirty photo pixels that are not as they were; 'all' also when anything but the view is another
   * @returns the parts that are not as they were
   */
  paint(
    view: View,
    display: Display,
    mask: PaintedPlane,
    protect: PaintedPlane | null,
    dirty: Rect | 'all' | null,
  ): readonly Rect[];
}

// Where the margin is wider than this on screen, it is shown this wide: its exact width no longer reads as a margin.
const maxRadius = 160;

const toFour = (length: number): number => (length + 3) & ~3;

/** How far the photo moved on the screen; null when it did anything else, or not by whole pixels. */
function moved(from: View | null, to: View): Point | null {
  if (from === null || from.scale !== to.scale || from.turns !== to.turns) return null;
  const by = { x: to.offsetX - from.offsetX, y: to.offsetY - from.offsetY };
  return Number.isInteger(by.x) && Number.isInteger(by.y) ? by : null;
}

/** What comes into sight at the edges when all that is shown moves. */
function exposed({ width, height }: Size, { x, y }: Point): Rect[] {
  const rows = { x: 0, y: y > 0 ? 0 : height + y, width, height: Math.abs(y) };
  const columns = { x: x > 0 ? 0 : width + x, y: 0, width: Math.abs(x), height };
  return [rows, columns].filter((rect) => !isEmptyRect(rect));
}

/** @param kernels asked for with every paint: the compiled ones come when they are ready */
export function createOverlayPicture({ width, height }: Size, kernels: () => OverlayKernels): OverlayPicture {
  const data = new Uint8ClampedArray(width * height * 4);
  const words = new Int32Array(data.buffer);
  const whole = { x: 0, y: 0, width, height };
  let painted: View | null = null;

  const clearAround = (part: Rect, on: Rect): void => {
    const right = part.x + part.width;
    for (let y = part.y; y < part.y + part.height; y++) {
      const row = y * width;
      const isOn = y >= on.y && y < on.y + on.height;
      words.fill(0, row + part.x, row + (isOn ? on.x : right));
      if (isOn) words.fill(0, row + on.x + on.width, row + right);
    }
  };

  return {
    width,
    height,
    data,
    paint(view, display, masked, protectedPlane, dirty) {
      const radius = Math.min(maxRadius, display.dilation * masked.plane.width * view.scale);
      const reach = Math.ceil(radius) + 2;
      const pad = toFour(reach);
      const photo = screenRect(view, { x: 0, y: 0, width: masked.plane.width, height: masked.plane.height });
      const hatch = protectedPlane !== null && display.protectHatch && display.overlay !== 'hidden';
      const paintPart = (part: Rect): void => {
        // The photo's own edge takes one pixel more, for the outline.
        const on = intersectRects(part, expandRect(photo, 1));
        clearAround(part, on);
        if (isEmptyRect(on)) return;
        const area = {
          x: on.x - pad,
          y: on.y - pad,
          width: toFour(on.width) + 2 * pad,
          height: on.height + 2 * pad,
        };
        const { room, colour } = kernels();
        const { mask, protect } = room(area.width * area.height);
        samplePlane(masked.plane, masked.levels, view, area, mask);
        if (hatch) samplePlane(protectedPlane.plane, protectedPlane.levels, view, area, protect);
        colour(
          { width: area.width, height: area.height, pad, hasProtect: hatch },
          radius,
          on.x + on.y - Math.round(view.offsetX) - Math.round(view.offsetY),
          display,
          { words, stride: width, start: on.y * width + on.x, width: on.width, height: on.height },
        );
      };

      const by = dirty === 'all' ? null : moved(painted, view);
      painted = view;
      if (by === null || Math.abs(by.x) >= width || Math.abs(by.y) >= height) {
        paintPart(whole);
        return [whole];
      }
      const parts = exposed(whole, by);
      const shift = by.y * width + by.x;
      // What runs over the end of a row lands in a column that is painted anew.
      if (shift > 0) words.copyWithin(shift, 0);
      else if (shift < 0) words.copyWithin(0, -shift);
      if (dirty !== null && dirty !== 'all')
        parts.push(clipRect(expandRect(screenRect(view, dirty), reach), width, height));
      const stale = parts.filter((part) => !isEmptyRect(part));
      for (const part of stale) paintPart(part);
      return by.x === 0 && by.y === 0 ? stale : [whole];
    },
  };
}
