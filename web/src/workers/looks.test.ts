import { expect, test } from 'vitest';
import type { HeavyWork } from './heavyWork.ts';
import { createLooks } from './looks.ts';
import { openDesk } from './testDesk.ts';
import { withoutMasked } from '@cleanplate/shared/segment/withoutMasked.ts';
import { viewMask, viewPhoto } from '../document/photoReader.ts';

test('beside the mask the product is looked for in a photo where what is masked is seen as its surroundings, and a pixel round it; the rest is the photo', async () => {
  const { document } = openDesk({ width: 200, height: 160 });
  // The red thing on four fields, with some room.
  document.act('mask', 'box', (surface) => surface.box({ x: 65, y: 45, width: 70, height: 70 }, 'add'));
  const rect = { x: 50, y: 30, width: 100, height: 100 };
  const photo = viewPhoto(document).read(rect, 100, 100).data;
  const beside = withoutMasked(viewPhoto(document), viewMask(document));
  const seen = (await beside.read(rect, 100, 100)).data;
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

/** Work that never ends unless it is stopped, and how often it has begun. */
function endlessWork(): HeavyWork & { begun: number } {
  const work = {
    begun: 0,
    run: (_: unknown, signal?: AbortSignal) => {
      work.begun++;
      return new Promise<never>((__, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason as Error));
      });
    },
  };
  return work;
}
const masked = () => {
  const { document } = openDesk({ width: 200, height: 160 });
  document.act('mask', 'box', (surface) => surface.box({ x: 65, y: 45, width: 70, height: 70 }, 'add'));
  return document;
};
const after = (ms: number) => new Promise<string>((resolve) => setTimeout(resolve, ms, 'still looking'));

test('a look ahead ends when somebody paints, and not once somebody waits for it', async () => {
  const document = masked();
  const ahead = endlessWork();
  const looks = createLooks(ahead, endlessWork(), 0);
  looks.lookAhead(document);
  await after(5);
  expect(ahead.begun).toBe(1);
  looks.stopAhead();
  const waitedFor = looks.productBesideMask(document);
  looks.lookAhead(document);
  await after(5);
  looks.stopAhead();
  expect(await Promise.race([waitedFor, after(20)])).toBe('still looking');
  expect(ahead.begun).toBe(2);
});

test('stroke after stroke, nothing is looked for ahead until the hand has rested', async () => {
  const document = masked();
  const ahead = endlessWork();
  const looks = createLooks(ahead, endlessWork(), 30);
  for (let stroke = 0; stroke < 4; stroke++) {
    looks.lookAhead(document);
    await after(5);
    looks.stopAhead();
  }
  await after(50);
  expect(ahead.begun).toBe(0);
  looks.lookAhead(document);
  await after(60);
  expect(ahead.begun).toBe(1);
});
