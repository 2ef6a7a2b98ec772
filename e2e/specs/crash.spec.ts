// The page goes down, or what it paints on: everything is there again (B-1, B-3, B-8, B-13, B-19 is in input.spec.ts).
import { expect, test, type Page } from '@playwright/test';
import { documentWorker } from '../driver/documentWorker.ts';
import { openEditor, samplePath } from '../driver/editor.ts';
import { expectSentence, noteSentence } from '../driver/sentence.ts';

const photo = samplePath('perfume_marble', 'photo.jpg');

test('B-1 a reload in the middle of a stroke: it is there but for its last quarter of a second', async ({
  page,
}) => {
  const editor = await openEditor(page);
  await editor.open(photo).tool('Brush');
  const along = await Promise.all([200, 400, 600, 800].map((x) => editor.screenPoint({ x, y: 300 })));
  await page.mouse.move(along[0].x, along[0].y);
  await page.mouse.down();
  for (const { x, y } of along.slice(1)) await page.mouse.move(x, y, { steps: 5 });
  // 250 ms may be lost: what is older than that may not.
  await page.waitForTimeout(300);
  await page.mouse.move(along[3].x, along[3].y + 1);
  await page.reload();
  await expectSentence(page.getByText('Restored as you left it.'));
  await editor.expectMask(
    [200, 400, 600, 800].map((x) => ({ x, y: 300 })),
    [{ x: 1000, y: 300 }],
  );
  await editor.undo().expectEmptyMask();
});

test('B-3 the tab’s process dies: a new tab has photo, mask and undo, and may write', async ({
  page,
  context,
}) => {
  const editor = await openEditor(page);
  await editor.open(photo);
  await editor.box({ x: 100, y: 100 }, { x: 400, y: 300 });
  await editor.box({ x: 700, y: 700 }, { x: 800, y: 800 });
  const drawn = (await editor.mask()).data;
  const session = await context.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  // It never answers: its process is gone.
  void session.send('Page.crash').catch(() => undefined);
  await crashed;
  const other = await context.newPage();
  const again = await openEditor(other);
  await expectSentence(other.getByText('Restored as you left it.'));
  expect(Buffer.compare((await again.mask()).data, drawn)).toBe(0);
  // The lock went with the process: this tab may go on.
  await expect(other.getByText('Open in another tab')).toHaveCount(0);
  await again.undo();
  await again.expectMask([{ x: 200, y: 200 }], [{ x: 750, y: 750 }]);
});

/** Number of the first record in the log of the one photo that is kept. */
async function firstRecord(): Promise<number> {
  const open = indexedDB.open('cleanplate');
  await new Promise((resolve) => open.addEventListener('success', resolve));
  const heads = open.result
    .transaction('records')
    .objectStore('records')
    .getAll(IDBKeyRange.bound(['head'], ['head', []]));
  await new Promise((resolve) => heads.addEventListener('success', resolve));
  open.result.close();
  return (heads.result as { first: number }[])[0].first;
}

test(
  'B-8 what was written reads back differently: noticed, and all of it is written anew',
  { tag: '@long' },
  async ({ page }) => {
    const editor = await openEditor(page);
    await editor.open(photo);
    await editor.box({ x: 100, y: 100 }, { x: 400, y: 300 });
    await (
      await documentWorker(page)
    ).evaluate(() => {
      const { add } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.add = function (value: Uint8Array, key?: IDBValidKey) {
        IDBObjectStore.prototype.add = add;
        const rotten = value.slice();
        rotten[rotten.length - 1] ^= 1;
        return add.call(this, rotten, key);
      };
    });
    await editor.box({ x: 700, y: 700 }, { x: 800, y: 800 });
    const drawn = (await editor.mask()).data;
    // The page goes into the background: it waits for the disk, and reads back.
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    // Written anew: the log begins behind the old one.
    await expect.poll(() => page.evaluate(firstRecord)).toBeGreaterThan(0);
    await page.reload();
    await expect(page.getByText('Restored as you left it.')).toBeVisible();
    expect(Buffer.compare((await editor.mask()).data, drawn)).toBe(0);
    noteSentence('nothing to say: what was read back differently is written anew');
  },
);

/** What the test keeps in the document's worker. */
interface Seen {
  contexts: OffscreenCanvasRenderingContext2D[];
  lostAt?: number | undefined;
  /** When painting was begun since then. */
  paintedAt?: number | undefined;
}

/** The canvases' pixels on screen, from a place where the photo and a mask lie. */
async function shown(page: Page): Promise<Buffer> {
  const area = await page.getByRole('application', { name: 'Photo editor' }).boundingBox();
  if (!area) throw new Error('the editor is not shown');
  const clip = {
    x: area.x + area.width / 2 - 150,
    y: area.y + area.height / 2 - 150,
    width: 300,
    height: 300,
  };
  return page.screenshot({ clip, animations: 'disabled' });
}

test(
  'B-13 the canvases lose their contexts: painted again within a second',
  { tag: '@long' },
  async ({ page }) => {
    const editor = await openEditor(page);
    const worker = await documentWorker(page);
    // A hand on the contexts as they are made: no page can make a browser lose one.
    await worker.evaluate(() => {
      const scope = globalThis as unknown as Seen;
      scope.contexts = [];
      const { prototype } = OffscreenCanvasRenderingContext2D;
      const { clearRect, putImageData } = prototype;
      const see = (context: OffscreenCanvasRenderingContext2D) => {
        if (!scope.contexts.includes(context)) scope.contexts.push(context);
        scope.paintedAt ??= performance.now();
      };
      // The photo's canvas is cleared before it is painted, the overlay's is painted by its pixels.
      prototype.clearRect = function (...rect) {
        see(this);
        return clearRect.apply(this, rect);
      };
      prototype.putImageData = function (...args: unknown[]) {
        see(this);
        return putImageData.apply(this, args as Parameters<typeof putImageData>);
      };
    });
    await editor.open(photo);
    await editor.box({ x: 300, y: 200 }, { x: 1300, y: 1000 });
    await page.mouse.move(5, 5);
    const before = await shown(page);
    const lose = (isRestored: boolean) =>
      worker.evaluate((restored) => {
        const scope = globalThis as unknown as Seen;
        const { contexts } = scope;
        scope.paintedAt = undefined;
        scope.lostAt = performance.now();
        for (const context of contexts) {
          context.reset();
          context.canvas.dispatchEvent(new Event('contextlost'));
          if (restored) context.canvas.dispatchEvent(new Event('contextrestored'));
        }
        return contexts.length;
      }, isRestored);
    expect(await lose(false)).toBeGreaterThanOrEqual(2);
    await expect.poll(async () => Buffer.compare(await shown(page), before)).not.toBe(0);
    await lose(true);
    await expect.poll(async () => Buffer.compare(await shown(page), before)).toBe(0);
    const took = await worker.evaluate(() => {
      const { paintedAt = Infinity, lostAt = 0 } = globalThis as unknown as Seen;
      return paintedAt - lostAt;
    });
    expect(took).toBeLessThan(1000);
    noteSentence('nothing to say: photo and overlay are painted again');
  },
);

test(
  'B-13 the graphics process dies: what is shown stays, and painting goes on',
  { tag: '@long' },
  async ({ page, browser }) => {
    const editor = await openEditor(page);
    await editor.open(photo);
    await editor.box({ x: 300, y: 200 }, { x: 1300, y: 1000 });
    await page.mouse.move(5, 5);
    const before = await shown(page);
    const session = await browser.newBrowserCDPSession();
    await session.send('Browser.crashGpuProcess').catch(() => undefined);
    await expect.poll(async () => Buffer.compare(await shown(page), before)).toBe(0);
    await editor.stroke({ x: 100, y: 100 }, { x: 200, y: 120 });
    await editor.expectMask(
      [
        { x: 150, y: 110 },
        { x: 800, y: 600 },
      ],
      [{ x: 250, y: 150 }],
    );
  },
);
