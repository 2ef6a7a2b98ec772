/** The one object store, its keys, and how it is opened. Everything of a photo lies in one store: one transaction is all or nothing. */
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from 'idb';

export const databaseName = 'cleanplate';
export const storeName = 'records';
/** Counts up when an older Cleanplate could not read what is stored. */
export const schemaVersion = 1;

/** What is known of a stored photo without reading it. */
export interface Head {
  readonly id: string;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Bytes stored for it. */
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
  /** It was open when the page was last there. */
  readonly isOpen: boolean;
  /** The first and the last record of its log, and the CRC-32 of the last one's bytes. */
  readonly first: number;
  readonly last: number;
  readonly sum: number;
}

/** Bytes that are written once: the photo as opened, its thumbnail, an array of pixels. */
export interface StoredBytes {
  readonly file: Blob;
  /** CRC-32; null for what need not be exact. */
  readonly sum: number | null;
}

/**
 * Keys: `['head', id]` · `['log', id, number]` records · `['draft', id, number]` pieces of the open stroke ·
 * `['bytes', id, name]` photo, thumbnail, pixels · `['page']` what the page keeps.
 */
interface Schema extends DBSchema {
  records: { key: IDBValidKey; value: Head | Uint8Array<ArrayBuffer> | StoredBytes | object };
}

export type Database = IDBPDatabase<Schema>;
export type Transaction = IDBPTransaction<Schema, [typeof storeName], 'readwrite'>;

/** Why the store cannot be used; each is a sentence of its own. */
export type Refusal = 'unavailable' | 'newer' | 'full' | 'evicted' | 'elsewhere';

export class StoreRefused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal, cause?: unknown) {
    super(`the store is ${refusal}`, { cause });
    this.refusal = refusal;
  }
}

/** What an error of IndexedDB means for the user. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof StoreRefused) return error.refusal;
  const name = error instanceof Error ? error.name : '';
  if (name === 'QuotaExceededError') return 'full';
  if (name === 'VersionError') return 'newer';
  return 'unavailable';
}

/** Every key of one kind that belongs to a photo. */
export const keysOf = (kind: 'log' | 'draft' | 'bytes', id: string): IDBKeyRange =>
  IDBKeyRange.bound([kind, id], [kind, id, []]);

export const allHeads = (): IDBKeyRange => IDBKeyRange.bound(['head'], ['head', []]);

/**
 * Opens the store. Rejects with `StoreRefused`: 'newer' when a newer Cleanplate has changed it (its data stays as it is).
 * @param onLost called when the connection ends by itself: a newer version wants in, or the browser closed it
 */
export async function openDatabase(onLost: (why: Refusal) => void): Promise<Database> {
  let isOpen = false;
  return new Promise((resolve, reject) => {
    openDB<Schema>(databaseName, schemaVersion, {
      upgrade: (database) => void database.createObjectStore(storeName),
      // Another tab holds an older version open: it closes when told, and the opening goes on by itself.
      blocked: () => reject(new StoreRefused('unavailable')),
      blocking(_current, next, event) {
        (event.target as IDBDatabase).close();
        // A deletion has no next version: "Forget everything" of another tab.
        if (isOpen) onLost(next === null ? 'evicted' : 'newer');
      },
      terminated: () => onLost('unavailable'),
    }).then(
      (database) => {
        isOpen = true;
        resolve(database);
      },
      (error: unknown) => reject(new StoreRefused(refusalOf(error), error)),
    );
  });
}
