/** The mark that follows the pointer: drawn when it changes, moved by the compositor when only the pointer does. */
import { drawMark, markReach, type MarkShape } from '../document/pointerMark.ts';
import type { Point, Size } from '../document/view.ts';

export interface PointerMark {
  /** @param at device pixels of the canvas; null hides the mark. `size` is the canvas's, in device pixels. */
  show(at: Point | null, shape: MarkShape, size: Size): void;
}

/** A ring above this radius (CSS px) does not travel as a picture of its own: it is drawn where it is, over the canvas. */
const largestMoved = 320;

/** @param canvas a layer of the compositor (editor.module.css) over the photo, at its corner */
export function createPointerMark(canvas: HTMLCanvasElement): PointerMark {
  const context = canvas.getContext('2d');
  const { style } = canvas;
  let drawn = '';
  let shown = '';

  const draw = (at: Point, shape: MarkShape, { width, height }: Size): void => {
    const key = JSON.stringify([at, shape, width, height]);
    if (key === drawn || !context) return;
    drawn = key;
    // Setting a size clears the canvas.
    canvas.width = width;
    canvas.height = height;
    style.width = `${width / shape.dpr}px`;
    style.height = `${height / shape.dpr}px`;
    drawMark(context, at, shape);
  };
  /** Written only when it is another: what is written makes the page paint a frame. */
  const place = (visibility: string, transform: string): void => {
    if (shown === visibility + transform) return;
    shown = visibility + transform;
    style.visibility = visibility;
    if (visibility === 'visible') style.transform = transform;
  };

  return {
    show(at, shape, size) {
      if (at === null || (shape.radius === null && !shape.hasCross)) {
        place('hidden', '');
        return;
      }
      if ((shape.radius ?? 0) > largestMoved * shape.dpr) {
        draw(at, shape, size);
        place('visible', 'none');
        return;
      }
      const reach = markReach(shape);
      draw({ x: reach, y: reach }, shape, { width: 2 * reach, height: 2 * reach });
      // On whole device pixels, or the compositor would blur the line.
      const snap = (value: number) => Math.round(value - reach) / shape.dpr;
      place('visible', `translate(${snap(at.x)}px, ${snap(at.y)}px)`);
    },
  };
}
