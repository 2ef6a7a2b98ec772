/** Records back to what a document is built from. The last good prefix counts; nothing here throws for damage. */
import type { HistoryLabel, PlaneName } from '../document/facts.ts';
import {
  emptyTable,
  planeNames,
  type Past,
  type PastEntry,
  type Standing,
  type StepContent,
} from '../document/past.ts';
import { tileSize, type Tile } from '../document/tiledPlane.ts';
import type { PlainReader } from './plainReader.ts';
import { DamagedRecord, decodeRecord, NewerRecord, type Framed } from './record.ts';
import type { RecordHeader, StepHeader } from './snapshot.ts';
import { unpackTiles } from './tileDelta.ts';

/** Where reading stopped, when it did not reach the end. */
export type ReplayEnd = 'whole' | 'damaged' | 'newer';

export interface Replayed {
  readonly past: Past;
  readonly standing: Standing | null;
  readonly end: ReplayEnd;
  /** The last entry is a stroke that was never finished. */
  readonly hasDraft: boolean;
}

type Entry = Extract<RecordHeader, { kind: 'entry' }>;

const countTiles = (width: number, height: number): number =>
  Math.ceil(width / tileSize) * Math.ceil(height / tileSize);

const isPlane = (name: unknown): name is PlaneName => planeNames.includes(name as PlaneName);
const isLabel = (label: unknown): label is HistoryLabel =>
  typeof label === 'string' && /^[a-z]{1,24}$/i.test(label);
const isDepth = (depth: unknown): depth is number => Number.isInteger(depth) && (depth as number) >= 0;

/** Decodes records in order until one is not good; says why it stopped. */
function* goodRecords(frames: Iterable<Uint8Array>): Generator<Framed, ReplayEnd> {
  for (const bytes of frames) {
    try {
      yield decodeRecord(bytes);
    } catch (error) {
      return error instanceof NewerRecord ? 'newer' : 'damaged';
    }
  }
  return 'whole';
}

/** What the log says, as far as it is good. */
function createLog(tileCount: number, plain: PlainReader) {
  let base: Past['base'] = { mask: new Map(), protect: new Map(), table: emptyTable };
  let first = 0;
  let depth = 0;
  let standing: Standing | null = null;
  const entries: { readonly header: Entry; readonly body: Uint8Array }[] = [];

  const stepOf = (step: StepHeader, body: Uint8Array): StepContent => {
    if (step.kind === 'table')
      return { kind: 'table', table: plain.table(step.table), shownBefore: step.shown ?? null };
    if (!isPlane(step.plane)) throw new DamagedRecord('a step on no plane');
    if (step.kind === 'invert') return { kind: 'invert', plane: step.plane };
    return { kind: 'tiles', plane: step.plane, tiles: unpackTiles(body, tileCount) };
  };

  return {
    depth: () => depth,
    /** Throws for a record that does not follow from those before. */
    take({ header, body }: Framed): void {
      const record = header as RecordHeader;
      if (!isDepth(record.depth)) throw new DamagedRecord('a record without its depth');
      if (record.kind === 'base') {
        const { mask, protect, table } = record;
        base = {
          mask: unpackTiles(body.subarray(0, mask), tileCount),
          protect: unpackTiles(body.subarray(mask, mask + protect), tileCount),
          table: plain.table(table),
        };
        first = record.depth;
        depth = record.depth;
        entries.length = 0;
      } else if (record.kind === 'entry') {
        const at = record.depth - first;
        if (at < 0 || at > entries.length || !isLabel(record.label))
          throw new DamagedRecord(`an entry at ${at} of ${entries.length}`);
        entries.length = at;
        entries.push({ header: record, body });
        depth = record.depth + 1;
      } else if (record.kind === 'depth') {
        if (record.depth < first || record.depth > first + entries.length)
          throw new DamagedRecord(`${record.depth} of ${first + entries.length} done`);
        depth = record.depth;
      } else if (record.kind === 'standing') standing = plain.standing(record.standing);
    },
    /** Unpacks what is alive; what was undone and painted over is never unpacked. */
    finish(): { past: Past; standing: Standing | null; isDamaged: boolean } {
      const done: PastEntry[] = [];
      let isDamaged = false;
      try {
        for (const { header, body } of entries) {
          let at = 0;
          const steps = header.steps.map((step) => {
            const from = at;
            if (step.kind === 'tiles') at += step.bytes;
            return stepOf(step, body.subarray(from, at));
          });
          done.push({ label: header.label as HistoryLabel, steps });
        }
      } catch {
        isDamaged = true;
      }
      const undone = Math.max(0, done.length - (depth - first));
      return { past: { base, entries: done, undone, forgotten: first }, standing, isDamaged };
    },
  };
}

/** The stroke that was being painted: its pieces, one over the other, are one entry. */
function readDraft(drafts: Iterable<Uint8Array>, depth: number, tileCount: number): PastEntry | null {
  const tiles = new Map<number, Tile>();
  let label: HistoryLabel | null = null;
  let plane: PlaneName = 'mask';
  for (const { header, body } of goodRecords(drafts)) {
    const draft = header as RecordHeader;
    if (draft.kind !== 'draft' || draft.depth !== depth || !isLabel(draft.label) || !isPlane(draft.plane))
      continue;
    try {
      for (const [index, tile] of unpackTiles(body, tileCount)) tiles.set(index, tile);
    } catch {
      break;
    }
    label = draft.label;
    plane = draft.plane;
  }
  return label && tiles.size > 0 ? { label, steps: [{ kind: 'tiles', plane, tiles }] } : null;
}

/**
 * @param frames the log, oldest first
 * @param drafts the pieces of a stroke that was never finished
 * @param plain reads patches and results
 */
export function replay(
  frames: Iterable<Uint8Array>,
  drafts: Iterable<Uint8Array>,
  size: { readonly width: number; readonly height: number },
  plain: PlainReader,
): Replayed {
  const tileCount = countTiles(size.width, size.height);
  const log = createLog(tileCount, plain);
  const good = goodRecords(frames);
  let end: ReplayEnd | null = null;
  while (end === null) {
    const next = good.next();
    try {
      if (next.done) end = next.value;
      else log.take(next.value);
    } catch {
      end = 'damaged';
    }
  }
  const { past, standing, isDamaged } = log.finish();
  if (isDamaged) end = 'damaged';
  const open = end === 'whole' ? readDraft(drafts, log.depth(), tileCount) : null;
  // A stroke that was begun after an undo takes the place of what was undone, as it would have when it was finished.
  const done = past.entries.slice(0, past.entries.length - past.undone);
  return {
    past: open ? { ...past, entries: [...done, open], undone: 0 } : past,
    standing,
    end,
    hasDraft: open !== null,
  };
}
