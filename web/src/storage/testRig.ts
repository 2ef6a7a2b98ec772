import { crc32 } from '@cleanplate/shared/raster/crc32.ts';
import { expect } from 'vitest';
import { createDocument, type Document } from '../document/document.ts';
import type { Photo } from '../document/photo.ts';
import { readPlane } from '../document/tiledPlane.ts';
import { openDatabase, type Database } from './database.ts';
import { createJournal } from './journal.ts';
import { createKeeper, type Keeper, type KeepState } from './keeper.ts';
import { createArrayNames } from './plainData.ts';
import { createWorkStore, type Loaded } from './workStore.ts';

/** Documents and stores for the tests of this folder: real ones, over an IndexedDB in memory. */

// Three tiles by two, the last ones cut: edges count.
export const size = { width: 600, height: 300 };
export const whole = { x: 0, y: 0, ...size };
export const photo: Photo = {
  ...size,
  hasAlpha: false,
  colour: { space: 'srgb' },
  pyramid: {} as Photo['pyramid'],
  read: ({ width, height }) => new Uint8ClampedArray(width * height * 4),
  close: () => undefined,
};
export const file = new Blob([Uint8Array.from({ length: 5000 }, (_, i) => i * 7)]);

export const newDocument = (id: string = crypto.randomUUID()): Document =>
  createDocument(
    { photo, file, name: 'a.jpg', type: 'jpeg', keepsBlocks: false, notices: [] },
    id,
    () => undefined,
  );

/** Fingerprints: to compare a third of a million bytes one by one takes the test runner longer than all the rest. */
export const planes = (document: Document) => ({
  mask: crc32(readPlane(document.planes.mask.plane, whole)),
  protect: crc32(readPlane(document.planes.protect.plane, whole)),
});

export type Act = (document: Document) => void;

export const store = () =>
  createWorkStore({ onState: () => undefined, onTaken: () => undefined, locks: undefined });

export async function restore(id: string): Promise<{ document: Document; loaded: Loaded }> {
  const loaded = await store().load(id);
  if (!loaded) throw new Error('not stored');
  const document = newDocument(id);
  document.relive(loaded.past, loaded.standing ?? undefined);
  return { document, loaded };
}

/** Both documents, one step of undo (or redo) after the other, look the same. */
export function expectSameHistory(a: Document, b: Document): void {
  expect(planes(b)).toEqual(planes(a));
  let steps = 0;
  for (; a.facts().redo !== null; steps++) {
    a.redo();
    b.redo();
    expect(planes(b)).toEqual(planes(a));
  }
  expect(b.facts().redo).toBeNull();
  while (a.facts().undo !== null) {
    expect(b.facts().undo).toBe(a.facts().undo);
    a.undo();
    b.undo();
    expect(planes(b)).toEqual(planes(a));
  }
  expect(b.facts().undo).toBeNull();
}

export interface Rig {
  readonly document: Document;
  readonly keeper: Keeper;
  readonly database: Database;
  readonly states: KeepState[];
}

export async function rig(): Promise<Rig> {
  const document = newDocument();
  const database = await openDatabase(() => undefined);
  const states: KeepState[] = [];
  const keeper = createKeeper({
    document,
    journal: createJournal(document.id),
    database: () => Promise.resolve(database),
    thumbnail: () => Promise.resolve(null),
    names: createArrayNames(),
    onState: (state) => states.push(state),
    isNew: true,
  });
  await keeper.flush(false);
  return { document, keeper, database, states };
}

export const box: Act = (document) =>
  document.act('mask', 'box', (surface) => surface.box({ x: 10, y: 10, width: 100, height: 100 }, 'add'));
