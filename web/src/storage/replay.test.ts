import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Document } from '../document/document.ts';
import type { Patch } from '../document/patch.ts';
import { box, expectSameHistory, newDocument, restore, rig, store, whole, type Act } from './testRig.ts';

const plane = fc.constantFrom('mask' as const, 'protect' as const);
const mode = fc.constantFrom('add' as const, 'subtract' as const);
const stroke = fc
  .tuple(
    plane,
    mode,
    fc.integer({ min: 0, max: 599 }),
    fc.integer({ min: 0, max: 299 }),
    fc.integer({ min: 1, max: 200 }),
  )
  .map(
    ([name, how, x, y, radius]): Act =>
      (document) =>
        document.act(name, 'brush', (surface) =>
          surface.ellipse({ x: x - radius, y: y - radius / 2, width: radius * 2, height: radius }, how),
        ),
  );
const act = fc.oneof(
  { weight: 6, arbitrary: stroke },
  { weight: 3, arbitrary: fc.constant<Act>((document) => document.undo()) },
  { weight: 2, arbitrary: fc.constant<Act>((document) => document.redo()) },
  {
    weight: 1,
    arbitrary: plane.map(
      (name): Act =>
        (document) =>
          document.invert(name),
    ),
  },
  {
    weight: 1,
    arbitrary: plane.map(
      (name): Act =>
        (document) =>
          document.clear(name, 'clear'),
    ),
  },
  { weight: 1, arbitrary: fc.constant<Act>((document) => document.joinUnasked()) },
);

test('whatever was painted, undone, redone and inverted comes back with its whole history', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 24 }), fc.nat(23), async (acts, restartAt) => {
      const first = newDocument();
      const keeping = store();
      keeping.keep(first, () => Promise.resolve(null));
      for (const one of acts.slice(0, restartAt)) one(first);
      await keeping.flush(true);
      // A second session takes over from the first and goes on.
      const { document: second, loaded } = await restore(first.id);
      const again = store();
      again.keep(second, () => Promise.resolve(null), loaded);
      for (const one of acts.slice(restartAt)) one(second);
      await again.flush(true);
      const { document: third } = await restore(first.id);
      expectSameHistory(second, third);
    }),
    { numRuns: 15 },
  );
});

const patch = (document: Document, name: string): Patch => {
  const area = { x: 20, y: 30, width: 40, height: 30 };
  const count = area.width * area.height;
  return {
    id: crypto.randomUUID(),
    number: document.nextNumber('patch'),
    name,
    visible: true,
    removalId: 'r1',
    engine: 'local',
    strategy: 'balanced',
    parameters: { seed: 4 },
    seed: 4,
    margin: 6,
    region: whole,
    seconds: 1.5,
    leftComputer: false,
    area,
    pixels: Uint8ClampedArray.from({ length: count * 4 }, (_, i) => i * 3),
    mask: new Uint8Array(count).fill(255),
    drawnMask: new Uint8Array(count).fill(255),
    matteWidth: 8,
    colourMatch: true,
    grainMatch: false,
  };
};

test('patches and results come back as they were, with the steps that led to them', async () => {
  const { document, keeper } = await rig();
  box(document);
  const first = patch(document, 'one');
  const { area, mask, drawnMask, region } = first;
  document.startRemoval({
    id: 'r1',
    roundId: 'r1',
    number: 1,
    firstNumber: 1,
    engine: 'local',
    parameters: { seed: 4 },
    bounds: area,
    count: 1200,
    margin: 6,
    region,
    area,
    mask,
    drawnMask,
    results: [],
  });
  const { name: _name, visible: _visible, ...layer } = first;
  const proof = { changedOutside: 0, seam: null };
  document.putResult({ ...layer, id: 'r1/0', slot: 0, preview: false, best: true, proof });
  document.accept({ area, mask }, [first]);
  document.joinStroke();
  document.restack('renamePatch', [{ ...first, name: 'two' }], 'name');
  document.restack('renamePatch', [{ ...first, name: 'three' }], 'name');
  document.settle();
  document.restack('hidePatch', [{ ...first, name: 'three', visible: false }]);
  document.undo();
  await keeper.flush(true);

  const { document: restored, loaded } = await restore(document.id);
  expect(loaded.end).toBe('whole');
  expect(restored.patches).toEqual(document.patches);
  expect(restored.rounds.all()).toEqual(document.rounds.all());
  expect(restored.nextNumber('patch')).toBe(document.nextNumber('patch'));
  const steps = ['undo', 'undo', 'redo', 'redo', 'redo', 'undo', 'undo', 'undo'] as const;
  for (const step of steps) {
    document[step]();
    restored[step]();
    expect(restored.patches).toEqual(document.patches);
    expect(restored.facts()).toMatchObject({
      undo: document.facts().undo,
      redo: document.facts().redo,
      removalId: document.facts().removalId,
      maskPixels: document.facts().maskPixels,
    });
  }
});
