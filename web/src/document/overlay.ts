import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import type { Display } from './facts.ts';
import type { OverlayKernels } from './kernels/overlayKernels.ts';
import { createOverlayPicture, type OverlayPicture } from './overlayPicture.ts';
import type { PaintedPlane } from './planeLevels.ts';
import type { View } from './view.ts';

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
}

/** @param context of the overlay's canvas */
export function createOverlayPainter(
  context: OffscreenCanvasRenderingContext2D,
  kernels: () => OverlayKernels,
): OverlayPainter {
  let shown: { readonly picture: OverlayPicture; readonly image: ImageData } | null = null;
  return {
    clear() {
      shown = null;
      context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    },
    paint(view, display, mask, protect, dirty) {
      const { width, height } = context.canvas;
      if (shown?.image.width !== width || shown.image.height !== height) {
        const picture = createOverlayPicture({ width, height }, kernels);
        shown = { picture, image: new ImageData(picture.data, width, height) };
      }
      const { picture, image } = shown;
      for (const part of picture.paint(view, display, mask, protect, dirty))
        context.putImageData(image, 0, 0, part.x, part.y, part.width, part.height);
    },
  };
}
