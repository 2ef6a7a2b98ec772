import { unionRects, type Rect } from '@cleanplate/shared/raster/rect.ts';
import type { Change, Document } from './document.ts';
import { initialDisplay, type Display } from './facts.ts';
import { createPlainKernels, type OverlayKernels } from './kernels/overlayKernels.ts';
import { createOverlayPainter, type OverlayPainter, type PlacedMark } from './overlay.ts';
import { drawContent, drawDifference, type PanelContent } from './screenContent.ts';
import { fitRect, initialView, linkedView, wholePhoto, type Size, type View } from './view.ts';
import { createZooming } from './zooming.ts';

export type { PanelContent, PlacedMark };

interface Panel {
  readonly canvas: OffscreenCanvas;
  content: PanelContent;
  size: Size;
}

/** The editor's two canvases and the panels: knows what is stale and paints it once per frame. */
export interface Screen {
  attach(photo: OffscreenCanvas, overlay: OffscreenCanvas, space: PredefinedColorSpace): void;
  resize(width: number, height: number): void;
  attachPanel(id: string, canvas: OffscreenCanvas): void;
  setPanel(id: string, content: PanelContent, size: Size): void;
  detachPanel(id: string): void;
  setPanelView(view: View, size: Size): void;
  /** Colours the overlay with these from now on; until then it does so in TypeScript. */
  useKernels(compiled: OverlayKernels): void;
  setView(view: View): void;
  /** What is shown at the pointer while a brush paints; null for nothing. */
  setMark(mark: PlacedMark | null): void;
  view(): View;
  setDisplay(display: Display): void;
  show(document: Document | null): void;
  changed(change: Change): void;
  /** Everything is stale: what a canvas held is gone. */
  repaint(): void;
  /** Paints what is stale. Returns whether anything was. */
  paint(): boolean;
}

function shownContent({ resultId, mix }: Display): PanelContent {
  if (mix !== null) return { kind: 'mix', choices: mix };
  return resultId === null ? { kind: 'current' } : { kind: 'result', resultId };
}

function clear(context: OffscreenCanvasRenderingContext2D): void {
  context.resetTransform();
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
}

/** @param onStale called when something has to be painted: the moment to ask for a frame. */
export function createScreen(onStale: () => void): Screen {
  let photo: OffscreenCanvasRenderingContext2D | null = null;
  let space: PredefinedColorSpace = 'srgb';
  let kernels = createPlainKernels();
  let overlayPainter: OverlayPainter | null = null;
  let overlayCanvas: OffscreenCanvas | null = null;
  let document: Document | null = null;
  let view: View = initialView;
  let panelView: { view: View; size: Size } | null = null;
  let display: Display = initialDisplay;
  let photoStale = false;
  let overlayStale: Rect | 'all' | null = null;
  let viewStale = false;
  let mark: PlacedMark | null = null;
  let markStale = false;
  let panelsStale = false;
  const panels = new Map<string, Panel>();

  const stale = (change: Change): void => {
    if (change.photo) {
      photoStale = true;
      panelsStale = true;
    }
    if (change.overlay) {
      overlayStale =
        change.overlay === 'all' || overlayStale === 'all'
          ? 'all'
          : overlayStale
            ? unionRects(overlayStale, change.overlay)
            : change.overlay;
    }
    onStale();
  };

  const zooming = createZooming(() => {
    photoStale = true;
    onStale();
  });

  /** A context that was lost comes back empty (faults.md B-13). */
  const repaint = (): void => stale({ photo: true, overlay: 'all' });

  const paintPhoto = (context: OffscreenCanvasRenderingContext2D, shown: Document): void => {
    clear(context);
    const { width, height } = context.canvas;
    const { split, splitDirection, difference } = display;
    const after = shownContent(display);
    const isPassing = zooming.isUnderWay();
    if (display.photoOnly) return drawContent(context, shown, view, { kind: 'photo' }, isPassing);
    if (difference !== null) return drawDifference(context, shown, view, after, difference);
    if (split === null) return drawContent(context, shown, view, after, isPassing);
    const isAcross = splitDirection === 'horizontal';
    const at = Math.round((isAcross ? height : width) * split);
    const halves = isAcross
      ? [
          [0, 0, width, at],
          [0, at, width, height - at],
        ]
      : [
          [0, 0, at, height],
          [at, 0, width - at, height],
        ];
    for (const [half, [x, y, w, h]] of halves.entries()) {
      context.save();
      context.beginPath();
      context.rect(x, y, w, h);
      context.clip();
      drawContent(context, shown, view, half === 0 ? { kind: 'photo' } : after, isPassing);
      context.restore();
    }
  };

  const paintOverlay = (painter: OverlayPainter, shown: Document, dirty: Rect | 'all' | null): void => {
    const hidden =
      display.photoOnly ||
      display.resultId !== null ||
      display.mix !== null ||
      display.split !== null ||
      display.difference !== null;
    if (hidden) {
      painter.clear();
      return;
    }
    const paint = (stale: Rect | 'all' | null): void =>
      painter.paint(view, display, shown.planes.mask, shown.planes.protect, stale);
    try {
      paint(dirty);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      // No memory for the compiled kernels' copy: without them it takes longer, and is painted.
      kernels = createPlainKernels();
      paint('all');
    }
  };

  const paintPanels = (shown: Document): void => {
    for (const panel of panels.values()) {
      if (panel.size.width < 1 || panel.size.height < 1) continue;
      if (panel.canvas.width !== panel.size.width) panel.canvas.width = panel.size.width;
      if (panel.canvas.height !== panel.size.height) panel.canvas.height = panel.size.height;
      const context = panel.canvas.getContext('2d', { colorSpace: space });
      const { isWhole, part } = panel.content;
      const seen = part
        ? fitRect(initialView, part, panel.size, 0)
        : isWhole
          ? wholePhoto(shown.photo, panel.size, view.turns)
          : panelView && linkedView(panelView.view, panelView.size, panel.size);
      if (!context || !seen) continue;
      clear(context);
      drawContent(context, shown, seen, panel.content);
    }
  };

  return {
    attach(photoCanvas, overlay, colorSpace) {
      space = colorSpace;
      photo = photoCanvas.getContext('2d', { alpha: true, colorSpace });
      const context = overlay.getContext('2d');
      overlayPainter = context && createOverlayPainter(context, () => kernels);
      overlayCanvas = overlay;
      repaint();
      for (const canvas of [photoCanvas, overlay]) canvas.addEventListener('contextrestored', repaint);
    },
    resize(width, height) {
      for (const canvas of [photo?.canvas, overlayCanvas]) {
        if (!canvas) continue;
        canvas.width = Math.max(1, width);
        canvas.height = Math.max(1, height);
      }
      stale({ photo: true, overlay: 'all' });
    },
    attachPanel(id, canvas) {
      canvas.addEventListener('contextrestored', repaint);
      panels.set(id, { canvas, content: { kind: 'photo' }, size: { width: 0, height: 0 } });
    },
    setPanel(id, content, size) {
      const panel = panels.get(id);
      if (!panel) return;
      panel.content = content;
      panel.size = size;
      panelsStale = true;
      onStale();
    },
    detachPanel: (id) => void panels.delete(id),
    setPanelView(next, size) {
      panelView = { view: next, size };
      panelsStale = true;
      onStale();
    },
    useKernels(compiled) {
      kernels = compiled;
    },
    setView(next) {
      // The panels have a view of their own; only a turn concerns the one that shows all.
      panelsStale ||= next.turns !== view.turns;
      if (next.scale !== view.scale) zooming.changed();
      view = next;
      if (document) document.view = next;
      photoStale = true;
      viewStale = true;
      onStale();
    },
    setMark(next) {
      if (next === null && mark === null) return;
      mark = next;
      markStale = true;
      onStale();
    },
    view: () => view,
    setDisplay(next) {
      display = next;
      photoStale = true;
      stale({ overlay: 'all' });
    },
    show(next) {
      document = next;
      if (next?.view) view = next.view;
      stale({ photo: true, overlay: 'all' });
    },
    changed: stale,
    repaint,
    paint() {
      const wasStale = photoStale || overlayStale !== null || panelsStale;
      const dirty = overlayStale;
      const repaintOverlay = dirty !== null || viewStale || markStale;
      const repaintPhoto = photoStale;
      const repaintPanels = panelsStale;
      photoStale = false;
      panelsStale = false;
      overlayStale = null;
      viewStale = false;
      markStale = false;
      if (!document) {
        if (repaintPhoto && photo) clear(photo);
        if (repaintOverlay) overlayPainter?.clear();
        return wasStale;
      }
      if (repaintPhoto && photo) paintPhoto(photo, document);
      if (repaintOverlay && overlayPainter) {
        paintOverlay(overlayPainter, document, dirty);
        if (mark) overlayPainter.drawMark(view, mark);
      }
      if (repaintPanels) paintPanels(document);
      return wasStale;
    },
  };
}
