import { createPlane } from '@cleanplate/shared/raster/picture.ts';
import { expect, test } from 'vitest';
import { countPlane } from '../document/tiledPlane.ts';
import { createExtractCalls } from './extractCalls.ts';
import type { Looks } from './looks.ts';
import { openDesk } from './testDesk.ts';

/** A desk whose photo has one product: a square of 60 px. What is thrown by `overtaken` is thrown by the looks. */
function openShop(overtaken: () => Error | null = () => null) {
  const opened = openDesk({ width: 300, height: 200 });
  const { desk, document } = opened;
  const notAsked = () => Promise.reject(new RangeError('nobody looks for this here'));
  const product = () => {
    const error = overtaken();
    if (error) return Promise.reject(error);
    return Promise.resolve({
      rect: { x: 150, y: 60, width: 60, height: 60 },
      mask: createPlane(60, 60, 255),
      confident: true,
      known: true,
    });
  };
  const looks: Looks = {
    product,
    productBesideMask: product,
    lookAhead: () => undefined,
    stopAhead: () => undefined,
    refined: notAsked,
    inBoxes: notAsked,
    objects: () => {
      throw new RangeError('nobody picks objects here');
    },
  };
  const stroke = (x: number) =>
    document.act('mask', 'brush', (surface) => surface.box({ x, y: 10, width: 20, height: 20 }, 'add'));
  return {
    ...opened,
    stroke,
    calls: createExtractCalls(desk, looks, { detect: notAsked }),
    counts: () => [countPlane(document.planes.mask.plane), countPlane(document.planes.protect.plane)],
  };
}

test('what protects itself with a Remove is a part of the stroke before it: one undo takes back both, one redo brings them', async () => {
  const { document, stroke, calls, counts, isEmpty } = openShop();
  stroke(10);
  await calls.protectUnasked(document);
  expect(counts()).toEqual([400, 3600]);
  expect(document.facts().undo).toBe('brush');
  document.undo();
  expect(isEmpty()).toBe(true);
  document.redo();
  expect(counts()).toEqual([400, 3600]);
});

test('undone with its stroke it comes again with the next Remove; taken away by hand it does not', async () => {
  const { document, stroke, calls, counts } = openShop();
  stroke(10);
  await calls.protectUnasked(document);
  document.undo();
  stroke(40);
  await calls.protectUnasked(document);
  expect(counts()).toEqual([400, 3600]);
  document.clear('protect', 'clear');
  stroke(70);
  await calls.protectUnasked(document);
  expect(counts()).toEqual([800, 0]);
});

test('asked for, it is a step of its own', async () => {
  const { document, stroke, calls, counts } = openShop();
  stroke(10);
  await calls.protectProduct();
  expect(document.facts().undo).toBe('protect');
  document.undo();
  expect(counts()).toEqual([400, 0]);
});

test('a look that a stroke has overtaken is taken again with the next Remove; one that failed is not', async () => {
  let thrown: Error | null = new DOMException('the mask has changed since', 'AbortError');
  const { document, stroke, calls, counts } = openShop(() => thrown);
  stroke(10);
  await calls.protectUnasked(document);
  expect(counts()).toEqual([400, 0]);
  thrown = null;
  await calls.protectUnasked(document);
  expect(counts()).toEqual([400, 3600]);

  const other = openShop(() => thrown);
  thrown = new Error('out of memory');
  other.stroke(10);
  await other.calls.protectUnasked(other.document);
  thrown = null;
  await other.calls.protectUnasked(other.document);
  expect(other.counts()).toEqual([400, 0]);
});
