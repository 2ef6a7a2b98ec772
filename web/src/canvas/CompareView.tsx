import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { panBy, zoomAt, type Size } from '../document/view.ts';
import { panelViews } from '../state/panelView.ts';
import { nextZoomStep } from '../state/viewLimits.ts';
import { viewStore } from '../state/viewStore.ts';
import type { PanelContent } from '../workers/documentApi.ts';
import type { DocumentClient } from '../workers/documentClient.ts';
import css from './compare.module.css';
import { PanelCanvas } from './PanelCanvas.tsx';
import type { CanvasKey, CanvasText } from './text.ts';

export interface ComparePanel {
  readonly id: string;
  readonly content: PanelContent;
  readonly label: string;
}

interface CompareViewProps {
  readonly client: DocumentClient;
  readonly text: CanvasText;
  /** The photo and the results, in the order of the grid; results carry their own id. */
  readonly panels: readonly ComparePanel[];
  readonly selectedId: string | null;
  readonly onSelect: (id: string) => void;
}

type Layout = 1 | 2 | 4;
const layouts: readonly Layout[] = [1, 2, 4];
const layoutKeys: Readonly<Record<Layout, CanvasKey>> = {
  1: 'canvas.layout1',
  2: 'canvas.layout2',
  4: 'canvas.layout4',
};

/** The panels of a layout: one shows the chosen one, two the photo beside it, four begin with the first four. */
export function panelsShown(
  panels: readonly ComparePanel[],
  layout: Layout,
  selectedId: string | null,
): readonly ComparePanel[] {
  const chosen = panels.find((panel) => panel.id === selectedId) ?? panels[1] ?? panels[0];
  if (!chosen) return [];
  if (layout === 1) return [chosen];
  const others = panels.filter((panel) => panel.id !== chosen.id);
  if (layout === 2) return others.length > 0 ? [others[0], chosen] : [chosen];
  if (panels.length <= 4) return panels;
  // Four results and the photo are five: the grid shows the results, and holding \ the photo.
  return panels.filter((panel) => panel.content.kind === 'result').slice(0, 4);
}

/** Arrow keys with Alt move the shared view by a fifth of a panel; + and − zoom about its centre. */
function moveByKey(key: string, size: Size): void {
  const { photo } = viewStore.getState();
  if (!photo) return;
  const view = panelViews.seenFrom(size);
  const centre = { x: size.width / 2, y: size.height / 2 };
  const step = Math.min(size.width, size.height) / 5;
  const moved = {
    ArrowLeft: () => panBy(view, step, 0),
    ArrowRight: () => panBy(view, -step, 0),
    ArrowUp: () => panBy(view, 0, step),
    ArrowDown: () => panBy(view, 0, -step),
    '+': () => zoomAt(view, centre, nextZoomStep(view.scale, 1)),
    '=': () => zoomAt(view, centre, nextZoomStep(view.scale, 1)),
    '-': () => zoomAt(view, centre, nextZoomStep(view.scale, -1)),
  }[key];
  if (moved) panelViews.move(photo, moved(), size);
}
const moveKeys = new Set(['ArrowUp', 'ArrowDown', '+', '=', '-']);

/** Photo and results side by side under one view: zoom and pan in one panel move all. Fills its parent. */
export function CompareView({ client, text, panels, selectedId, onSelect }: CompareViewProps) {
  const [layout, setLayout] = useState<Layout>(() => (panels.length > 2 ? 4 : 2));
  const root = useRef<HTMLElement>(null);
  const shown = panelsShown(panels, layout, selectedId);

  useEffect(() => {
    // Keys go to the grid at once; where the focus was is the page's to restore.
    root.current?.focus({ preventScroll: true });
    return () => panelViews.leave();
  }, []);

  const key = (event: KeyboardEvent): void => {
    const isMove = moveKeys.has(event.key) || (event.altKey && event.key.startsWith('Arrow'));
    if (!isMove || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    moveByKey(event.key, panelViews.store.getState().size);
  };
  return (
    <section
      ref={root}
      className={css.compare}
      data-shortcut-scope="compare"
      aria-label={text('canvas.compare')}
      tabIndex={-1}
      onKeyDown={key}
    >
      <div className={css.bar} role="radiogroup" aria-label={text('canvas.layout')}>
        {layouts.map((one) => (
          <label key={one} className={css.layout}>
            <input
              type="radio"
              name="compare-layout"
              checked={layout === one}
              onChange={() => setLayout(one)}
            />
            <span>{text(layoutKeys[one])}</span>
          </label>
        ))}
      </div>
      <div className={css.grid} data-layout={Math.min(layout, shown.length)}>
        {shown.map((panel) => (
          <figure key={panel.id} className={css.cell} data-selected={panel.id === selectedId}>
            <PanelCanvas client={client} panelId={`compare-${panel.id}`} content={panel.content} isMovable />
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
            </figcaption>
          </figure>
        ))}
      </div>
    </section>
  );
}
