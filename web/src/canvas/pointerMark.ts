/** The brush's ring and the small cross: drawn when they change, moved by the compositor when only the pointer does. */
import type { Layer } from 'konva/lib/Layer.js';
import type { Node } from 'konva/lib/Node.js';
import type { Circle } from 'konva/lib/shapes/Circle.js';
import type { Line } from 'konva/lib/shapes/Line.js';
import type { Stage } from 'konva/lib/Stage.js';
import type { Point, Size } from '../document/view.ts';

export interface MarkShape {
  /** Radius of the ring in CSS pixels; null for none. */
  readonly radius: number | null;
  readonly hasCross: boolean;
  readonly dashed: boolean;
}

export interface PointerMark {
  /** @param at CSS pixels of the canvas; null hides the mark. `canvas` is its size in CSS pixels. */
  show(at: Point | null, shape: MarkShape, canvas: Size, dpr: number): void;
}

/** A ring above this radius (CSS px) does not travel as a picture of its own: it is drawn where it is, over the canvas. */
const largestMoved = 320;
const crossReach = 10;
const edge = 3;
const subtractDash = [5, 4];

/** @param stage the pointer's stage of `ToolStage`; its nodes are found by name */
export function createPointerMark(stage: Stage): PointerMark {
  const find = <T extends Node>(name: string): T => {
    const node = stage.findOne<T>(`.${name}`);
    if (!node) throw new RangeError(`the stage has no node named ${name}`);
    return node;
  };
  const layer = find<Layer>('pointer');
  const rings = [find<Circle>('ringDark'), find<Circle>('ringLight')];
  const crosses = [find<Line>('crossDark'), find<Line>('crossLight')];
  // The element that React gave Konva's own: it is a layer of the compositor (editor.module.css).
  const { style } = stage.container().parentElement ?? stage.container();
  let drawn = '';

  const draw = ({ x, y }: Point, { radius, hasCross, dashed }: MarkShape, size: Size, dpr: number): void => {
    const key = JSON.stringify([x, y, radius, hasCross, dashed, size.width, size.height, dpr]);
    if (key === drawn) return;
    drawn = key;
    layer.getCanvas().setPixelRatio(dpr);
    stage.size(size);
    for (const ring of rings) {
      ring.visible(radius !== null);
      if (radius !== null) ring.setAttrs({ x, y, radius, dash: dashed ? subtractDash : [] });
    }
    const [l, r, t, b] = [x - crossReach, x + crossReach, y - crossReach, y + crossReach];
    for (const line of crosses) {
      line.visible(hasCross);
      line.setAttrs({ points: [l, y, r, y, x, y, x, t, x, b] });
    }
    layer.draw();
  };

  return {
    show(at, shape, canvas, dpr) {
      const isShown = at !== null && (shape.radius !== null || shape.hasCross);
      style.visibility = isShown ? 'visible' : 'hidden';
      if (!isShown) return;
      if ((shape.radius ?? 0) > largestMoved) {
        style.transform = 'none';
        draw(at, shape, canvas, dpr);
        return;
      }
      const half = Math.ceil(Math.max(shape.radius ?? 0, shape.hasCross ? crossReach : 0)) + edge;
      draw({ x: half, y: half }, shape, { width: 2 * half, height: 2 * half }, dpr);
      // On whole device pixels, or the compositor would blur the line.
      const snap = (value: number) => Math.round((value - half) * dpr) / dpr;
      style.transform = `translate(${snap(at.x)}px, ${snap(at.y)}px)`;
    },
  };
}
