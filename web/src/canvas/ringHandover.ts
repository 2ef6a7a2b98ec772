/**
 * Who shows the brush's ring. While the pointer hovers the page does, whatever the worker is busy with. While the worker
 * paints a frame for each move of the hand, it draws the ring too: a page that paints a frame of its own beside the
 * worker's makes the browser show every one of them a frame late.
 */
import type { BrushMark } from '../document/pointerMark.ts';
import type { PlacedMark } from '../document/screen.ts';
import type { Point } from '../document/view.ts';

export interface RingHost {
  /** The page's ring, in CSS pixels of the canvas; null hides it. */
  show(at: Point | null): void;
  /** The worker's ring; null hides it. */
  send(mark: PlacedMark | null): void;
  /** The ring of the tool in hand. */
  mark(): BrushMark | null;
  photoPoint(at: Point): Point;
  /** A stroke carries its ring with its positions. */
  isPainting(): boolean;
}

export interface RingHandover {
  /** @param at CSS pixels of the canvas; null when no pointer hovers there */
  hover(at: Point | null): void;
  /** The photo has been zoomed under the pointer. */
  zoomed(): void;
  /** A stroke is over, also without another move: by Esc, or because the window lost its focus. */
  painted(): void;
  stop(): void;
}

/** Between two turns of a wheel or steps of a pinch. */
const restMs = 150;

export function createRingHandover(host: RingHost): RingHandover {
  let pointer: Point | null = null;
  let rest: ReturnType<typeof setTimeout> | undefined;

  const show = (): void => {
    const isHidden = rest !== undefined || host.isPainting();
    host.show(isHidden ? null : pointer);
  };
  const send = (): void => {
    const mark = host.mark();
    host.send(mark && pointer && { mark, at: host.photoPoint(pointer) });
  };
  const end = (): void => {
    rest = undefined;
    host.send(null);
    show();
  };
  return {
    hover(at) {
      pointer = at;
      if (rest !== undefined) send();
      show();
    },
    zoomed() {
      if (!pointer || !host.mark()) return;
      clearTimeout(rest);
      rest = setTimeout(end, restMs);
      send();
      show();
    },
    painted: show,
    stop() {
      clearTimeout(rest);
    },
  };
}
