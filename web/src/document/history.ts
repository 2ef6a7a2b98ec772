import type { HistoryLabel, PlaneName } from './facts.ts';
import { packedBytes, packTile, unpackTile } from './packedTile.ts';
import type { StepContent } from './past.ts';
import { exchangeTile, invertPlane, type Tile, type TiledPlane } from './tiledPlane.ts';

/** Undo is bounded in bytes, not in steps (design.md): 256 MB. */
export const maxHistoryBytes = 256 * 1024 * 1024;

/**
 * One exchangeable piece of a history entry. Exchanging it twice changes nothing, so undo and redo are one function.
 * `exchange` also says which tiles changed, for repainting.
 */
export interface Step {
  exchange(): void;
  readonly bytes: () => number;
  /** What waits to be exchanged, as data; to be read at once. */
  readonly content: () => StepContent;
}

export interface Entry {
  readonly label: HistoryLabel;
  readonly steps: readonly Step[];
  /** Entries of one key that follow each other are one: a slider's many values on the way. */
  readonly key?: string;
}

export interface History {
  /** Puts a done entry on the stack and forgets what could have been redone; returns the one that stands for it. */
  push(entry: Entry): Entry;
  /** Undoes the last entry; returns it, or undefined when there is none. */
  undo(): Entry | undefined;
  redo(): Entry | undefined;
  /** The next entry is one of its own, whatever its key. */
  settle(): void;
  /** Makes one entry of an accepted result and the gesture before it; undefined when the last two are something else. */
  joinStroke(): Entry | undefined;
  /** Makes the last entry, which came by itself, a part of the one that led to it; undefined where it is the first. */
  joinUnasked(): Entry | undefined;
  readonly undoLabel: () => HistoryLabel | null;
  readonly redoLabel: () => HistoryLabel | null;
  readonly bytes: () => number;
  readonly depth: () => number;
  /** Oldest first; `undone` in the order of redo. */
  readonly entries: () => { readonly done: readonly Entry[]; readonly undone: readonly Entry[] };
  /** How many entries were forgotten since the beginning. */
  readonly forgotten: () => number;
  /** Takes the place of an empty history: all of `entries` are done, then so many undone. */
  restore(entries: readonly Entry[], forgotten: number, undone: number): void;
}

const entryBytes = (entry: Entry): number => entry.steps.reduce((sum, step) => sum + step.bytes(), 0);

const gestures: ReadonlySet<HistoryLabel | undefined> = new Set<HistoryLabel>([
  'box',
  'ellipse',
  'brush',
  'lasso',
  'wand',
  'object',
]);

/** A history that forgets its oldest entries once they hold more than `maxBytes`; the newest always stays. */
export function createHistory(maxBytes = maxHistoryBytes): History {
  let done: Entry[] = [];
  let undone: Entry[] = [];
  let openKey: string | undefined;
  let forgotten = 0;
  const total = () => [...done, ...undone].reduce((sum, entry) => sum + entryBytes(entry), 0);
  // Joined steps may touch the same tiles: undo takes them back from the last to the first.
  const exchange = (entry: Entry, steps: readonly Step[]): Entry => {
    for (const step of steps) step.exchange();
    return entry;
  };
  const history: History = {
    push(entry) {
      undone = [];
      // The entry that stands leads back to before the first of its kind: exchanging it undoes them all.
      const last = done.at(-1);
      if (last && entry.key !== undefined && entry.key === openKey) return last;
      openKey = entry.key;
      done.push(entry);
      let bytes = total();
      while (done.length > 1 && bytes > maxBytes) {
        bytes -= entryBytes(done.shift() as Entry);
        forgotten++;
      }
      return entry;
    },
    undo() {
      openKey = undefined;
      const entry = done.pop();
      if (!entry) return undefined;
      undone.push(exchange(entry, entry.steps.toReversed()));
      return entry;
    },
    redo() {
      openKey = undefined;
      const entry = undone.pop();
      if (!entry) return undefined;
      done.push(exchange(entry, entry.steps));
      return entry;
    },
    settle() {
      openKey = undefined;
    },
    joinStroke() {
      // The product may have been protected between the two.
      const stroke = done.findLastIndex(({ label }, at) => at < done.length - 1 && label !== 'protect');
      if (done.at(-1)?.label !== 'accept' || !gestures.has(done[stroke]?.label)) return undefined;
      const joined = done.splice(stroke);
      const entry: Entry = { label: 'removeAtOnce', steps: joined.flatMap(({ steps }) => steps) };
      done.push(entry);
      return entry;
    },
    joinUnasked() {
      if (done.length < 2) return undefined;
      const [asked, unasked] = done.splice(-2);
      const entry: Entry = { label: asked.label, steps: [...asked.steps, ...unasked.steps] };
      done.push(entry);
      return entry;
    },
    undoLabel: () => done.at(-1)?.label ?? null,
    redoLabel: () => undone.at(-1)?.label ?? null,
    bytes: total,
    depth: () => done.length,
    entries: () => ({ done, undone: undone.toReversed() }),
    forgotten: () => forgotten,
    restore(entries, forgottenBefore, undoneCount) {
      done = [...entries];
      forgotten = forgottenBefore;
      for (let i = 0; i < undoneCount; i++) history.undo();
    },
  };
  return history;
}

/** Exchanges saved tiles with the current ones; those that wait are packed. `saved` itself stays as it is. */
export function tilesStep(
  plane: TiledPlane,
  saved: ReadonlyMap<number, Tile>,
  changed: (index: number) => void,
  name: PlaneName = 'mask',
): Step {
  const waiting = new Map([...saved].map(([index, tile]) => [index, packTile(tile)]));
  return {
    exchange() {
      for (const [index, tile] of waiting) {
        waiting.set(index, packTile(exchangeTile(plane, index, unpackTile(tile))));
        changed(index);
      }
    },
    bytes: () => [...waiting.values()].reduce((sum: number, tile) => sum + packedBytes(tile), 0),
    content: () => ({
      kind: 'tiles',
      plane: name,
      tiles: new Map([...waiting].map(([index, tile]) => [index, unpackTile(tile)])),
    }),
  };
}

/** Inverting is its own inverse: it costs no bytes. */
export function invertStep(plane: TiledPlane, changedAll: () => void, name: PlaneName = 'mask'): Step {
  return {
    exchange() {
      invertPlane(plane);
      changedAll();
    },
    bytes: () => 0,
    content: () => ({ kind: 'invert', plane: name }),
  };
}

/**
 * A value that takes turns with another one. Both must never be changed themselves.
 * @param bytes what the value that waits holds beyond the present one
 */
export function swapStep<T>(
  other: T,
  exchange: (next: T) => T,
  bytes: (waiting: T) => number,
  content: (waiting: T) => StepContent,
): Step {
  let waiting = other;
  return {
    exchange() {
      waiting = exchange(waiting);
    },
    bytes: () => bytes(waiting),
    content: () => content(waiting),
  };
}

export type { PlaneName };
