/** Everything that is kept on this computer: which photos, what of them, and who keeps each. */
import type { Document } from '../document/document.ts';
import { createClaims } from './claims.ts';
import { checksum } from './checksum.ts';
import {
  allHeads,
  databaseName,
  keysOf,
  openDatabase,
  StoreRefused,
  storeName,
  type Database,
  type Head,
  type StoredBytes,
} from './database.ts';
import { createJournal } from './journal.ts';
import { createArrayNames, type ArrayNames } from './plainData.ts';
import { createPlainReader } from './plainReader.ts';
import { createKeeper, type Keeper, type KeepState } from './keeper.ts';
import { replay, type Replayed } from './replay.ts';
import { deleteDB } from 'idb';

/** One photo of the recent work. */
export interface StoredPhoto extends Head {
  readonly thumbnail: Blob | null;
}

export interface Loaded extends Replayed {
  readonly head: Head;
  readonly file: Blob;
  /** The bytes of the photo are those that were stored. */
  readonly isWhole: boolean;
  readonly names: ArrayNames;
  /** Names of everything that lies in the store for this photo. */
  readonly stored: readonly string[];
  /** This page may write; otherwise another one works on it. */
  readonly isOurs: boolean;
}

export interface WorkStore {
  list(): Promise<readonly StoredPhoto[]>;
  /** Null: it is no longer there. */
  load(id: string): Promise<Loaded | null>;
  photoOf(id: string): Promise<Blob | null>;
  /** Keeps a document from now on; `loaded`: it is what was loaded, and need not be written again. */
  keep(document: Document, thumbnail: () => Promise<Blob | null>, loaded?: Loaded): void;
  /** The photo was closed: it stays in the recent work. */
  release(id: string): Promise<void>;
  takeOver(id: string): Promise<void>;
  forget(id: string): Promise<void>;
  /** Empties everything this origin keeps in this browser. */
  forgetEverything(): Promise<void>;
  /** The view of a photo changed. */
  touch(id: string): void;
  flush(isStrict: boolean): Promise<void>;
  retry(): void;
}

export interface WorkStoreParts {
  readonly onState: (id: string, state: KeepState) => void;
  /** Another page took a photo over: it is to be looked at only. */
  readonly onTaken: (id: string) => void;
  readonly locks: LockManager | undefined;
}

const isAsStored = async ({ file, sum }: StoredBytes): Promise<boolean> =>
  sum === null || (await checksum(file)) === sum;

/** The arrays of pixels that are as they were written; a record that needs another one is damaged. */
async function goodArrays(
  names: readonly string[],
  values: readonly StoredBytes[],
): Promise<Map<string, Uint8Array>> {
  const arrays = new Map<string, Uint8Array>();
  for (const [at, name] of names.entries()) {
    if (name === 'photo' || name === 'thumbnail' || !(await isAsStored(values[at]))) continue;
    arrays.set(name, new Uint8Array(await values[at].file.arrayBuffer()));
  }
  return arrays;
}

/** Closed photos beyond these many are forgotten, the oldest first: the store never grows without end. */
export const maxRecent = 20;

export function createWorkStore({ onState, onTaken, locks }: WorkStoreParts): WorkStore {
  const keepers = new Map<string, Keeper>();
  let connection: Promise<Database> | null = null;

  function connect(): Promise<Database> {
    if (!globalThis.indexedDB) return Promise.reject(new StoreRefused('unavailable'));
    connection ??= openDatabase(() => {
      connection = null;
    }).catch((error: unknown) => {
      connection = null;
      throw error;
    });
    return connection;
  }

  async function letGo(id: string): Promise<void> {
    const keeper = keepers.get(id);
    keepers.delete(id);
    await keeper?.flush(true);
    keeper?.stop();
    claims.release(id);
  }

  const claims = createClaims(
    locks,
    (id) => void letGo(id).then(() => onTaken(id)),
    (id) => {
      keepers.get(id)?.stop();
      keepers.delete(id);
      onTaken(id);
    },
  );

  const heads = async (database: Database): Promise<Head[]> =>
    (await database.getAll(storeName, allHeads())) as Head[];

  async function forget(id: string): Promise<void> {
    const keeper = keepers.get(id);
    keeper?.stop();
    keepers.delete(id);
    claims.release(id);
    const database = await connect();
    const { store, done } = database.transaction(storeName, 'readwrite', { durability: 'strict' });
    await Promise.all([
      store.delete(['head', id]),
      ...(['log', 'draft', 'bytes'] as const).map((kind) => store.delete(keysOf(kind, id))),
      done,
    ]);
  }

  async function forgetOldest(): Promise<void> {
    const closed = (await heads(await connect()))
      .filter(({ id, isOpen }) => !isOpen && !keepers.has(id))
      .sort((a, b) => b.changedAt - a.changedAt);
    for (const { id } of closed.slice(maxRecent)) await forget(id);
  }

  return {
    async list() {
      const database = await connect();
      const found = (await heads(database)).sort((a, b) => b.changedAt - a.changedAt);
      return Promise.all(
        found.map(async (head) => {
          const stored = (await database.get(storeName, ['bytes', head.id, 'thumbnail'])) as
            | StoredBytes
            | undefined;
          return { ...head, thumbnail: stored?.file ?? null };
        }),
      );
    },
    async load(id) {
      const database = await connect();
      const isOurs = await claims.claim(id);
      const { store } = database.transaction(storeName);
      const [head, log, drafts, keys, values] = (await Promise.all([
        store.get(['head', id]),
        store.getAll(keysOf('log', id)),
        store.getAll(keysOf('draft', id)),
        store.getAllKeys(keysOf('bytes', id)),
        store.getAll(keysOf('bytes', id)),
      ])) as unknown as [Head | undefined, Uint8Array[], Uint8Array[], string[][], StoredBytes[]];
      const stored = keys.map((key) => key[2]);
      const photo = values[stored.indexOf('photo')];
      if (!head || !photo) {
        claims.release(id);
        return null;
      }
      const isWhole = await isAsStored(photo);
      const names = createArrayNames();
      const reader = createPlainReader(head, await goodArrays(stored, values), names);
      return { head, file: photo.file, isWhole, isOurs, names, stored, ...replay(log, drafts, head, reader) };
    },
    async photoOf(id) {
      const stored = (await (await connect()).get(storeName, ['bytes', id, 'photo'])) as
        | StoredBytes
        | undefined;
      return stored?.file ?? null;
    },
    keep(document, thumbnail, loaded) {
      const journal = createJournal(document.id, loaded && { head: loaded.head, stored: loaded.stored });
      // What was damaged is written anew as it was read.
      const isNew = !loaded || loaded.end === 'damaged';
      void claims.claim(document.id);
      keepers.set(
        document.id,
        createKeeper({
          document,
          journal,
          database: connect,
          thumbnail,
          names: loaded?.names ?? createArrayNames(),
          isNew,
          hasDraft: loaded?.hasDraft ?? false,
          onState: (state) => onState(document.id, state),
        }),
      );
      if (loaded && !loaded.head.isOpen)
        void connect()
          .then((database) => journal.setOpen(database, true))
          .catch(() => undefined);
    },
    async release(id) {
      const isKept = keepers.has(id);
      await letGo(id);
      if (!isKept) return;
      await connect().then((database) => createJournal(id).setOpen(database, false));
      await forgetOldest();
    },
    takeOver: (id) => claims.takeOver(id),
    forget,
    async forgetEverything() {
      for (const [id, keeper] of keepers) {
        keeper.stop();
        claims.release(id);
      }
      keepers.clear();
      const open = await connection?.catch(() => null);
      open?.close();
      connection = null;
      await deleteDB(databaseName);
      for (const { name } of (await indexedDB.databases?.()) ?? []) if (name) await deleteDB(name);
      if (globalThis.caches) for (const name of await caches.keys()) await caches.delete(name);
      const root = await globalThis.navigator?.storage?.getDirectory?.().catch(() => null);
      if (root) for await (const name of root.keys()) await root.removeEntry(name, { recursive: true });
    },
    touch: (id) => keepers.get(id)?.touch(),
    async flush(isStrict) {
      await Promise.all([...keepers.values()].map((keeper) => keeper.flush(isStrict)));
    },
    retry() {
      for (const keeper of keepers.values()) keeper.retry();
    },
  };
}
