/** Everything that the editor's canvas listens to, tied to one client of the document's worker. */
import { panBy, photoToScreen, screenToPhoto, type Point } from '../document/view.ts';
import { settingsOf, toolActions, toolStore } from '../state/toolStore.ts';
import { views, viewStore } from '../state/viewStore.ts';
import type { DocumentClient } from '../workers/documentClient.ts';
import { bindPointer } from './bindPointer.ts';
import { brushMark, canDraw, createGestureSession, holdsBrush } from './gestureSession.ts';
import { createKeyboardCursor, type KeyboardCursor } from './keyboardCursor.ts';
import { createPointerInput } from './pointerInput.ts';
import { createRingHandover } from './ringHandover.ts';
import type { StagePainter } from './stagePainter.ts';
import type { Announce } from './text.ts';
import { onUnwind } from './unwind.ts';
import type { WheelSetting } from './wheel.ts';

export interface EditorCallbacks {
  announce: Announce;
  /** Two or three fingers tapped: undo, redo. */
  onTap(fingers: number): void;
  onMenu(place: Point): void;
  wheelSetting(): WheelSetting;
}

export interface EditorInput {
  readonly keyboard: KeyboardCursor;
  /** What the stage is told about the pointer; null while there is no stage. */
  setPainter(painter: StagePainter | null): void;
  stop(): void;
}

/** Keeps a photo point at least this far (device px) from the canvas's edge. */
const revealMargin = 48;

function reveal(point: Point): void {
  const { view, canvas } = viewStore.getState();
  const at = photoToScreen(view, point);
  const into = (position: number, length: number): number => {
    const margin = Math.min(revealMargin, length / 2);
    return Math.min(length - margin, Math.max(margin, position)) - position;
  };
  const dx = into(at.x, canvas.width);
  const dy = into(at.y, canvas.height);
  if (dx !== 0 || dy !== 0) views.setView(panBy(view, dx, dy));
}

/** Binds the canvas's element. `callbacks` are asked anew at every event. */
export function createEditorInput(
  element: HTMLElement,
  client: DocumentClient,
  callbacks: () => EditorCallbacks,
): EditorInput {
  const gestures = createGestureSession((message) => client.send(message));
  let painter: StagePainter | null = null;

  const input = createPointerInput({
    ...gestures,
    view: () => viewStore.getState().view,
    setView: views.setView,
    canDraw: () => viewStore.getState().photo !== null && canDraw(),
    isSpaceHeld: () => toolStore.getState().held.space,
    dpr: () => viewStore.getState().dpr,
    begin: (sample, withEraser, type) => {
      const mark = type === 'touch' ? null : brushMark(viewStore.getState().dpr, withEraser);
      gestures.begin(sample, mark, withEraser);
    },
    end(sample) {
      gestures.end(sample);
      ring.painted();
    },
    cancel() {
      gestures.cancel();
      ring.painted();
    },
    brushSize: () => settingsOf(toolStore.getState()).size,
    setBrushSize: (size) => toolActions.set('size', size),
    tap: (fingers) => callbacks().onTap(fingers),
  });
  /** A shape is on the canvas though no pointer is down: it waits for its next corner. */
  const isPending = (): boolean => viewStore.getState().outline !== null && input.activity() !== 'draw';
  const keyboard = createKeyboardCursor({
    ...gestures,
    photo: () => viewStore.getState().photo,
    canvas: () => viewStore.getState().canvas,
    view: () => viewStore.getState().view,
    cursor: () => viewStore.getState().cursor,
    setCursor: views.setCursor,
    reveal,
    tool: () => toolStore.getState().tool,
    isBrush: holdsBrush,
    isPending,
    begin: (sample) => gestures.begin(sample, null),
    announce: (key, params) => callbacks().announce(key, params),
  });
  const isPainting = (): boolean => input.activity() === 'draw' && holdsBrush();
  const ring = createRingHandover({
    show: (at) => painter?.setPointer(at),
    send: (mark) => client.send({ mark }),
    mark: () => brushMark(viewStore.getState().dpr),
    photoPoint: ({ x, y }) => {
      const { view, dpr } = viewStore.getState();
      return screenToPhoto(view, { x: x * dpr, y: y * dpr });
    },
    isPainting,
  });
  const unbind = bindPointer(element, {
    input,
    views,
    canvas: () => viewStore.getState().canvas,
    wheelSetting: () => callbacks().wheelSetting(),
    onMenu: (place) => callbacks().onMenu(place),
    resizeBrush: toolActions.resize,
    onHover: (point) => ring.hover(point),
    onZoom: () => ring.zoomed(),
    onDown: () => keyboard.hide(),
    // The hand that moves the photo stays on the same spot of it.
    isReadoutLive: () => !isPainting() && input.activity() !== 'pan',
  });
  const leaveUnwind = onUnwind(() => {
    if (input.abort() || keyboard.unwind()) return true;
    if (!isPending()) return false;
    gestures.cancel();
    return true;
  });

  return {
    keyboard,
    setPainter: (next) => void (painter = next),
    stop() {
      leaveUnwind();
      unbind();
      ring.stop();
      input.blur();
    },
  };
}
