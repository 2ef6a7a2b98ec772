/** One view for all panels that show results: what is moved in one moves in all. */
import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { fitPhoto, initialView, linkedView, type Size, type View } from '../document/view.ts';
import { keepInSight, viewOfPart } from './viewLimits.ts';

export interface PanelViewState {
  readonly view: View;
  /** The canvas that `view` is given for, in device pixels; every panel shows the same part of the photo. */
  readonly size: Size;
  /** Panels that can be moved are there: the grid is open. */
  readonly isMovable: boolean;
}

export interface PanelPort {
  setPanelView(view: View, width: number, height: number): void;
}

/** A panel that came into sight or changed its size. */
export interface PanelArrival {
  readonly photo: Size;
  /** What the panels open on; null: the whole photo. */
  readonly part: Rect | null;
  /** Device pixels. */
  readonly size: Size;
  readonly isMovable: boolean;
  /** Names the photo and the removal: when it changes, the panels open anew. */
  readonly subject: string;
}

export interface PanelViews {
  readonly store: StoreApi<PanelViewState>;
  /** Sends the present view to a worker and every change from now on. Returns the way to stop. */
  connect(port: PanelPort): () => void;
  /** Opens on the part when the subject is new, or when panels that can be moved first appear. */
  arrive(arrival: PanelArrival): void;
  /** The last panel that can be moved is gone: the next one opens anew. */
  leave(): void;
  /** Shows the part (or all) again. */
  open(photo: Size, part: Rect | null, size: Size): void;
  /** The shared view as a panel of `size` shows it. */
  seenFrom(size: Size): View;
  /** A panel of `size` was moved: all follow. */
  move(photo: Size, view: View, size: Size): void;
}

/** The panels' shared view and everything that may change it. */
export function createPanelViews(): PanelViews {
  const store = createStore<PanelViewState>(() => ({
    view: initialView,
    size: { width: 1, height: 1 },
    isMovable: false,
  }));
  const ports: PanelPort[] = [];
  let subjectShown: string | null = null;
  const send = ({ view, size }: Pick<PanelViewState, 'view' | 'size'>): void =>
    ports.at(-1)?.setPanelView(view, size.width, size.height);
  const show = (view: View, size: Size): void => {
    store.setState({ view, size });
    send({ view, size });
  };
  const open = (photo: Size, part: Rect | null, size: Size): void =>
    show(part ? viewOfPart(0, part, size, photo) : fitPhoto(initialView, photo, size, 4), size);
  return {
    store,
    connect(port) {
      ports.push(port);
      send(store.getState());
      return () => void ports.splice(ports.indexOf(port), 1);
    },
    arrive({ photo, part, size, isMovable, subject }) {
      const before = store.getState();
      const isNew = subjectShown !== subject || (isMovable && !before.isMovable);
      // While the grid is open its panels say what is seen: a card beside it only follows.
      if (before.isMovable && !isMovable) return;
      if (isNew) open(photo, part, size);
      else if (isMovable && (size.width !== before.size.width || size.height !== before.size.height))
        show(linkedView(before.view, before.size, size), size);
      subjectShown = subject;
      if (isMovable) store.setState({ isMovable });
    },
    leave: () => store.setState({ isMovable: false }),
    open,
    seenFrom(size) {
      const state = store.getState();
      return linkedView(state.view, state.size, size);
    },
    move: (photo, view, size) => show(keepInSight(view, photo, size), size),
  };
}

export const panelViews = createPanelViews();

/** A part of the panels' view in a component. */
export function usePanelView<T>(select: (state: PanelViewState) => T): T {
  return useStore(panelViews.store, select);
}
