import { clipRect, isEmptyRect, type Rect } from '@cleanplate/shared/raster/rect.ts';
import type { Display } from './facts.ts';
import type { OverlayKernels } from './kernels/overlayKernels.ts';
import { createOverlayPicture, type OverlayPicture } from './overlayPicture.ts';
import type { PaintedPlane } from './planeLevels.ts';
import { brushMarkShape, drawMark, markBox, type BrushMark } from './pointerMark.ts';
import { photoToScreen, type Point, type View } from './view.ts';

/** A brush at work, and where: photo pixels. */
export interface PlacedMark {
  readonly mark: BrushMark;
  readonly at: Point;
}

/** Paints the overlay's canvas, whose size may change between calls. */
export interface OverlayPainter {
  /** @param dirty as the picture's */
  paint(
    view: View,
    display: Display,
    mask: PaintedPlane,
    protect: PaintedPlane | null,
    dirty: Rect | 'all' | null,
  ): void;
  clear(): void;
  /** Lies on what was painted or cleared, until that is done the next time. */
  drawMark(view: View, placed: PlacedMark): void;
}

/** @param context of the overlay's canvas */
export function createOverlayPainter(
  context: OffscreenCanvasRenderingContext2D,
  kernels: () => OverlayKernels,
): OverlayPainter {
  let shown: { readonly picture: OverlayPicture; readonly image: ImageData } | null = null;
  let marked: Rect | null = null;
  return {
    clear() {
      shown = null;
      marked = null;
      context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    },
    paint(view, display, mask, protect, dirty) {
      const { width, height } = context.canvas;
      if (shown?.image.width !== width || shown.image.height !== height) {
        const picture = createOverlayPicture({ width, height }, kernels);
        shown = { picture, image: new ImageData(picture.data, width, height) };
        marked = null;
      }
      const { picture, image } = shown;
      const put = ({ x, y, width: w, height: h }: Rect): void =>
        context.putImageData(image, 0, 0, x, y, w, h);
      const stale = picture.paint(view, display, mask, protect, dirty);
      if (marked) put(marked);
      for (const part of stale) put(part);
      marked = null;
    },
    drawMark(view, placed) {
      const { width, height } = context.canvas;
      const at = photoToScreen(view, placed.at);
      const shape = brushMarkShape(placed.mark, view.scale);
      const box = clipRect(markBox(at, shape), width, height);
      if (isEmptyRect(box)) return;
      marked = box;
      drawMark(context, at, shape);
    },
  };
}
