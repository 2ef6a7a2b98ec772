/**
 * Keeps one document: hears what happens to it, writes it down as it happens, and knows whether the store is behind.
 * Packing is done at once, because the tiles are live; writing is done beside, and never more than one transaction at a time.
 */
import type { Document } from '../document/document.ts';
import type { Happening } from '../document/trail.ts';
import { refusalOf, type Database, type Refusal, type StoredBytes } from './database.ts';
import { checksum } from './checksum.ts';
import type { ArrayNames, ByteArray } from './plainData.ts';
import { createDrafts } from './drafts.ts';
import type { Journal } from './journal.ts';
import { createRecorder, type Frame, type Recorded } from './snapshot.ts';

// At most this much of an open stroke is lost: faults.md B-1 allows 250 ms, and the writing takes its part of that.
export const draftMs = 120;
// The disk itself is waited for this often (and when the page is hidden); in between a killed browser loses nothing, a
// power cut at most this much.
const strictMs = 30_000;
const strictRecords = 50;
const caughtUpMs = 2 * draftMs;
export const retryMs = 10_000;
/** Pixels of discarded results and forgotten patches that may lie about. */
const spareBytes = 256 * 1024 * 1024;
/** The view and the results are written this long after they last changed. */
const standingMs = 300;
/** So many records more than were last written in one go, and the log is written anew as soon as nobody paints. */
const spareRecords = 1500;
const idleMs = 2000;

/** `kept`: all is written. `behind`: it is being written. Otherwise why it cannot be. */
export type KeepState = 'kept' | 'behind' | Refusal;

export interface Keeper {
  readonly document: Document;
  readonly state: () => KeepState;
  /** Resolves when everything up to now is written, or cannot be. */
  flush(isStrict: boolean): Promise<void>;
  /** The view changed, which the document does not tell. */
  touch(): void;
  /** Tries again at once: there is room, or a connection, again. */
  retry(): void;
  /** Writes nothing from now on. */
  stop(): void;
}

export interface KeeperParts {
  readonly document: Document;
  readonly journal: Journal;
  /** The store, opened again when it was lost. */
  readonly database: () => Promise<Database>;
  readonly thumbnail: () => Promise<Blob | null>;
  readonly onState: (state: KeepState) => void;
  /** The names under which pixels were stored. */
  readonly names: ArrayNames;
  /** The document is new: all of it has to be written. */
  readonly isNew: boolean;
  /** Its last entry was read from the pieces of a stroke that was never finished: it has to be written as one. */
  readonly hasDraft?: boolean;
}

export function createKeeper(parts: KeeperParts): Keeper {
  const { document, journal, database, onState } = parts;
  const recorder = createRecorder(document, parts.names);
  let waiting: Recorded[] = [];
  let draft: Frame | null = null;
  let lastStanding = '';
  let endsDraft = false;
  let isWhole = parts.isNew;
  let refusal: Refusal | null = null;
  let writing: Promise<void> | null = null;
  let isStopped = false;
  let strictAsked = false;
  let sinceStrict = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let checkpoint: ReturnType<typeof setTimeout> | null = null;
  let idle: ReturnType<typeof setTimeout> | undefined;
  let settling: ReturnType<typeof setTimeout> | undefined;
  let largestBytes = journal.bytes() + spareBytes;
  let longest = journal.length() + spareRecords;
  let told: KeepState | null = null;
  let caughtUp: ReturnType<typeof setTimeout> | undefined;

  const isPending = (): boolean =>
    isWhole || draft !== null || endsDraft || waiting.length > 0 || strictAsked;
  const state = (): KeepState => refusal ?? (isPending() || writing ? 'behind' : 'kept');
  const say = (now: KeepState): void => {
    clearTimeout(caughtUp);
    caughtUp = undefined;
    if (now === told || isStopped) return;
    told = now;
    onState(now);
  };
  // Within a stroke each draft is behind and kept again: said once, when it has been kept for longer than a draft takes.
  const tell = (): void => {
    const now = state();
    if (now !== 'kept' || told === null) say(now);
    else caughtUp ??= setTimeout(() => say(state()), caughtUpMs);
  };

  const sums = new Map<string, number>();
  async function stored(name: string, file: Blob): Promise<[string, StoredBytes]> {
    const sum = sums.get(name) ?? (await checksum(file));
    sums.set(name, sum);
    return [name, { file, sum }];
  }

  /** Arrays never change once they are in a document: they can be read at leisure. */
  async function storedArrays(
    arrays: Iterable<readonly [string, ByteArray]>,
  ): Promise<[string, StoredBytes][]> {
    const named: [string, StoredBytes][] = [];
    for (const [name, array] of arrays) named.push(await stored(name, new Blob([array])));
    return named;
  }

  async function writeWhole(store: Database): Promise<void> {
    isWhole = false;
    waiting = [];
    endsDraft = false;
    draft = null;
    // Packed before anything is awaited: what happens meanwhile waits behind these records.
    const { frames, arrays } = recorder.all();
    try {
      const thumbnail = await parts.thumbnail();
      const bytes = new Map<string, StoredBytes>([
        await stored('photo', document.file),
        ...(thumbnail ? ([['thumbnail', { file: thumbnail, sum: null }]] as const) : []),
        ...(await storedArrays(arrays)),
      ]);
      const { name, photo } = document;
      await journal.rewrite(store, {
        name,
        width: photo.width,
        height: photo.height,
        records: frames,
        bytes,
      });
      largestBytes = journal.bytes() + spareBytes;
      longest = journal.length() + spareRecords;
    } catch (error) {
      isWhole = true;
      throw error;
    }
  }

  async function writeNext(store: Database): Promise<void> {
    if (isWhole) return writeWhole(store);
    if (waiting.length > 0 || endsDraft || strictAsked) {
      const records = waiting;
      const ends = endsDraft;
      waiting = [];
      endsDraft = false;
      if (ends) draft = null;
      sinceStrict += records.length;
      const isStrict = strictAsked || sinceStrict >= strictRecords;
      strictAsked = false;
      const arrays = records.flatMap((one) => [...one.arrays]).filter(([name]) => !journal.has(name));
      const bytes = new Map(await storedArrays(arrays));
      const frames = records.flatMap((one) => one.frames);
      await journal.append(store, { records: frames, bytes, endsDraft: ends, isStrict });
      checkpoint ??= isStrict ? null : setTimeout(askStrict, strictMs);
      if (!isStrict) return;
      sinceStrict = 0;
      if (checkpoint) clearTimeout(checkpoint);
      checkpoint = null;
      if (!(await journal.isAsWritten(store))) isWhole = true;
      return;
    }
    if (!draft) return;
    const piece = draft;
    draft = null;
    await journal.draft(store, piece);
  }

  async function write(): Promise<void> {
    try {
      const store = await database();
      while (isPending() && !isStopped) await writeNext(store);
      refusal = null;
    } catch (error) {
      refusal = refusalOf(error);
      // Whatever was on its way is in memory still: the next attempt writes all of it.
      isWhole = true;
      waiting = [];
      if (refusal === 'evicted') refusal = null;
      else if (refusal !== 'elsewhere' && refusal !== 'newer') timer = setTimeout(retry, retryMs);
    }
  }

  function pump(): void {
    if (writing || isStopped || refusal || !isPending()) return;
    writing = write().finally(() => {
      writing = null;
      tell();
      pump();
    });
    tell();
  }

  function askStrict(): void {
    checkpoint = null;
    strictAsked = sinceStrict > 0;
    pump();
  }

  function retry(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    if (refusal === 'elsewhere' || refusal === 'newer') return;
    refusal = null;
    pump();
  }

  const drafts = createDrafts(document, draftMs, (record) => {
    if (refusal || isWhole) return false;
    // One piece at a time: what is painted meanwhile is in the next one.
    if (draft) return false;
    draft = record;
    pump();
    return true;
  });

  const add = (recorded: Recorded): void => {
    if (!refusal && !isWhole) waiting.push(recorded);
    clearTimeout(idle);
    if (journal.length() > longest || journal.bytes() > largestBytes) idle = setTimeout(shorten, idleMs);
    pump();
  };
  const settle = (): void => {
    clearTimeout(settling);
    settling = undefined;
    const recorded = recorder.standing();
    const text = new TextDecoder().decode(recorded.frames[0]);
    if (text === lastStanding) return;
    lastStanding = text;
    add(recorded);
  };
  const shorten = (): void => {
    if (document.trail.gesture) return;
    isWhole = true;
    pump();
  };

  document.trail.watch((happening: Happening) => {
    if (isStopped) return;
    switch (happening.kind) {
      case 'begun':
        drafts.begin();
        break;
      case 'ended':
        endsDraft = drafts.end() || endsDraft;
        pump();
        break;
      case 'pushed':
      case 'amended':
        endsDraft = drafts.end() || endsDraft;
        add(recorder.entry(happening.entry));
        break;
      case 'stepped':
        add(recorder.depth());
        break;
      case 'changed':
        settling ??= setTimeout(settle, standingMs);
        break;
    }
  });
  const [lastDone] = parts.hasDraft ? document.history.entries().done.slice(-1) : [];
  if (lastDone) {
    endsDraft = true;
    add(recorder.entry(lastDone));
  }
  pump();

  return {
    document,
    state,
    async flush(isStrict) {
      drafts.piece();
      if (settling) settle();
      strictAsked ||= isStrict && sinceStrict > 0;
      pump();
      while (writing) await writing;
    },
    touch: () => void (settling ??= setTimeout(settle, standingMs)),
    retry,
    stop() {
      isStopped = true;
      drafts.end();
      clearTimeout(idle);
      clearTimeout(settling);
      clearTimeout(caughtUp);
      if (timer) clearTimeout(timer);
      if (checkpoint) clearTimeout(checkpoint);
    },
  };
}
