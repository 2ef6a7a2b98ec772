/** Photo positions and page positions, by the view that the page states: written anew, not the page's own code. */
import type { Point } from './picture.ts';

/** Scale and offsets in device pixels, quarter turns clockwise, and the device pixels per CSS pixel. */
export interface ShownView {
  readonly scale: number;
  readonly offsetX: number;
  readonly offsetY: number;
  readonly turns: number;
  readonly dpr: number;
}

const turned = ({ x, y }: Point, turns: number): Point =>
  [
    { x, y },
    { x: -y, y: x },
    { x: -x, y: -y },
    { x: y, y: -x },
  ][turns];

/** The photo position under a page position; `corner` is the canvas's own. */
export function photoUnder(view: ShownView, corner: Point, page: Point): Point {
  const x = ((page.x - corner.x) * view.dpr - view.offsetX) / view.scale;
  const y = ((page.y - corner.y) * view.dpr - view.offsetY) / view.scale;
  return turned({ x, y }, (4 - view.turns) % 4);
}

/** Where a photo position lies on the page. */
export function pageOver(view: ShownView, corner: Point, photo: Point): Point {
  const { x, y } = turned(photo, view.turns);
  return {
    x: corner.x + (view.offsetX + x * view.scale) / view.dpr,
    y: corner.y + (view.offsetY + y * view.scale) / view.dpr,
  };
}
