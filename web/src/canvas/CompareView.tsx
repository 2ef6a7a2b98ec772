import { useEffect, useRef } from 'react';
import { panBy, zoomAt, type View } from '../document/view.ts';
import type { Layout } from '../state/comparing.ts';
import { panelViews } from '../state/panelView.ts';
import { nextZoomStep } from '../state/viewLimits.ts';
import { useView, viewStore } from '../state/viewStore.ts';
import type { PanelContent } from '../workers/documentApi.ts';
import type { DocumentClient } from '../workers/documentClient.ts';
import css from './compare.module.css';
import { panelsShown, type ComparePanel } from './comparePanels.ts';
import { PanelCanvas } from './PanelCanvas.tsx';
import type { CanvasText } from './text.ts';

interface CompareViewProps {
  readonly client: DocumentClient;
  readonly text: CanvasText;
  /** The photo and the results, in the order of the grid; results carry their own id. */
  readonly panels: readonly ComparePanel[];
  readonly layout: Layout;
  readonly selectedId: string | null;
  readonly onSelect: (id: string) => void;
}

const photoContent: PanelContent = { kind: 'photo' };

/** Up and down, and with Alt all arrows, move the shared view by a fifth of a panel; + and − zoom about its centre. */
function moveByKey(event: KeyboardEvent): void {
  const { photo } = viewStore.getState();
  const isSideways = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
  // Sideways arrows alone choose a result.
  if (!photo || event.ctrlKey || event.metaKey || (isSideways && !event.altKey)) return;
  if (event.target instanceof HTMLInputElement) return;
  const { size } = panelViews.store.getState();
  const view = panelViews.seenFrom(size);
  const centre = { x: size.width / 2, y: size.height / 2 };
  const step = Math.min(size.width, size.height) / 5;
  const zoom = (direction: 1 | -1): View => zoomAt(view, centre, nextZoomStep(view.scale, direction));
  const moves: Readonly<Record<string, () => View>> = {
    ArrowLeft: () => panBy(view, step, 0),
    ArrowRight: () => panBy(view, -step, 0),
    ArrowUp: () => panBy(view, 0, step),
    ArrowDown: () => panBy(view, 0, -step),
    '+': () => zoom(1),
    '=': () => zoom(1),
    '-': () => zoom(-1),
  };
  if (!Object.hasOwn(moves, event.key)) return;
  event.preventDefault();
  panelViews.move(photo, moves[event.key](), size);
}

/** Photo and results side by side under one view: zoom and pan in one panel move all. Fills its parent. */
export function CompareView({ client, text, panels, layout, selectedId, onSelect }: CompareViewProps) {
  const root = useRef<HTMLElement>(null);
  const shown = panelsShown(panels, layout, selectedId);
  const isPhotoHeld = useView(({ display }) => display.photoOnly);

  useEffect(() => {
    const element = root.current;
    // Keys go to the grid at once; where the focus was is the page's to restore.
    element?.focus({ preventScroll: true });
    element?.addEventListener('keydown', moveByKey);
    return () => {
      element?.removeEventListener('keydown', moveByKey);
      panelViews.leave();
    };
  }, []);

  return (
    <section
      ref={root}
      className={css.compare}
      data-shortcut-scope="compare"
      aria-label={text('canvas.compare')}
      tabIndex={-1}
    >
      <div className={css.grid} data-layout={Math.min(layout, shown.length)}>
        {shown.map((panel) => (
          <figure key={panel.id} className={css.cell} data-selected={panel.id === selectedId}>
            <PanelCanvas
              client={client}
              panelId={`compare-${panel.id}`}
              content={isPhotoHeld ? photoContent : panel.content}
              isMovable
            />
            <figcaption className={css.caption}>
              {panel.content.kind === 'result' ? (
                <button
                  type="button"
                  aria-pressed={panel.id === selectedId}
                  onClick={() => onSelect(panel.id)}
                >
                  {panel.label}
                </button>
              ) : (
                <span>{panel.label}</span>
              )}
              {panel.detail && <small className={css.detail}>{panel.detail}</small>}
            </figcaption>
          </figure>
        ))}
      </div>
    </section>
  );
}
