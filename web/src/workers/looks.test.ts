import { expect, test } from 'vitest';
import type { HeavyWork } from './heavyWork.ts';
import { createLooks } from './looks.ts';
import { openDesk } from './testDesk.ts';
import { viewPhoto, viewWithoutMasked } from '../document/photoReader.ts';

test('beside the mask the product is looked for in a photo where what is masked is seen as its surroundings, and a pixel round it; the rest is the photo', () => {
  const { document } = openDesk({ width: 200, height: 160 });
  // The red thing on four fields, with some room.
  document.act('mask', 'box', (surface) => surface.box({ x: 65, y: 45, width: 70, height: 70 }, 'add'));
  const rect = { x: 50, y: 30, width: 100, height: 100 };
  const photo = viewPhoto(document).read(rect, 100, 100).data;
  const seen = viewWithoutMasked(document).read(rect, 100, 100).data;
  let [reds, changed] = [0, 0];
  for (let i = 0; i < 100 * 100; i++) {
    const [x, y] = [(i % 100) + rect.x, Math.floor(i / 100) + rect.y];
    if (photo[4 * i] === 200) expect(x > 65 && x < 135 && y > 45 && y < 115).toBe(true);
    if (seen[4 * i + 1] < 55) reds++;
    const isNear = x >= 64 && x < 136 && y >= 44 && y < 116;
    if (!isNear && [0, 1, 2, 3].some((c) => seen[4 * i + c] !== photo[4 * i + c])) changed++;
  }
  expect([reds, changed]).toEqual([0, 0]);
});

/** Work that never ends unless it is stopped. */
const endless: HeavyWork = {
  run: (_, signal) =>
    new Promise((__, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as Error));
    }),
};
const masked = () => {
  const { document } = openDesk({ width: 200, height: 160 });
  document.act('mask', 'box', (surface) => surface.box({ x: 65, y: 45, width: 70, height: 70 }, 'add'));
  return document;
};

test('a look ahead ends when somebody paints, and not once somebody waits for it', async () => {
  const document = masked();
  const looks = createLooks(endless, endless);
  looks.lookAhead(document);
  looks.stopAhead();
  const waitedFor = looks.productBesideMask(document);
  looks.lookAhead(document);
  looks.stopAhead();
  const soon = new Promise((resolve) => setTimeout(resolve, 20, 'still looking'));
  expect(await Promise.race([waitedFor, soon])).toBe('still looking');
});
