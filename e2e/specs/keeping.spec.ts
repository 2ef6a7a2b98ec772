import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { openEditor, samplePath } from '../driver/editor.ts';
import { expectSentence, noteSentence } from '../driver/sentence.ts';

const photo = samplePath('perfume_marble', 'photo.jpg');
const corner = { from: { x: 100, y: 100 }, to: { x: 400, y: 300 } };
const heading = 'Recent work';

const inStore = (page: Page): Promise<{ databases: number; caches: number; files: number }> =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    let files = 0;
    for await (const _ of (root as unknown as { keys(): AsyncIterable<string> }).keys()) files++;
    return { databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length, files };
  });

test('B-9 two tabs: the second looks on, takes over with all that was done, and the first looks on then', async ({
  page,
  context,
}) => {
  const first = await openEditor(page);
  await first.open(photo);
  await first.box(corner.from, corner.to);
  const other = await context.newPage();
  const second = await openEditor(other);
  const elsewhere = 'Open in another tab';
  await expectSentence(other.getByRole('status').filter({ hasText: elsewhere }));
  // A tab behind another gets no frames: one looks at the tab one works in.
  await page.bringToFront();
  await first.box({ x: 600, y: 600 }, { x: 700, y: 700 });
  const drawn = (await first.mask()).data;
  await other.bringToFront();
  // What is painted over there changes nothing here.
  await second.box({ x: 900, y: 100 }, { x: 1000, y: 200 });
  await other.getByRole('button', { name: 'Edit here' }).click();
  // Gone only when the work is here: what is done from then on counts.
  await expect(other.getByText(elsewhere)).toBeHidden();
  expect(Buffer.compare((await second.mask()).data, drawn)).toBe(0);
  await expect(page.getByText(elsewhere)).toBeVisible();
  await second.box({ x: 900, y: 600 }, { x: 1000, y: 700 });
  const more = (await second.mask()).data;
  expect(Buffer.compare(more, drawn)).not.toBe(0);
  await page.bringToFront();
  await page.getByRole('button', { name: 'Edit here' }).click();
  await expect(page.getByText(elsewhere)).toBeHidden();
  expect(Buffer.compare((await first.mask()).data, more)).toBe(0);
});

test('recent work: a closed photo opens as it was left; forgotten is forgotten, everything is everything', async ({
  page,
}) => {
  const editor = await openEditor(page);
  await editor.open({ name: 'perfume.jpg', mimeType: 'image/jpeg', buffer: readFileSync(photo) });
  await editor.box(corner.from, corner.to);
  const drawn = (await editor.mask()).data;
  await editor.open(samplePath('mug_sweep', 'photo.jpg'));
  await editor.press('Close perfume.jpg');
  await expect(page.getByRole('button', { name: 'Close perfume.jpg' })).toHaveCount(0);

  await editor.press(heading);
  const rows = page.getByRole('button', { name: /^Open \w+\.jpg$/ });
  await expect(rows).toHaveCount(2);
  await rows.filter({ hasText: 'perfume' }).click();
  await expect(page.getByText('Restored as you left it.')).toBeVisible();
  expect(Buffer.compare((await editor.mask()).data, drawn)).toBe(0);

  await editor.press(heading);
  await page.getByRole('button', { name: 'Forget perfume.jpg' }).click();
  await expect(rows).toHaveCount(1);
  await page.getByRole('button', { name: 'Forget everything' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Forget everything' }).click();
  await expect(page.getByText('Drop photos here')).toBeVisible();
  expect(await inStore(page)).toEqual({ databases: 0, caches: 0, files: 0 });
});

test('private session: nothing is kept, and a reload begins empty', async ({ page }) => {
  const editor = await openEditor(page);
  await editor.press(heading);
  await page.getByRole('switch', { name: 'Private session' }).click();
  await page.keyboard.press('Escape');
  await editor.open(photo);
  await editor.box(corner.from, corner.to);
  expect(
    await page.evaluate(async () => {
      const [found] = await indexedDB.databases();
      if (!found?.name) return 0;
      const open = indexedDB.open(found.name);
      await new Promise((resolve) => open.addEventListener('success', resolve));
      const count = open.result.transaction('records').objectStore('records').count();
      await new Promise((resolve) => count.addEventListener('success', resolve));
      open.result.close();
      return count.result;
    }),
  ).toBe(0);
  // What would be gone is asked about; what is kept, or about to be, is not.
  const closes = 'Close photo.jpg';
  const asked = page.getByRole('alertdialog');
  await editor.press(closes);
  await asked.getByRole('button', { name: 'Keep open' }).click();
  await expect(asked).toBeHidden();
  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await expect(page.getByText('Drop photos here')).toBeVisible();
});

test(
  'B-5, B-22 no room: said at once, work goes on in memory, leaving is asked about, and it is kept again when there is room',
  { tag: '@long' },
  async ({ page, context, baseURL }) => {
    const editor = await openEditor(page);
    const session = await context.newCDPSession(page);
    const origin = baseURL ?? '';
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1000 });
    await editor.open(photo);
    await expectSentence(page.getByText("Not being saved: the browser's storage is full."), 'B-5');
    await editor.box(corner.from, corner.to);
    const drawn = (await editor.mask()).data;
    // Leaving would lose it: the browser asks.
    const asked = page.waitForEvent('dialog');
    await page.evaluate(() => setTimeout(() => location.reload()));
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    noteSentence('B-22: the browser asks before the page is left, and only while something would be lost');
    await dialog.dismiss();
    await session.send('Storage.overrideQuotaForOrigin', { origin });
    await expect(page.getByText(/^Not being saved/)).toBeHidden({ timeout: 30_000 });
    await page.reload();
    expect(Buffer.compare((await editor.mask()).data, drawn)).toBe(0);
  },
);

test('B-6 no storage: said at once, and everything else works', { tag: '@long' }, async ({ page }) => {
  await page.route('**/assets/document.worker-*.js', async (route) => {
    const response = await route.fetch();
    const blocked = "Object.defineProperty(globalThis,'indexedDB',{get(){return undefined}});";
    await route.fulfill({ response, body: `${blocked}${await response.text()}` });
  });
  const editor = await openEditor(page);
  await editor.open(photo);
  await expectSentence(page.getByText("Not being saved: the browser's storage is blocked."));
  await editor.box(corner.from, corner.to);
  expect((await editor.savePhoto('PNG')).bytes.length).toBeGreaterThan(1000);
});

test(
  'B-4 a newer Cleanplate was here: said, and its data is left as it is',
  { tag: '@long' },
  async ({ page }) => {
    const editor = await openEditor(page);
    await page.evaluate(async () => {
      const open = indexedDB.open('cleanplate', 99);
      open.addEventListener('upgradeneeded', () => {
        const names = [...open.result.objectStoreNames];
        if (!names.includes('future')) open.result.createObjectStore('future').put('theirs', 1);
      });
      await new Promise((resolve) => open.addEventListener('success', resolve));
      open.result.close();
    });
    await page.reload();
    await editor.open(photo);
    await expectSentence(page.getByText(/a newer version of Cleanplate has been here/).first());
    const left = await page.evaluate(async () => {
      const open = indexedDB.open('cleanplate');
      await new Promise((resolve) => open.addEventListener('success', resolve));
      return [open.result.version, [...open.result.objectStoreNames].includes('future')];
    });
    expect(left).toEqual([99, true]);
  },
);

test(
  'B-7 cleared while open: noticed with the next stroke, and all of it is kept again',
  { tag: '@long' },
  async ({ page }) => {
    const editor = await openEditor(page);
    await editor.open(photo);
    await editor.box(corner.from, corner.to);
    await page.evaluate(async () => {
      const open = indexedDB.open('cleanplate');
      await new Promise((resolve) => open.addEventListener('success', resolve));
      const clearing = open.result.transaction('records', 'readwrite');
      clearing.objectStore('records').clear();
      await new Promise((resolve) => clearing.addEventListener('complete', resolve));
      open.result.close();
    });
    await editor.box({ x: 600, y: 600 }, { x: 700, y: 700 });
    const drawn = (await editor.mask()).data;
    await page.reload();
    expect(Buffer.compare((await editor.mask()).data, drawn)).toBe(0);
    noteSentence('nothing to say: all of it is written anew with the next stroke');
  },
);

test(
  'B-17 a crash of the page’s face: it says so, saves from there, and goes on with the work',
  { tag: '@long' },
  async ({ page }) => {
    const editor = await openEditor(page);
    await editor.open(photo);
    await editor.box(corner.from, corner.to);
    const drawn = (await editor.mask()).data;
    // A formatter that throws while React renders: the crash is real, only its cause is ours.
    await page.evaluate(() => {
      const value = () => {
        throw new Error('made by the test');
      };
      Object.defineProperty(Intl, 'DateTimeFormat', { value, configurable: true });
    });
    await editor.press(heading);
    await expectSentence(page.getByRole('main').filter({ hasText: 'The page stumbled' }));
    const [download] = await Promise.all([page.waitForEvent('download'), editor.press('Save photo')]);
    expect(readFileSync(await download.path()).length).toBeGreaterThan(1000);
    await editor.press('Go on');
    expect(Buffer.compare((await editor.mask()).data, drawn)).toBe(0);
  },
);

test(
  'B-10 a part of an older page is no longer at the server: a new version is offered, nothing goes blank',
  { tag: '@long' },
  async ({ page }) => {
    const editor = await openEditor(page);
    await editor.open(photo);
    await page.route('**/assets/RecentDialog-*.js', (route) => route.fulfill({ status: 404 }));
    await editor.press(heading);
    await expectSentence(page.getByText('A new version of Cleanplate is ready. Your work is kept.'));
    await expect(editor.canvas).toBeVisible();
  },
);
