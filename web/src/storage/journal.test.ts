import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { beforeEach, expect, test } from 'vitest';
import { databaseName, keysOf, storeName, type Database } from './database.ts';
import { createJournal } from './journal.ts';
import { createKeeper } from './keeper.ts';
import { createArrayNames } from './plainData.ts';
import { decodeRecord, encodeRecord } from './record.ts';
import type { RecordHeader } from './snapshot.ts';
import { box, expectSameHistory, newDocument, planes, restore, rig, store } from './testRig.ts';

beforeEach(async () => {
  await deleteDB(databaseName);
});

/** Changes one byte of a stored record. */
async function damage(
  database: Database,
  id: string,
  isMeant: (header: RecordHeader) => boolean,
): Promise<void> {
  for (const key of await database.getAllKeys(storeName, keysOf('log', id))) {
    const record = (await database.get(storeName, key)) as Uint8Array<ArrayBuffer>;
    if (!isMeant(decodeRecord(record).header as RecordHeader)) continue;
    record[record.length - 1] ^= 1;
    await database.put(storeName, record, key);
  }
}

test('an open stroke is there up to its last piece, and is an entry that undo takes back', async () => {
  const { document, keeper } = await rig();
  const surface = document.begin('mask', 'lasso');
  surface.box({ x: 0, y: 0, width: 50, height: 50 }, 'add');
  await keeper.flush(false);
  surface.box({ x: 300, y: 0, width: 50, height: 50 }, 'add');
  await keeper.flush(false);
  const { document: restored } = await restore(document.id);
  expect(planes(restored)).toEqual(planes(document));
  expect(restored.facts().undo).toBe('lasso');
  restored.undo();
  expect(restored.facts().maskPixels).toBe(0);
});

test('a cancelled stroke leaves nothing', async () => {
  const { document, keeper } = await rig();
  const surface = document.begin('mask');
  surface.box({ x: 0, y: 0, width: 50, height: 50 }, 'add');
  await keeper.flush(false);
  document.cancel('mask', surface);
  await keeper.flush(false);
  const { document: restored } = await restore(document.id);
  expect(restored.facts().maskPixels).toBe(0);
  expect(restored.facts().undo).toBeNull();
});

test('an open stroke that was begun after an undo takes the place of what was undone, and is one entry from then on', async () => {
  const { document, keeper, database } = await rig();
  box(document);
  document.invert('mask');
  document.undo();
  const surface = document.begin('mask', 'brush');
  surface.box({ x: 300, y: 0, width: 50, height: 50 }, 'add');
  await keeper.flush(false);
  const { document: restored, loaded } = await restore(document.id);
  expect(planes(restored)).toEqual(planes(document));
  expect(restored.facts()).toMatchObject({ undo: 'brush', redo: null });
  // It is written as an entry behind the others, and its pieces go: nothing is written anew.
  const keeping = store();
  keeping.keep(restored, () => Promise.resolve(null), loaded);
  await keeping.flush(false);
  expect(await database.count(storeName, keysOf('draft', document.id))).toBe(0);
  const again = await restore(document.id);
  expect([again.loaded.end, again.loaded.hasDraft, again.loaded.head.first]).toEqual([
    'whole',
    false,
    loaded.head.first,
  ]);
  expectSameHistory(restored, again.document);
});

test('a damaged record costs what came after it, never what came before', async () => {
  const { document, keeper, database } = await rig();
  box(document);
  document.invert('mask');
  document.clear('mask', 'clear');
  await keeper.flush(true);
  await damage(database, document.id, (header) => header.kind === 'entry' && header.depth === 1);
  const { document: restored, loaded } = await restore(document.id);
  expect(loaded.end).toBe('damaged');
  expect(restored.facts().maskPixels).toBe(10_000);
});

test('a record of a newer Cleanplate is said to be newer, and is left as it is', async () => {
  const { document, keeper, database } = await rig();
  box(document);
  await keeper.flush(true);
  const record = encodeRecord({ kind: 'entry', depth: 1, label: 'future', steps: [] });
  record[3] = 99;
  await database.put(storeName, record, ['log', document.id, 99]);
  expect((await restore(document.id)).loaded.end).toBe('newer');
  expect(await database.get(storeName, ['log', document.id, 99])).toEqual(record);
});

test('evicted while open: noticed at the next save, and everything is written again', async () => {
  const { document, keeper, database } = await rig();
  box(document);
  await keeper.flush(true);
  await database.clear(storeName);
  document.invert('mask');
  await keeper.flush(true);
  expect(keeper.state()).toBe('kept');
  const { document: restored, loaded } = await restore(document.id);
  expect(loaded.isWhole).toBe(true);
  expectSameHistory(document, restored);
});

test('what reads back other than it was written is written again', async () => {
  const { document, keeper, database } = await rig();
  box(document);
  await keeper.flush(false);
  // The last record is the one that is read back.
  await damage(database, document.id, (header) => header.kind === 'standing' && header.depth === 1);
  await keeper.flush(true);
  const { document: restored, loaded } = await restore(document.id);
  expect(loaded.end).toBe('whole');
  expectSameHistory(document, restored);
});

test('another page wrote meanwhile: this one stops, and overwrites nothing', async () => {
  const { document, keeper, database, states } = await rig();
  const { document: other, loaded } = await restore(document.id);
  const second = store();
  second.keep(other, () => Promise.resolve(null), loaded);
  box(other);
  await second.flush(true);
  document.invert('mask');
  await keeper.flush(true);
  expect(states.at(-1)).toBe('elsewhere');
  expect((await restore(document.id)).document.facts().maskPixels).toBe(10_000);
  database.close();
});

test('a long session keeps a short log: what undo can no longer reach is in the base', async () => {
  const { document, keeper, database } = await rig();
  for (let i = 0; i < 60; i++) {
    box(document);
    document.undo();
  }
  document.invert('protect');
  await keeper.flush(true);
  const journal = createJournal(document.id);
  const before = planes(document);
  // Written anew from memory, as after a full disk.
  const again = createKeeper({
    document,
    journal,
    database: () => Promise.resolve(database),
    thumbnail: () => Promise.resolve(null),
    names: createArrayNames(),
    onState: () => undefined,
    isNew: true,
  });
  await again.flush(true);
  expect(journal.length()).toBeLessThan(5);
  expect(planes((await restore(document.id)).document)).toEqual(before);
});

test('forget takes one photo, forget everything takes the database', async () => {
  const keeping = store();
  const [a, b] = [newDocument(), newDocument()];
  for (const one of [a, b]) keeping.keep(one, () => Promise.resolve(null));
  await keeping.flush(true);
  expect(await keeping.list()).toHaveLength(2);
  await keeping.forget(a.id);
  expect((await keeping.list()).map(({ id }) => id)).toEqual([b.id]);
  await keeping.forgetEverything();
  expect(await indexedDB.databases()).toEqual([]);
});
