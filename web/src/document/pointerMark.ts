/** The brush's ring and the small cross: one look on the page, while the pointer hovers, and in the worker, while it paints. */
import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import type { Point } from './view.ts';

/** Lengths in device pixels. */
export interface MarkShape {
  /** Radius of the ring; null for none. */
  readonly radius: number | null;
  readonly hasCross: boolean;
  /** For whatever takes away. */
  readonly dashed: boolean;
  /** Device pixels per CSS pixel: lines are so much thicker. */
  readonly dpr: number;
}

/** A brush in hand; the ring grows and shrinks with the view. */
export interface BrushMark {
  /** Diameter in photo pixels. */
  readonly size: number;
  readonly dashed: boolean;
  readonly dpr: number;
}

/** What a canvas of the page and one of a worker have in common. */
type MarkContext = CanvasPath &
  CanvasPathDrawingStyles &
  Pick<OffscreenCanvasRenderingContext2D, 'strokeStyle' | 'beginPath'> & { stroke(): void };

/** Below this radius (CSS px) a ring alone is lost on a busy photo: a cross is drawn with it. */
const smallRing = 5;
const crossReach = 10;
const edge = 3;
const subtractDash = [5, 4];
/** Two lines, one on the other: seen on any photo. Widths in CSS pixels. */
const lines = [
  { colour: 'rgb(0 0 0 / 65%)', width: 3 },
  { colour: '#fff', width: 1.25 },
];

/** @param scale device pixels per photo pixel */
export function brushMarkShape({ size, dashed, dpr }: BrushMark, scale: number): MarkShape {
  const radius = (size * scale) / 2;
  return { radius, hasCross: radius < smallRing * dpr, dashed, dpr };
}

/** How far a mark reaches from its point, in device pixels. */
export const markReach = ({ radius, hasCross, dpr }: MarkShape): number =>
  Math.ceil(Math.max(radius ?? 0, hasCross ? crossReach * dpr : 0) + edge * dpr);

/** The pixels that a mark may touch. */
export function markBox(at: Point, shape: MarkShape): Rect {
  const reach = markReach(shape);
  const [x, y] = [Math.floor(at.x) - reach, Math.floor(at.y) - reach];
  return { x, y, width: 2 * reach + 1, height: 2 * reach + 1 };
}

/** @param at device pixels of the canvas, whose transform has to be the identity */
export function drawMark(context: MarkContext, { x, y }: Point, shape: MarkShape): void {
  const { radius, hasCross, dashed, dpr } = shape;
  const reach = crossReach * dpr;
  for (const { colour, width } of lines) {
    context.strokeStyle = colour;
    context.lineWidth = width * dpr;
    if (radius !== null) {
      context.setLineDash(dashed ? subtractDash.map((length) => length * dpr) : []);
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.stroke();
    }
    if (hasCross) {
      context.setLineDash([]);
      context.beginPath();
      context.moveTo(x - reach, y);
      context.lineTo(x + reach, y);
      context.moveTo(x, y - reach);
      context.lineTo(x, y + reach);
      context.stroke();
    }
  }
}
