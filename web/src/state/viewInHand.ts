/** Zoom and fit for what is looked at: the grid's panels while they are there, the editor otherwise. */
import { useSyncExternalStore } from 'react';
import { zoomAt, type View } from '../document/view.ts';
import { panelViews, type PanelViews } from './panelView.ts';
import { slowly } from './slowly.ts';
import { nextZoomStep } from './viewLimits.ts';
import { viewStore, views, type Views } from './viewStore.ts';

export type ViewInHand = Pick<Views, 'zoomIn' | 'zoomOut' | 'actual' | 'fit' | 'zoomToMask' | 'turn'>;

export function createViewInHand(editor: Views, panels: PanelViews): ViewInHand {
  const isGrid = (): boolean => panels.store.getState().isMovable;
  const inPanels = (next: (view: View) => number): void => {
    const { photo } = editor.store.getState();
    const { view, size } = panels.store.getState();
    if (photo) panels.move(photo, zoomAt(view, { x: size.width / 2, y: size.height / 2 }, next(view)), size);
  };
  const open = (isWhole: boolean): void => {
    const { photo, maskBounds } = editor.store.getState();
    if (photo) panels.open(photo, isWhole ? null : maskBounds, panels.store.getState().size);
  };
  return {
    zoomIn: () => (isGrid() ? inPanels(({ scale }) => nextZoomStep(scale, 1)) : editor.zoomIn()),
    zoomOut: () => (isGrid() ? inPanels(({ scale }) => nextZoomStep(scale, -1)) : editor.zoomOut()),
    actual: () => (isGrid() ? inPanels(() => 1) : editor.actual()),
    fit: () => (isGrid() ? open(true) : editor.fit()),
    zoomToMask: () => (isGrid() ? open(false) : editor.zoomToMask()),
    // The panels show the photo upright: what is turned there would be judged apart from what is saved.
    turn: (quarterTurns) => (isGrid() ? undefined : editor.turn(quarterTurns)),
  };
}

export const viewInHand = createViewInHand(views, panelViews);

/** While a photo is zoomed, its percentage is written this often: each time is a layout of the page. */
const readoutMs = 100;

const scale = slowly(
  (changed) => {
    const leave = [viewStore.subscribe(changed), panelViews.store.subscribe(changed)];
    return () => leave.forEach((stop) => stop());
  },
  () => {
    const { isMovable, view } = panelViews.store.getState();
    return isMovable ? view.scale : viewStore.getState().view.scale;
  },
  readoutMs,
);

/** The scale of what is looked at, as a readout wants it. */
export const useScaleInHand = (): number => useSyncExternalStore(scale.subscribe, scale.read);
