/** The view of each photo, what its canvas shows, and where the pointer is. One store per page; small facts only. */
import { unionRects, type Rect } from '@cleanplate/shared/raster/rect.ts';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { initialDisplay, type Display, type DocumentFacts, type OverlayMode } from '../document/facts.ts';
import type { Guide } from '../document/guides.ts';
import {
  fitPhoto,
  initialView,
  panBy,
  photoToScreen,
  recentre,
  turnAt,
  zoomAt,
  type Point,
  type Size,
  type View,
} from '../document/view.ts';
import type { Outline } from '../tools/gesture.ts';
import type { DocumentEvent } from '../workers/documentApi.ts';
import { keepInSight, nextZoomStep, viewOfPart } from './viewLimits.ts';

export interface ViewState {
  readonly documentId: string | null;
  readonly photo: Size | null;
  readonly maskBounds: Rect | null;
  /** The removal whose results are shown. */
  readonly removalId: string | null;
  readonly view: View;
  /** The view is the fitted one and stays so when the canvas changes its size. */
  readonly isFit: boolean;
  /** In device pixels; 0 × 0 before the canvas is laid out. */
  readonly canvas: Size;
  /** Device pixels per CSS pixel. */
  readonly dpr: number;
  readonly display: Display;
  /** Pointer over the canvas, in photo pixels. */
  readonly pointer: Point | null;
  /** Keyboard cursor, in photo pixels; null while it is not shown. */
  readonly cursor: Point | null;
  /** The region being drawn. */
  readonly outline: Outline | null;
  readonly guides: readonly Guide[];
  readonly selectedGuide: number | null;
}

/** Where views and display settings are sent: the document's worker. */
export interface ViewPort {
  sendView(view: View): void;
  setDisplay(display: Display): void;
}

const overlayModes: readonly OverlayMode[] = ['tint', 'outline', 'blackWhite', 'hidden'];

const initialState: ViewState = {
  documentId: null,
  photo: null,
  maskBounds: null,
  removalId: null,
  view: initialView,
  isFit: true,
  canvas: { width: 0, height: 0 },
  dpr: 1,
  display: initialDisplay,
  pointer: null,
  cursor: null,
  outline: null,
  guides: [],
  selectedGuide: null,
};

/** What is worked on: the mask, or the one that the results on the table answer. */
const boundsOf = ({ maskBounds, parts }: DocumentFacts): Rect | null =>
  maskBounds ?? (parts.length > 0 ? parts.reduce(unionRects) : null);

const centreOf = (size: Size): Point => ({ x: size.width / 2, y: size.height / 2 });

export interface Views {
  readonly store: StoreApi<ViewState>;
  /** Sends the present state to a worker and every change from now on. Returns the way to stop. */
  connect(port: ViewPort): () => void;
  receive(event: DocumentEvent): void;
  /** No photo is open. */
  close(): void;
  /** The canvas's size in device pixels: a fitted photo stays fitted, any other keeps what is in the centre. */
  resize(canvas: Size, dpr: number): void;
  setView(view: View): void;
  zoomIn(): void;
  zoomOut(): void;
  /** Zooms about the canvas's centre; 1 is 100 %. */
  zoomTo(scale: number): void;
  actual(): void;
  fit(): void;
  /** Shows the masked area; the whole photo where nothing is masked. */
  zoomToMask(): void;
  /** Brings a photo point to the centre of the canvas. */
  centreOn(point: Point): void;
  /** Turns the view by quarter turns clockwise; a fitted photo stays fitted. */
  turn(quarterTurns: number): void;
  setDisplay(patch: Partial<Display>): void;
  cycleOverlay(): void;
  setPointer(pointer: Point | null): void;
  setCursor(cursor: Point | null): void;
}

/** The store and everything that may change it. */
export function createViews(): Views {
  const store = createStore<ViewState>(() => initialState);
  const remembered = new Map<string, { view: View; isFit: boolean }>();
  let port: ViewPort | null = null;

  const isLaidOut = ({ photo, canvas }: ViewState): boolean => photo !== null && canvas.width > 0;
  const fitted = ({ view, photo, canvas, dpr }: ViewState): View =>
    photo && canvas.width > 0 ? fitPhoto(view, photo, canvas, 24 * dpr) : view;
  const show = (view: View, isFit: boolean, rest: Partial<ViewState> = {}): void => {
    const { photo, canvas } = { ...store.getState(), ...rest };
    const kept = photo && canvas.width > 0 ? keepInSight(view, photo, canvas) : view;
    store.setState({ ...rest, view: kept, isFit });
    port?.sendView(kept);
  };
  const setDisplay = (patch: Partial<Display>): void => {
    const display = { ...store.getState().display, ...patch };
    store.setState({ display });
    port?.setDisplay(display);
  };
  const leave = (): void => {
    const { documentId, view, isFit } = store.getState();
    if (documentId) remembered.set(documentId, { view, isFit });
  };
  const enter = (facts: DocumentFacts): void => {
    leave();
    const before = remembered.get(facts.id) ?? (facts.view ? { view: facts.view, isFit: false } : null);
    const rest = {
      documentId: facts.id,
      photo: { width: facts.width, height: facts.height },
      maskBounds: boundsOf(facts),
      removalId: facts.removalId,
      guides: facts.guides,
      selectedGuide: facts.selectedGuide,
      pointer: null,
      cursor: null,
      outline: null,
    };
    const next = { ...store.getState(), ...rest, view: before?.view ?? initialView };
    const isFit = before?.isFit ?? true;
    show(isFit ? fitted(next) : next.view, isFit, rest);
  };
  const zoomAbout = (scale: number): void => {
    const { view, canvas } = store.getState();
    show(zoomAt(view, centreOf(canvas), scale), false);
  };

  return {
    store,
    connect(next) {
      port = next;
      const { view, display } = store.getState();
      port.setDisplay(display);
      port.sendView(view);
      return () => {
        if (port === next) port = null;
      };
    },
    receive(event) {
      // The brush has none, and says so every frame: not worth a change.
      if (event.event === 'outline' && event.outline !== store.getState().outline)
        store.setState({ outline: event.outline });
      if (event.event !== 'facts') return;
      if (event.facts.id === store.getState().documentId)
        store.setState({
          maskBounds: boundsOf(event.facts),
          removalId: event.facts.removalId,
          guides: event.facts.guides,
          selectedGuide: event.facts.selectedGuide,
        });
      else enter(event.facts);
    },
    close() {
      leave();
      const { canvas, dpr, display } = store.getState();
      store.setState({ ...initialState, canvas, dpr, display });
    },
    resize(canvas, dpr) {
      const before = store.getState();
      const next = { ...before, canvas, dpr };
      if (before.isFit || !isLaidOut(before))
        show(before.isFit ? fitted(next) : before.view, before.isFit, { canvas, dpr });
      else show(recentre(before.view, before.canvas, canvas), false, { canvas, dpr });
    },
    setView: (view) => show(view, false),
    zoomIn: () => zoomAbout(nextZoomStep(store.getState().view.scale, 1)),
    zoomOut: () => zoomAbout(nextZoomStep(store.getState().view.scale, -1)),
    zoomTo: zoomAbout,
    actual: () => zoomAbout(1),
    fit: () => show(fitted(store.getState()), true),
    zoomToMask() {
      const state = store.getState();
      if (!state.maskBounds) show(fitted(state), true);
      else
        show(
          viewOfPart(state.view.turns, state.maskBounds, state.canvas, state.photo ?? state.canvas),
          false,
        );
    },
    centreOn(point) {
      const { view, canvas } = store.getState();
      const at = photoToScreen(view, point);
      show(panBy(view, canvas.width / 2 - at.x, canvas.height / 2 - at.y), false);
    },
    turn(quarterTurns) {
      const state = store.getState();
      const view = turnAt(state.view, centreOf(state.canvas), quarterTurns);
      show(state.isFit ? fitted({ ...state, view }) : view, state.isFit);
    },
    setDisplay,
    cycleOverlay() {
      const at = overlayModes.indexOf(store.getState().display.overlay);
      setDisplay({ overlay: overlayModes[(at + 1) % overlayModes.length] });
    },
    setPointer: (pointer) => store.setState({ pointer }),
    setCursor: (cursor) => store.setState({ cursor }),
  };
}

export const views = createViews();
export const viewStore = views.store;

/** A part of the view's state in a component, which renders again when that part changes. */
export function useView<T>(select: (state: ViewState) => T): T {
  return useStore(viewStore, select);
}
