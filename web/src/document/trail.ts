import type { HistoryLabel, PlaneName } from './facts.ts';
import type { Entry, History } from './history.ts';
import type { RecordingSurface } from './surface.ts';
import type { Tile } from './tiledPlane.ts';

/** A gesture in progress. */
export interface OpenGesture {
  readonly plane: PlaneName;
  readonly label: HistoryLabel;
  /** Tiles as they were before it. */
  readonly saved: ReadonlyMap<number, Tile>;
}

/** What happened to a document, told after it happened. */
export type Happening =
  | { readonly kind: 'begun' | 'ended' }
  /** `amended`: the last entry leads to or from something else now. */
  | { readonly kind: 'pushed' | 'amended'; readonly entry: Entry }
  /** Undone or redone. */
  | { readonly kind: 'stepped' }
  /** Anything at all, also what is no step of the history: results, the view. */
  | { readonly kind: 'changed' };

/** Tells what happens to a document to whoever keeps a record of it. The document does not know who listens. */
export interface Trail {
  readonly gesture: OpenGesture | null;
  watch(watcher: (happening: Happening) => void): void;
  begin(plane: PlaneName, label: HistoryLabel, surface: RecordingSurface): void;
  /** The gesture came to nothing. */
  drop(): void;
  push(entry: Entry): void;
  joinStroke(): boolean;
  joinUnasked(): boolean;
  undo(): boolean;
  redo(): boolean;
  changed(): void;
}

export function createTrail(history: History): Trail {
  const watchers: ((happening: Happening) => void)[] = [];
  const tell = (happening: Happening): void => {
    for (const watcher of watchers) watcher(happening);
  };
  const amended = (entry: Entry | undefined): boolean => {
    if (entry) tell({ kind: 'amended', entry });
    return entry !== undefined;
  };
  const stepped = (entry: Entry | undefined): boolean => {
    if (entry) tell({ kind: 'stepped' });
    return entry !== undefined;
  };
  let gesture: OpenGesture | null = null;
  return {
    get gesture() {
      return gesture;
    },
    watch: (watcher) => void watchers.push(watcher),
    begin(plane, label, { saved }) {
      gesture = { plane, label, saved };
      tell({ kind: 'begun' });
    },
    drop() {
      gesture = null;
      tell({ kind: 'ended' });
    },
    push(entry) {
      gesture = null;
      const standing = history.push(entry);
      tell({ kind: standing === entry ? 'pushed' : 'amended', entry: standing });
    },
    joinStroke: () => amended(history.joinStroke()),
    joinUnasked: () => amended(history.joinUnasked()),
    undo: () => stepped(history.undo()),
    redo: () => stepped(history.redo()),
    changed: () => tell({ kind: 'changed' }),
  };
}
