import type { Context } from 'konva/lib/Context.js';
import type { Guide } from '../document/guides.ts';
import { photoToScreen, type View } from '../document/view.ts';

const light = '#fff';
const dark = '#0009';
const chosen = '#53d3ab';
/** Radius of a line's ends, CSS pixels. */
const knob = 5;

/**
 * Draws the guide lines. Quiet while another tool is in hand: there they are a reminder, not something to touch.
 * @param isInHand the guide line tool is: ends can be taken hold of
 */
export function guideLinesScene(
  guides: readonly Guide[],
  selected: number | null,
  view: View,
  dpr: number,
  isInHand: boolean,
): (context: Context) => void {
  const ends = guides.map(({ id, x1, y1, x2, y2 }) => {
    const [a, b] = [photoToScreen(view, { x: x1, y: y1 }), photoToScreen(view, { x: x2, y: y2 })];
    return { id, points: [a.x / dpr, a.y / dpr, b.x / dpr, b.y / dpr] as const };
  });
  return ({ _context: context }) => {
    context.save();
    context.lineCap = 'round';
    for (const { id, points } of ends) {
      const isChosen = isInHand && id === selected;
      const [ax, ay, bx, by] = points;
      for (const [width, colour] of [
        [isInHand ? 4 : 3, dark],
        [isInHand ? 2 : 1.25, isChosen ? chosen : light],
      ] as const) {
        context.lineWidth = width;
        context.strokeStyle = colour;
        context.beginPath();
        context.moveTo(ax, ay);
        context.lineTo(bx, by);
        context.stroke();
      }
      if (!isInHand) continue;
      context.fillStyle = isChosen ? chosen : light;
      context.strokeStyle = dark;
      context.lineWidth = 1.5;
      for (const [x, y] of [
        [ax, ay],
        [bx, by],
      ]) {
        context.beginPath();
        context.arc(x, y, knob, 0, 2 * Math.PI);
        context.fill();
        context.stroke();
      }
    }
    context.restore();
  };
}
