/** Painting without a pointer: a cursor moved by arrows, and keys that press where it stands. Knows no DOM. */
import { screenToPhoto, type Point, type Size, type View } from '../document/view.ts';
import type { Sample, ToolId } from '../tools/gesture.ts';
import type { Announce } from './text.ts';

export interface CursorHost {
  photo(): Size | null;
  canvas(): Size;
  view(): View;
  cursor(): Point | null;
  setCursor(cursor: Point | null): void;
  /** Brings a photo point into sight. */
  reveal(point: Point): void;
  tool(): ToolId;
  /** A brush paints as long as its key is held. */
  isBrush(): boolean;
  /** A shape that waits for further corners. */
  isPending(): boolean;
  begin(sample: Sample): void;
  move(samples: readonly Sample[]): void;
  end(sample: Sample): void;
  finish(): void;
  cancel(): void;
  announce: Announce;
}

export interface KeyboardCursor {
  /** Moves by screen directions: `dx` 1 is right on the screen, whichever way the photo is turned. */
  move(dx: number, dy: number, step: number): void;
  press(key: 'space' | 'enter'): void;
  release(): void;
  /** Closes a shape that waits for further corners. Returns whether there was one. */
  finishPending(): boolean;
  /** Esc: drops what was begun, then hides the cursor. Returns whether there was anything to drop or hide. */
  unwind(): boolean;
  hide(): void;
}

/** Tools whose shape is a drag from here to there: one press begins, the next ends. */
const dragTools: ReadonlySet<ToolId> = new Set(['box', 'ellipse', 'guide']);

const sampleAt = ({ x, y }: Point): Sample => ({ x, y, pressure: 0.5, shift: false, space: false });
const clamp = (value: number, length: number): number => Math.min(length - 0.5, Math.max(0.5, value));

/** @param host the canvas it moves on and the document it draws into. */
export function createKeyboardCursor(host: CursorHost): KeyboardCursor {
  let drawing: 'held' | 'started' | null = null;

  /** The centre of the pixel in the middle of the canvas. */
  const middle = (photo: Size): Point => {
    const { width, height } = host.canvas();
    const at = screenToPhoto(host.view(), { x: width / 2, y: height / 2 });
    return { x: clamp(Math.floor(at.x) + 0.5, photo.width), y: clamp(Math.floor(at.y) + 0.5, photo.height) };
  };
  const sayWhere = (key: 'canvas.cursorAt' | 'canvas.cursorStarted', point: Point): void =>
    host.announce(key, { x: Math.floor(point.x), y: Math.floor(point.y) });
  const finishDrawing = (): void => {
    const cursor = host.cursor();
    if (!drawing || !cursor) return;
    drawing = null;
    host.end(sampleAt(cursor));
  };

  const finishPending = (): boolean => {
    if (drawing || !host.isPending()) return false;
    host.finish();
    return true;
  };

  return {
    finishPending,
    move(dx, dy, step) {
      const photo = host.photo();
      if (!photo) return;
      const before = host.cursor();
      const origin = screenToPhoto({ ...host.view(), scale: 1, offsetX: 0, offsetY: 0 }, { x: dx, y: dy });
      const next = before
        ? {
            x: clamp(before.x + origin.x * step, photo.width),
            y: clamp(before.y + origin.y * step, photo.height),
          }
        : middle(photo);
      host.setCursor(next);
      host.reveal(next);
      if (drawing) host.move([sampleAt(next)]);
      sayWhere('canvas.cursorAt', next);
    },
    press(key) {
      const cursor = host.cursor();
      if (!cursor) return;
      if (drawing === 'started') {
        finishDrawing();
        return;
      }
      if (drawing === 'held') return;
      if (key === 'enter' && finishPending()) return;
      host.begin(sampleAt(cursor));
      if (host.isBrush()) drawing = 'held';
      else if (dragTools.has(host.tool())) {
        drawing = 'started';
        sayWhere('canvas.cursorStarted', cursor);
      } else host.end(sampleAt(cursor));
    },
    release() {
      if (drawing === 'held') finishDrawing();
    },
    unwind() {
      if (drawing) {
        drawing = null;
        host.cancel();
        host.announce('canvas.cursorCancelled');
        return true;
      }
      if (!host.cursor()) return false;
      host.setCursor(null);
      return true;
    },
    hide() {
      finishDrawing();
      if (host.cursor()) host.setCursor(null);
    },
  };
}
