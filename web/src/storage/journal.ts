/**
 * The journal of one photo: records behind each other, each whole or not there. It appends; when too much of it is dead,
 * the living part is written anew behind the old one, which goes in the same transaction.
 */
import { crc32 } from '@cleanplate/shared/raster/crc32.ts';
import {
  keysOf,
  StoreRefused,
  storeName,
  type Database,
  type Head,
  type StoredBytes,
  type Transaction,
} from './database.ts';

/** Bytes of an array or a file on the way into the store, with their checksum. */
export type NamedBytes = ReadonlyMap<string, StoredBytes>;

export interface Batch {
  /** Frames, oldest first. */
  readonly records: readonly Uint8Array<ArrayBuffer>[];
  readonly bytes: NamedBytes;
  /** The open stroke's pieces go: it is in these records, or was cancelled. */
  readonly endsDraft: boolean;
  /** Waits for the disk, not only for the browser. */
  readonly isStrict: boolean;
}

/** All there is of a photo. */
export interface Whole {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly records: readonly Uint8Array<ArrayBuffer>[];
  /** Everything the records need; what is stored already is not written again. */
  readonly bytes: NamedBytes;
}

export interface Journal {
  readonly id: string;
  /** Bytes stored for the photo. */
  readonly bytes: () => number;
  /** Records in the log. */
  readonly length: () => number;
  readonly has: (name: string) => boolean;
  append(database: Database, batch: Batch): Promise<void>;
  /** A piece of the open stroke. */
  draft(database: Database, record: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Writes everything anew and lets the old log go: after an eviction, a full disk, and to keep the log short. */
  rewrite(database: Database, whole: Whole): Promise<void>;
  setOpen(database: Database, isOpen: boolean): Promise<void>;
  /** Reads back what was appended since it last did, and the head, and compares (faults.md B-8). */
  isAsWritten(database: Database): Promise<boolean>;
}

interface Place {
  first: number;
  last: number;
  sum: number;
  bytes: number;
  readonly stored: Set<string>;
}

/** Runs the requests of a transaction and waits for its end; an abort throws what caused it. */
async function run(transaction: Transaction, work: () => Promise<void>): Promise<void> {
  const done = transaction.done;
  // Awaited below; here only so that a rejection is never unhandled while `work` still runs.
  done.catch(() => undefined);
  try {
    await work();
    transaction.commit();
  } catch (error) {
    try {
      transaction.abort();
    } catch {
      // Aborted by the browser already: the cause is in `done`.
    }
    if (error instanceof StoreRefused) throw error;
    await done;
    throw error;
  }
  await done;
}

/**
 * @param id of the photo
 * @param at where its log stands; absent for a photo that is not stored yet
 */
export function createJournal(id: string, at?: { head: Head; stored: Iterable<string> }): Journal {
  let place: Place = {
    first: at?.head.first ?? 0,
    last: at?.head.last ?? -1,
    sum: at?.head.sum ?? 0,
    bytes: at?.head.bytes ?? 0,
    stored: new Set(at?.stored),
  };
  let draftCount = 0;
  /** Appended and not read back yet: checksums by number. */
  let unread = new Map<number, number>();

  const open = (database: Database, isStrict: boolean): Transaction =>
    database.transaction(storeName, 'readwrite', { durability: isStrict ? 'strict' : 'relaxed' });

  /** The head as it must be: gone means evicted, moved on means that another tab writes. */
  async function guardedHead({ store }: Transaction): Promise<Head> {
    const head = (await store.get(['head', id])) as Head | undefined;
    if (!head) throw new StoreRefused('evicted');
    if (head.last !== place.last) throw new StoreRefused('elsewhere');
    return head;
  }

  function put(
    { store }: Transaction,
    batch: Pick<Batch, 'records' | 'bytes'>,
    next: Place,
  ): Promise<unknown>[] {
    const requests: Promise<unknown>[] = [];
    for (const [name, stored] of batch.bytes) {
      if (next.stored.has(name)) continue;
      requests.push(store.put(stored, ['bytes', id, name]));
      next.stored.add(name);
      next.bytes += stored.file.size;
    }
    for (const record of batch.records) {
      next.last++;
      next.sum = crc32(record);
      next.bytes += record.byteLength;
      requests.push(store.add(record, ['log', id, next.last]));
    }
    return requests;
  }

  const follow = (next: Place): Place => ({ ...next, stored: new Set(next.stored) });
  const headOf = ({ first, last, sum, bytes }: Place) => ({ first, last, sum, bytes, changedAt: Date.now() });

  return {
    id,
    bytes: () => place.bytes,
    length: () => place.last - place.first + 1,
    has: (name) => place.stored.has(name),
    async append(database, batch) {
      const transaction = open(database, batch.isStrict);
      const next = follow(place);
      await run(transaction, async () => {
        const head = await guardedHead(transaction);
        const requests = put(transaction, batch, next);
        if (batch.endsDraft) requests.push(transaction.store.delete(keysOf('draft', id)));
        requests.push(transaction.store.put({ ...head, ...headOf(next) }, ['head', id]));
        await Promise.all(requests);
      });
      if (batch.endsDraft) draftCount = 0;
      batch.records.forEach((record, at) => unread.set(place.last + 1 + at, crc32(record)));
      place = next;
    },
    async draft(database, record) {
      const transaction = open(database, false);
      await run(transaction, async () => {
        await transaction.store.put(record, ['draft', id, draftCount]);
      });
      draftCount++;
    },
    async rewrite(database, { name, width, height, records, bytes }) {
      const transaction = open(database, true);
      // Written behind whatever is there, whoever wrote it: only this photo's owner rewrites.
      await run(transaction, async () => {
        const { store } = transaction;
        const head = (await store.get(['head', id])) as Head | undefined;
        const kept = ((await store.getAllKeys(keysOf('bytes', id))) as unknown as string[][]).map(
          (key) => key[2],
        );
        const next: Place = {
          first: (head?.last ?? -1) + 1,
          last: head?.last ?? -1,
          sum: 0,
          bytes: 0,
          stored: new Set(kept.filter((one) => bytes.has(one))),
        };
        for (const one of next.stored) next.bytes += bytes.get(one)?.file.size ?? 0;
        const requests: Promise<unknown>[] = [
          store.delete(keysOf('log', id)),
          store.delete(keysOf('draft', id)),
          ...kept.filter((one) => !bytes.has(one)).map((one) => store.delete(['bytes', id, one])),
          ...put(transaction, { records, bytes }, next),
        ];
        const isOpen = head?.isOpen ?? true;
        requests.push(store.put({ id, name, width, height, isOpen, ...headOf(next) }, ['head', id]));
        await Promise.all(requests);
        place = next;
        draftCount = 0;
        unread = new Map();
      });
    },
    async setOpen(database, isOpen) {
      const transaction = open(database, false);
      await run(transaction, async () => {
        const head = (await transaction.store.get(['head', id])) as Head | undefined;
        if (head) await transaction.store.put({ ...head, isOpen }, ['head', id]);
      });
    },
    async isAsWritten(database) {
      const { store } = database.transaction(storeName);
      const asked = [...unread];
      unread = new Map();
      const [head, ...records] = (await Promise.all([
        store.get(['head', id]),
        ...asked.map(([number]) => store.get(['log', id, number])),
      ])) as [Head | undefined, ...(Uint8Array | undefined)[]];
      const isSame = records.every((record, at) => record !== undefined && crc32(record) === asked[at][1]);
      return isSame && head?.sum === place.sum;
    },
  };
}
