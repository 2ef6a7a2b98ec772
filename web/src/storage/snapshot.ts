/** A document as records: what one entry, one step of undo, what stands beside the history, or all of it looks like. */
import type { Document } from '../document/document.ts';
import type { PlaneName } from '../document/facts.ts';
import type { Entry } from '../document/history.ts';
import { planeNames, type Standing, type StepContent, type Table } from '../document/past.ts';
import type { Tile, TiledPlane } from '../document/tiledPlane.ts';
import { packPlain, type ArrayNames, type ByteArray } from './plainData.ts';
import { encodeRecord } from './record.ts';
import { packTiles } from './tileDelta.ts';

export type StepHeader =
  /** `bytes` of packed tiles, behind those of the steps before. */
  | { readonly kind: 'tiles'; readonly plane: PlaneName; readonly bytes: number }
  | { readonly kind: 'invert'; readonly plane: PlaneName }
  /** Plain data as JSON. */
  | { readonly kind: 'table'; readonly table: string; readonly shown: string | null };

export type RecordHeader =
  /** Planes and table before the oldest entry; `depth` entries lie behind it. */
  | {
      readonly kind: 'base';
      readonly depth: number;
      readonly mask: number;
      readonly protect: number;
      readonly table: string;
    }
  /** Done on top of `depth` others; those above it are gone. */
  | {
      readonly kind: 'entry';
      readonly depth: number;
      readonly label: string;
      readonly steps: readonly StepHeader[];
    }
  /** Undo or redo: so many are done now. */
  | { readonly kind: 'depth'; readonly depth: number }
  /** Results and all else that undo does not lead through; plain data as JSON. */
  | { readonly kind: 'standing'; readonly depth: number; readonly standing: string }
  /** Tiles of the open stroke that changed since the piece before. */
  | { readonly kind: 'draft'; readonly depth: number; readonly label: string; readonly plane: PlaneName };

export type Frame = Uint8Array<ArrayBuffer>;
type Planes = Readonly<Record<PlaneName, TiledPlane>>;

/** Records, and the arrays of pixels that they name. */
export interface Recorded {
  readonly frames: readonly Frame[];
  readonly arrays: ReadonlyMap<string, ByteArray>;
}

export const planesOf = ({ planes }: Document): Planes => ({
  mask: planes.mask.plane,
  protect: planes.protect.plane,
});

const tableOf = ({ patches, rounds, guides }: Document): Table => ({
  patches,
  shownId: rounds.shown()?.id ?? null,
  guides: guides.all(),
});

/** How many entries are done, those included that were forgotten. */
export const depthOf = ({ history }: Document): number => history.forgotten() + history.entries().done.length;

const frame = (header: RecordHeader, body: readonly Frame[] = []): Frame => encodeRecord(header, body);

/** What one entry left behind, packed; kept with the entry, because writing everything anew needs it again. */
interface PackedEntry {
  readonly steps: readonly StepHeader[];
  readonly body: readonly Frame[];
  readonly arrays: ReadonlyMap<string, ByteArray>;
}

export interface Recorder {
  /** The entry that was just done, or just amended. */
  entry(entry: Entry): Recorded;
  depth(): Recorded;
  standing(): Recorded;
  /** What is seen, without the way to it. */
  present(): Recorded;
  /** Everything: base, entries, how many of them are done, and what stands beside them. */
  all(): Recorded;
}

/** Planes and table as they were, one entry further back with every step; nothing is copied, nothing in the document moves. */
function createRewind(planes: Planes, present: Table) {
  const overlay = { mask: new Map<number, Tile>(), protect: new Map<number, Tile>() };
  const isInverted = { mask: false, protect: false };
  let table = present;
  const inverted = (tile: Tile): Tile =>
    typeof tile === 'number' ? (tile === 0 ? 255 : 0) : tile.map((value) => 255 - value);
  const tileAt = (plane: PlaneName, index: number): Tile => {
    const known = overlay[plane].get(index);
    if (known !== undefined) return known;
    const tile = planes[plane].tiles[index];
    return isInverted[plane] ? inverted(tile) : tile;
  };
  const rewind = {
    tileAt,
    table: () => table,
    /** What a done step left behind, seen from where the rewinding stands. */
    after(before: StepContent): StepContent {
      if (before.kind === 'invert') return before;
      if (before.kind === 'table') return { kind: 'table', table, shownBefore: before.table.shownId };
      const { plane, tiles } = before;
      return { ...before, tiles: new Map([...tiles.keys()].map((index) => [index, tileAt(plane, index)])) };
    },
    /** What each step of a done entry left behind; the rewinding then stands before them. */
    entry(entry: Entry): StepContent[] {
      const contents: StepContent[] = [];
      // From the last to the first: joined steps may touch the same tiles.
      for (const step of entry.steps.toReversed()) {
        const before = step.content();
        contents.unshift(rewind.after(before));
        rewind.back(before);
      }
      return contents;
    },
    back(before: StepContent): void {
      if (before.kind === 'table') table = before.table;
      else if (before.kind === 'tiles')
        for (const [index, tile] of before.tiles) overlay[before.plane].set(index, tile);
      else {
        isInverted[before.plane] = !isInverted[before.plane];
        const tiles = overlay[before.plane];
        for (const [index, tile] of tiles) tiles.set(index, inverted(tile));
      }
    },
  };
  return rewind;
}

const noArrays: ReadonlyMap<string, ByteArray> = new Map();

/** Writes a document's records; remembers what it has packed. */
export function createRecorder(document: Document, names: ArrayNames): Recorder {
  const packed = new WeakMap<Entry, PackedEntry>();
  const planes = planesOf(document);

  function packSteps(contents: readonly StepContent[]): PackedEntry {
    const body: Frame[] = [];
    const arrays = new Map<string, ByteArray>();
    const steps = contents.map((content): StepHeader => {
      if (content.kind === 'invert') return content;
      if (content.kind === 'table') {
        const table = packPlain(content.table, names);
        for (const [name, array] of table.arrays) arrays.set(name, array);
        return { kind: 'table', table: table.json, shown: content.shownBefore };
      }
      const tiles = packTiles(content.tiles);
      body.push(tiles);
      return { kind: 'tiles', plane: content.plane, bytes: tiles.length };
    });
    return { steps, body, arrays };
  }
  const keep = (entry: Entry, contents: () => readonly StepContent[]): PackedEntry => {
    const known = packed.get(entry) ?? packSteps(contents());
    packed.set(entry, known);
    return known;
  };
  const entryFrame = ({ label }: Entry, { steps, body }: PackedEntry, depth: number): Frame =>
    frame({ kind: 'entry', depth, label, steps }, body);

  function standing(): Recorded {
    const { rounds, ...rest }: Standing = document.standing();
    // A preview is replaced in a moment; the result itself is kept.
    const finished = rounds.map((removal) => ({
      ...removal,
      results: removal.results.filter(({ preview }) => !preview),
    }));
    const kept = { ...rest, rounds: finished.filter(({ results }) => results.length > 0) };
    const { json, arrays } = packPlain(kept, names);
    return { frames: [frame({ kind: 'standing', depth: depthOf(document), standing: json })], arrays };
  }

  return {
    entry(entry) {
      packed.delete(entry);
      const kept = keep(entry, () => createRewind(planes, tableOf(document)).entry(entry));
      return { frames: [entryFrame(entry, kept, depthOf(document) - 1)], arrays: kept.arrays };
    },
    depth: () => ({ frames: [frame({ kind: 'depth', depth: depthOf(document) })], arrays: noArrays }),
    standing,
    present() {
      const [mask, protect] = planeNames.map((name) =>
        packTiles([...planes[name].tiles.entries()].filter(([, tile]) => tile !== 0)),
      );
      const table = packPlain(tableOf(document), names);
      const beside = standing();
      const base = frame(
        { kind: 'base', depth: 0, mask: mask.length, protect: protect.length, table: table.json },
        [mask, protect],
      );
      return { frames: [base, ...beside.frames], arrays: new Map([...table.arrays, ...beside.arrays]) };
    },
    all() {
      const { done, undone } = document.history.entries();
      const forgotten = document.history.forgotten();
      const rewind = createRewind(planes, tableOf(document));
      const arrays = new Map<string, ByteArray>();
      const take = ({ arrays: more }: { readonly arrays: ReadonlyMap<string, ByteArray> }): void => {
        for (const [name, array] of more) arrays.set(name, array);
      };
      const written = (entry: Entry, kept: PackedEntry, depth: number): Frame => {
        take(kept);
        return entryFrame(entry, kept, depth);
      };
      const behind: Frame[] = [];
      for (let at = done.length - 1; at >= 0; at--) {
        const contents = rewind.entry(done[at]);
        behind.push(
          written(
            done[at],
            keep(done[at], () => contents),
            forgotten + at,
          ),
        );
      }
      const [mask, protect] = planeNames.map((name) =>
        packTiles(
          planes[name].tiles
            .map((_, index) => [index, rewind.tileAt(name, index)] as const)
            .filter(([, tile]) => tile !== 0),
        ),
      );
      const table = packPlain(rewind.table(), names);
      take(table);
      const base = frame(
        { kind: 'base', depth: forgotten, mask: mask.length, protect: protect.length, table: table.json },
        [mask, protect],
      );
      // An undone step holds what redo brings back.
      const ahead = undone.map((entry, at) =>
        written(
          entry,
          keep(entry, () => entry.steps.map((step) => step.content())),
          forgotten + done.length + at,
        ),
      );
      const beside = standing();
      take(beside);
      const depth = frame({ kind: 'depth', depth: depthOf(document) });
      return { frames: [base, ...behind.toReversed(), ...ahead, depth, ...beside.frames], arrays };
    },
  };
}
