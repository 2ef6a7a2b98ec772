import { useCallback, useEffect, useId, useLayoutEffect, useRef } from 'react';
import { toolActions, useTool } from '../state/toolStore.ts';
import { useView, views, viewStore, type ViewState } from '../state/viewStore.ts';
import { toolById } from '../tools/index.ts';
import type { Point } from '../document/view.ts';
import type { DocumentClient } from '../workers/documentClient.ts';
import { canvasesOf } from './canvases.ts';
import { observeDeviceSize } from './deviceSize.ts';
import css from './editor.module.css';
import { createEditorInput, type EditorInput } from './editorInput.ts';
import { setKeyboardCursor } from './keyboardCursorInHand.ts';
import { Minimap } from './Minimap.tsx';
import { SplitBar } from './SplitBar.tsx';
import type { StagePainter } from './stagePainter.ts';
import type { Announce, CanvasText } from './text.ts';
import { ToolStage } from './ToolStage.tsx';
import type { WheelSetting } from './wheel.ts';

interface EditorProps {
  readonly client: DocumentClient;
  readonly text: CanvasText;
  readonly announce: Announce;
  /** Two fingers tapped: undo; three: redo. */
  readonly onTap?: (fingers: number) => void;
  /** The right button, or the menu key: a place in CSS pixels of the window. */
  readonly onMenu?: (place: Point) => void;
  readonly wheelSetting?: WheelSetting;
}

/** What the mouse looks like over the canvas. */
function useCursorClass(): string {
  const shape = useTool(({ tool, held }) => (held.space ? 'hand' : toolById(tool).cursor));
  const isKeyboard = useView(({ cursor }) => cursor !== null);
  if (isKeyboard) return css.cross;
  return { brush: css.brush, cross: css.cross, hand: css.hand }[shape];
}

/**
 * The canvas area with all its input: the worker's two canvases, the stage over them, pointers, wheel and keys.
 * Fills its parent. React renders it when the tool changes, never while something is drawn.
 */
export function Editor({ client, text, announce, onTap, onMenu, wheelSetting = 'auto' }: EditorProps) {
  const surface = useRef<HTMLDivElement>(null);
  const input = useRef<EditorInput | null>(null);
  const painter = useRef<StagePainter | null>(null);
  const callbacks = useRef({ announce, onTap, onMenu, wheelSetting });
  const helpId = useId();
  const cursorClass = useCursorClass();
  useLayoutEffect(() => {
    callbacks.current = { announce, onTap, onMenu, wheelSetting };
  });

  useLayoutEffect(() => {
    const element = surface.current;
    if (!element) return undefined;
    const { photo, overlay } = canvasesOf(client);
    for (const canvas of [overlay, photo]) {
      canvas.className = css.picture;
      element.prepend(canvas);
    }
    const disconnect = views.connect({
      sendView: (view) => client.send({ view }),
      setDisplay: (display) => void client.api.setDisplay(display),
    });
    const unobserve = observeDeviceSize(element, ({ width, height }, dpr) => {
      // A hidden canvas has no size; the last one stands until it is shown again.
      if (width < 1 || height < 1) return;
      void client.api.resizeCanvases(width, height);
      views.resize({ width, height }, dpr);
    });
    const bound = createEditorInput(element, client, () => ({
      announce: callbacks.current.announce,
      onTap: (fingers) => callbacks.current.onTap?.(fingers),
      onMenu: (place) => callbacks.current.onMenu?.(place),
      wheelSetting: () => callbacks.current.wheelSetting,
    }));
    bound.setPainter(painter.current);
    input.current = bound;
    const leaveKeyboard = setKeyboardCursor(bound.keyboard);
    return () => {
      leaveKeyboard();
      bound.stop();
      input.current = null;
      unobserve();
      disconnect();
      photo.remove();
      overlay.remove();
    };
  }, [client]);

  const photo = useView((state) => state.photo);
  useEffect(() => {
    if (photo) toolActions.fitPhoto(photo);
  }, [photo]);
  useEffect(() => {
    // The canvas has no element per pixel: tests and scripts find a photo position through these.
    const tell = ({ view, dpr, photo, documentId }: ViewState): void => {
      const element = surface.current;
      if (!element) return;
      element.dataset.view = JSON.stringify({ ...view, dpr });
      element.dataset.document = documentId ?? '';
      element.dataset.photoWidth = String(photo?.width ?? '');
      element.dataset.photoHeight = String(photo?.height ?? '');
    };
    tell(viewStore.getState());
    return viewStore.subscribe((state, before) => {
      // Not for each step of the pointer or of an outline: an attribute written costs a style pass.
      if (state.view !== before.view || state.dpr !== before.dpr || state.photo !== before.photo) tell(state);
    });
  }, []);
  const takePainter = useCallback((next: StagePainter | null) => {
    painter.current = next;
    input.current?.setPainter(next);
  }, []);

  return (
    <div className={css.editor}>
      {/* An application: arrows, Space and Enter are the canvas's own, as its description says. */}
      <div
        ref={surface}
        className={`${css.surface} ${cursorClass}`}
        role="application"
        aria-label={text('app.photoEditor')}
        aria-describedby={helpId}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the canvas is painted on by keyboard
        tabIndex={0}
        data-shortcut-scope="canvas"
      />
      <ToolStage onPainter={takePainter} />
      <SplitBar text={text} />
      <Minimap client={client} text={text} />
      <p id={helpId} className={css.hiddenText}>
        {text('canvas.help')}
      </p>
    </div>
  );
}
