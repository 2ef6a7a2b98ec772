// The engine on this computer goes wrong, or is asked twice (E-1 to E-7), and workers that do not load (B-18).
import { expect, test, type Page } from '@playwright/test';
import sharp from 'sharp';
import { openEditor, pixelsOf, samplePath, type Editor } from '../driver/editor.ts';
import { expectSentence, noteSentence } from '../driver/sentence.ts';

const photo = samplePath('perfume_marble', 'photo.jpg');
const messages = (page: Page) => page.getByRole('region', { name: 'Messages' });
const removeButton = (page: Page) => page.getByRole('button', { name: 'Remove', exact: true });
const cancelButton = (page: Page) => page.getByRole('button', { name: 'Cancel', exact: true });
const results = (page: Page) => page.getByRole('option', { name: /^Result/ });

const engineScript = '**/assets/engine.worker-*.js';
/** In the place of a worker's script, with the headers without which an isolated page takes none. */
const script = (body: string) => ({
  contentType: 'text/javascript',
  headers: { 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-resource-policy': 'same-origin' },
  body,
});
const endlessScript = script('addEventListener("message", () => { for (;;); })');

/** The engine's worker is at its endless work. */
const isBusy = (page: Page) =>
  expect.poll(() => page.workers().some((worker) => worker.url().includes('/engine.worker'))).toBe(true);

/** A small photo with a mask, one result asked for: the engine's slowest way takes seconds, not minutes. */
async function withMask(page: Page): Promise<Editor> {
  const buffer = await sharp(photo).resize(480, 360).png().toBuffer();
  const editor = await openEditor(page)
    .open({ name: 'perfume.png', mimeType: 'image/png', buffer })
    .box({ x: 120, y: 290 }, { x: 160, y: 320 });
  await page.getByRole('slider', { name: 'Number of results' }).focus();
  await page.keyboard.press('Home');
  return editor;
}

test(
  'E-1 the engine’s worker dies: said, started anew at once; after five times it is left alone for a minute',
  { tag: '@long' },
  async ({ page }) => {
    let dying = 1;
    await page.route(engineScript, (route) =>
      dying-- > 0
        ? route.fulfill(
            script('setTimeout(() => { throw new RangeError("Array buffer allocation failed") }, 20)'),
          )
        : route.continue(),
    );
    const editor = await withMask(page);
    await removeButton(page).click();
    await expectSentence(
      messages(page).getByText(/The removal failed here\. Your picture and mask are kept/),
    );
    await messages(page).getByRole('button', { name: 'Try again' }).click();
    await expect(results(page)).toHaveCount(1, { timeout: 30_000 });
    await expect(removeButton(page)).toBeVisible();
    await page.reload();
    dying = 99;
    await editor.expectSomeMask();
    await removeButton(page).click();
    for (let crash = 2; crash <= 5; crash++) {
      await messages(page).getByRole('button', { name: 'Try again' }).click();
      await expect(removeButton(page)).toBeVisible();
    }
    await messages(page).getByRole('button', { name: 'Try again' }).click();
    await expectSentence(messages(page).getByText(/failed here several times in a row\. Wait a minute/));
    await editor.expectSomeMask();
  },
);

test(
  'E-2 the engine never ends: Cancel gives the button back at once; unasked it is ended after a minute',
  { tag: '@long' },
  async ({ page }) => {
    await page.clock.install();
    await page.route(engineScript, (route) => route.fulfill(endlessScript));
    const editor = await withMask(page);
    await removeButton(page).click();
    await expect(cancelButton(page)).toBeVisible();
    await isBusy(page);
    const took = await cancelButton(page).evaluate(async (button: HTMLButtonElement) => {
      const started = performance.timeOrigin + performance.now();
      button.click();
      while (button.textContent !== 'Remove') await new Promise(requestAnimationFrame);
      return performance.timeOrigin + performance.now() - started;
    });
    // 200 ms is the promise; here two browsers and an endless loop share two cores.
    expect(took).toBeLessThan(1000);
    await editor.expectSomeMask();
    await removeButton(page).click();
    await expect(cancelButton(page)).toBeVisible();
    await expect
      .poll(async () => {
        await page.clock.fastForward(30_000);
        return removeButton(page).isVisible();
      })
      .toBe(true);
    await expectSentence(messages(page).getByText(/The removal failed here/));
  },
);

test(
  'E-3, B-18 the fast part of the engine is missing or cut: slower, said, and the results are the same',
  { tag: '@long' },
  async ({ page, browser, baseURL }) => {
    const editor = await withMask(page);
    await editor.remove(1);
    const fast = await pixelsOf((await editor.useResult(1).savePhoto('PNG')).bytes);
    for (const cut of [false, true]) {
      const context = await browser.newContext({
        ...(baseURL ? { baseURL } : {}),
        serviceWorkers: 'block',
        locale: 'en-GB',
        viewport: { width: 1440, height: 900 },
      });
      const other = await context.newPage();
      await other.route('**/assets/kernels*.wasm', async (route) => {
        if (!cut) return route.fulfill({ status: 404 });
        const response = await route.fetch();
        return route.fulfill({ response, body: (await response.body()).subarray(0, 900) });
      });
      const slow = await withMask(other);
      await slow.remove(1);
      await expectSentence(messages(other).getByText(/The fast part of the engine could not be loaded/));
      const same = await pixelsOf((await slow.useResult(1).savePhoto('PNG')).bytes);
      expect(Buffer.compare(same.data, fast.data)).toBe(0);
      await context.close();
    }
  },
);

test('E-6, E-7 without shared memory: one thread, the same bytes', { tag: '@long' }, async ({ page }) => {
  const editor = await withMask(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await editor.remove(1);
  const shared = await pixelsOf((await editor.useResult(1).savePhoto('PNG')).bytes);
  await editor.undo();
  await page.route('**/*', async (route) => {
    if (route.request().resourceType() !== 'document') return route.continue();
    const response = await route.fetch();
    const { 'cross-origin-embedder-policy': _, ...headers } = response.headers();
    return route.fulfill({ response, headers });
  });
  await page.reload();
  await editor.expectSomeMask();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  await removeButton(page).click();
  await expect(results(page)).toHaveCount(2, { timeout: 30_000 });
  await expect(removeButton(page)).toBeVisible();
  const alone = await pixelsOf((await editor.useResult(2).savePhoto('PNG')).bytes);
  expect(Buffer.compare(alone.data, shared.data)).toBe(0);
  noteSentence('nothing to say: the results are the same');
});

test('E-4 a second Remove, on another photo: it waits and says so, and follows when the first is over', async ({
  page,
}) => {
  // The first one works until it is cancelled.
  let endless = 1;
  await page.route(engineScript, (route) =>
    endless-- > 0 ? route.fulfill(endlessScript) : route.continue(),
  );
  const editor = await withMask(page);
  await removeButton(page).click();
  await expect(cancelButton(page)).toBeVisible();
  await isBusy(page);
  await editor.open(samplePath('mug_sweep', 'photo.jpg'));
  await editor.box({ x: 780, y: 590 }, { x: 820, y: 615 });
  await removeButton(page).click();
  await expectSentence(page.getByText('Waiting until the removal before it is finished…'));
  // It can be taken back while it waits, which leaves the first alone.
  await cancelButton(page).click();
  await expect(removeButton(page)).toBeVisible();
  await removeButton(page).click();
  await expect(page.getByText('Waiting until the removal before it is finished…')).toBeVisible();
  // What is painted meanwhile is painted at once: the page is not blocked.
  await editor.stroke({ x: 200, y: 200 }, { x: 260, y: 210 });
  await page
    .getByRole('button', { name: /^perfume\.png/ })
    .first()
    .click();
  await expect(cancelButton(page)).toBeVisible();
  await cancelButton(page).click();
  await expect(removeButton(page)).toBeVisible();
  await page
    .getByRole('button', { name: /^photo\.jpg/ })
    .first()
    .click();
  await expect(results(page)).toHaveCount(1, { timeout: 30_000 });
});

test(
  'E-5 no memory for the area at its size: filled smaller, and said',
  { tag: '@long' },
  async ({ page }) => {
    await page.route(engineScript, async (route) => {
      const response = await route.fetch();
      // As on a computer that has no more than that many pages of 64 KB to give.
      const little =
        'const Memory = WebAssembly.Memory;' +
        'WebAssembly.Memory = function (of) { return new Memory({ ...of, maximum: Math.min(of.maximum, 320) }); };';
      await route.fulfill({ response, body: `${little}${await response.text()}` });
    });
    const editor = await openEditor(page).open(photo).box({ x: 300, y: 300 }, { x: 900, y: 800 });
    await editor.remove(1);
    await expectSentence(messages(page).getByText(/not enough memory for this area at full size/));
  },
);

test(
  'B-18 the document’s worker does not load: named at once, and nothing is blank',
  { tag: '@long' },
  async ({ page }) => {
    await page.route('**/assets/document.worker-*.js', (route) => route.fulfill({ status: 404 }));
    await openEditor(page);
    await expectSentence(messages(page).getByText(/The part of Cleanplate that holds your photo/));
    await expect(page.getByRole('heading', { name: 'Cleanplate' })).toBeVisible();
  },
);

test(
  'B-18 the engine’s worker does not load: named, and the mask is kept',
  { tag: '@long' },
  async ({ page }) => {
    await page.route(engineScript, (route) => route.fulfill({ status: 404 }));
    const editor = await withMask(page);
    await removeButton(page).click();
    await expectSentence(messages(page).getByText(/The removal failed here/));
    await editor.expectSomeMask();
  },
);
