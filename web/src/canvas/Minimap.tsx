import { useEffect, useLayoutEffect, useRef, useState, type PointerEvent } from 'react';
import { showsAll } from '../state/viewLimits.ts';
import { useView, views, viewStore, type ViewState } from '../state/viewStore.ts';
import type { DocumentClient } from '../workers/documentClient.ts';
import css from './editor.module.css';
import { minimapFrame, minimapSize, photoAtMinimap } from './minimapFrame.ts';
import { PanelCanvas } from './PanelCanvas.tsx';
import type { CanvasText } from './text.ts';

interface MinimapProps {
  readonly client: DocumentClient;
  readonly text: CanvasText;
}

/** While the photo is zoomed the frame takes another size this often. */
const sizeMs = 80;

/** Made in the middle of a zoom, the minimap would cost it two or three frames: it comes and goes when the view rests. */
const restMs = 120;

const isNeeded = ({ photo, view, canvas, display }: ViewState): boolean =>
  photo !== null && display.split === null && canvas.width > 0 && !showsAll(view, photo, canvas);

function useIsNeeded(): boolean {
  const [shown, setShown] = useState(() => isNeeded(viewStore.getState()));
  useEffect(() => {
    let resting: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => setShown(isNeeded(viewStore.getState()));
    look();
    const leave = viewStore.subscribe((state, before) => {
      const isSame = state.photo === before.photo && state.canvas === before.canvas;
      const isMoved = isSame && state.view !== before.view;
      if (!isMoved && isNeeded(state) === isNeeded(before)) return;
      clearTimeout(resting);
      if (isMoved) resting = setTimeout(look, restMs);
      else look();
    });
    return () => {
      clearTimeout(resting);
      leave();
    };
  }, []);
  return shown;
}

/** All of the photo, small, while the canvas shows only a part of it. */
export function Minimap({ client, text }: MinimapProps) {
  return useIsNeeded() ? <MinimapBody client={client} text={text} /> : null;
}

/** Not for keys: the keyboard cursor brings its place into sight by itself. */
function MinimapBody({ client, text }: MinimapProps) {
  const frame = useRef<HTMLDivElement>(null);
  const photo = useView((state) => state.photo);
  const turns = useView(({ view }) => view.turns);
  const resultId = useView(({ display }) => display.resultId);

  useLayoutEffect(() => {
    const place = (): void => {
      const state = viewStore.getState();
      if (!frame.current || !state.photo) return;
      const size = minimapSize(state.photo, state.view.turns);
      const { x, y, width, height } = minimapFrame(state.view, state.photo, state.canvas, size);
      const { style } = frame.current;
      style.transform = `translate(${x}px, ${y}px)`;
      style.width = `${width}px`;
      style.height = `${height}px`;
    };
    // Hidden while a button is down: what is moved unseen costs a frame of the page all the same.
    const move = (): void => {
      if (frame.current?.checkVisibility({ visibilityProperty: true })) place();
    };
    let sizing: ReturnType<typeof setTimeout> | undefined;
    const resize = (): void => {
      sizing = undefined;
      place();
    };
    place();
    const leave = viewStore.subscribe((state, before) => {
      if (state.view === before.view && state.canvas === before.canvas) return;
      // Moved, the compositor does it; another size is a layout and a painting of the page, in each frame of a zoom.
      if (state.view.scale === before.view.scale) move();
      else sizing ??= setTimeout(resize, sizeMs);
    });
    const releases = ['pointerup', 'pointercancel'] as const;
    for (const release of releases) window.addEventListener(release, place);
    return () => {
      clearTimeout(sizing);
      for (const release of releases) window.removeEventListener(release, place);
      leave();
    };
  }, []);

  if (!photo) return null;
  const size = minimapSize(photo, turns);
  const go = (event: PointerEvent<HTMLDivElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = { x: event.clientX - box.left, y: event.clientY - box.top };
    views.centreOn(photoAtMinimap(at, photo, size, turns));
  };
  return (
    <div
      className={css.minimap}
      style={size}
      title={text('canvas.minimap')}
      aria-hidden="true"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) go(event);
      }}
    >
      <PanelCanvas
        client={client}
        panelId="minimap"
        content={
          resultId === null ? { kind: 'current', isWhole: true } : { kind: 'result', resultId, isWhole: true }
        }
      />
      <div ref={frame} className={css.minimapFrame} />
    </div>
  );
}
