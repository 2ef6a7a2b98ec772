import type { HistoryLabel, PlaneName } from './facts.ts';
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
}

export interface Entry {
  readonly label: HistoryLabel;
  readonly steps: readonly Step[];
  /** Entries of one key that follow each other are one: a slider's many values on the way. */
  readonly key?: string;
}

export interface History {
  /** Puts a done entry on the stack and forgets what could have been redone. */
  push(entry: Entry): void;
  /** Undoes the last entry; returns it, or undefined when there is none. */
  undo(): Entry | undefined;
  redo(): Entry | undefined;
  /** The next entry is one of its own, whatever its key. */
  settle(): void;
  /** Makes one entry of an accepted result and the gesture before it; false when the last two are something else. */
  joinStroke(): boolean;
  readonly undoLabel: () => HistoryLabel | null;
  readonly redoLabel: () => HistoryLabel | null;
  readonly bytes: () => number;
  readonly depth: () => number;
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
  const total = () => [...done, ...undone].reduce((sum, entry) => sum + entryBytes(entry), 0);
  // Joined steps may touch the same tiles: undo takes them back from the last to the first.
  const exchange = (entry: Entry, steps: readonly Step[]): Entry => {
    for (const step of steps) step.exchange();
    return entry;
  };
  return {
    push(entry) {
      undone = [];
      // The entry that stands leads back to before the first of its kind: exchanging it undoes them all.
      if (entry.key !== undefined && entry.key === openKey) return;
      openKey = entry.key;
      done.push(entry);
      let bytes = total();
      while (done.length > 1 && bytes > maxBytes) bytes -= entryBytes(done.shift() as Entry);
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
      if (done.at(-1)?.label !== 'accept' || !gestures.has(done[stroke]?.label)) return false;
      const joined = done.splice(stroke);
      done.push({ label: 'removeAtOnce', steps: joined.flatMap(({ steps }) => steps) });
      return true;
    },
    undoLabel: () => done.at(-1)?.label ?? null,
    redoLabel: () => undone.at(-1)?.label ?? null,
    bytes: total,
    depth: () => done.length,
  };
}

const tileCost = (tile: Tile): number => (typeof tile === 'number' ? 8 : tile.byteLength);

/** Exchanges saved tiles with the current ones. */
export function tilesStep(
  plane: TiledPlane,
  saved: Map<number, Tile>,
  changed: (index: number) => void,
): Step {
  return {
    exchange() {
      for (const [index, tile] of saved) {
        saved.set(index, exchangeTile(plane, index, tile));
        changed(index);
      }
    },
    bytes: () => [...saved.values()].reduce((sum: number, tile) => sum + tileCost(tile), 0),
  };
}

/** Inverting is its own inverse: it costs no bytes. */
export function invertStep(plane: TiledPlane, changedAll: () => void): Step {
  return {
    exchange() {
      invertPlane(plane);
      changedAll();
    },
    bytes: () => 0,
  };
}

/**
 * A value that takes turns with another one. Both must never be changed themselves.
 * @param bytes what the value that waits holds beyond the present one
 */
export function swapStep<T>(other: T, exchange: (next: T) => T, bytes: (waiting: T) => number): Step {
  let waiting = other;
  return {
    exchange() {
      waiting = exchange(waiting);
    },
    bytes: () => bytes(waiting),
  };
}

export type { PlaneName };
