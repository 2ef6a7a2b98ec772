import {
  clipRect,
  expandRect,
  intersectRects,
  isEmptyRect,
  type Rect,
} from '@cleanplate/shared/raster/rect.ts';
import type { Display } from './facts.ts';
import { colourOverlay } from './overlayPaint.ts';
import { samplePlane } from './overlaySample.ts';
import type { PlaneLevels } from './planeLevels.ts';
import type { TiledPlane } from './tiledPlane.ts';
import { photoToScreen, type Size, type View } from './view.ts';

export interface PaintedPlane {
  readonly plane: TiledPlane;
  readonly levels: PlaneLevels;
}

/** Screen pixels that a photo rectangle covers, whole. */
export function screenRect(view: View, rect: Rect): Rect {
  const a = photoToScreen(view, { x: rect.x, y: rect.y });
  const b = photoToScreen(view, { x: rect.x + rect.width, y: rect.y + rect.height });
  const x = Math.floor(Math.min(a.x, b.x));
  const y = Math.floor(Math.min(a.y, b.y));
  return { x, y, width: Math.ceil(Math.max(a.x, b.x)) - x, height: Math.ceil(Math.max(a.y, b.y)) - y };
}

/** Paints the overlay of a part of the screen, or all of it. Cost: that part's screen pixels, whatever the photo's size. */
export interface OverlayPainter {
  paint(
    view: View,
    display: Display,
    mask: PaintedPlane,
    protect: PaintedPlane | null,
    dirty: Rect | 'all',
  ): void;
  clear(): void;
}

// Where the margin is wider than this on screen, it is shown this wide: its exact width no longer reads as a margin.
const maxRadius = 160;

/** @param context of the overlay's canvas, whose size may change between calls */
export function createOverlayPainter(context: OffscreenCanvasRenderingContext2D): OverlayPainter {
  let mask = new Uint8Array(0);
  let protect = new Uint8Array(0);
  let grown = new Uint8Array(0);
  const grow = (buffer: Uint8Array<ArrayBuffer>, length: number) =>
    buffer.length >= length ? buffer : new Uint8Array(length);
  const canvasSize = (): Size => context.canvas;

  return {
    clear() {
      context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    },
    paint(view, display, masked, protectedPlane, dirty) {
      const { width, height } = canvasSize();
      const radius = Math.min(maxRadius, display.dilation * masked.plane.width * view.scale);
      const pad = Math.ceil(radius) + 2;
      const photo = screenRect(view, { x: 0, y: 0, width: masked.plane.width, height: masked.plane.height });
      const asked =
        dirty === 'all' ? { x: 0, y: 0, width, height } : expandRect(screenRect(view, dirty), pad);
      // The photo's own edge takes one pixel more, for the outline.
      const painted = intersectRects(clipRect(asked, width, height), expandRect(photo, 1));
      if (dirty === 'all') this.clear();
      if (isEmptyRect(painted)) return;
      const area = expandRect(painted, pad);
      const pixels = area.width * area.height;
      mask = grow(mask, pixels);
      grown = grow(grown, pixels);
      samplePlane(masked.plane, masked.levels, view, area, mask);
      const hatch = protectedPlane !== null && display.protectHatch && display.overlay !== 'hidden';
      if (hatch) {
        protect = grow(protect, pixels);
        samplePlane(protectedPlane.plane, protectedPlane.levels, view, area, protect);
      }
      const image = new ImageData(painted.width, painted.height);
      colourOverlay(
        mask,
        hatch ? protect : null,
        area.width,
        area.height,
        pad,
        radius,
        area,
        display,
        grown.subarray(0, pixels),
        new Uint32Array(image.data.buffer),
      );
      context.putImageData(image, painted.x, painted.y);
    },
  };
}
