// Between the page and its server: offline, a portal in between, a server that is restarted (B-11, B-12), and clicks (H-15).
import { expect, test, type Page } from '@playwright/test';
import sharp from 'sharp';
import { openEditor, samplePath, type Editor } from '../driver/editor.ts';
import { startGoogle, type GoogleAtHand, type Program } from '../driver/programs.ts';
import { expectSentence, noteSentence } from '../driver/sentence.ts';

/** Only what Google makes is counted here: no result of this computer beside it. */
const googleAlone = () => localStorage.setItem('cleanplate.settings.1', '{"localBeside":false}');

let google: GoogleAtHand;
test.beforeAll(async () => {
  google = await startGoogle();
});
test.afterAll(() => google.stop());
test.beforeEach(() => google.control('reset'));

const results = (page: Page) => page.getByRole('option', { name: /^Result/ });
const removeButton = (page: Page) => page.getByRole('button', { name: 'Remove', exact: true });

/** A small photo with a mask, and an engine of Google's asked for one result. */
async function atGoogle(page: Page, address = google.address): Promise<Editor> {
  await page.addInitScript(googleAlone);
  const photo = await sharp(samplePath('perfume_marble', 'photo.jpg')).resize(480, 360).png().toBuffer();
  const editor = await openEditor(page, address)
    .open({ name: 'perfume.png', mimeType: 'image/png', buffer: photo })
    .box({ x: 120, y: 290 }, { x: 160, y: 320 });
  await page.getByRole('combobox', { name: 'Engine' }).click();
  await page.getByRole('option', { name: /Imagen 3/ }).click();
  await page.getByRole('slider', { name: 'Number of results' }).focus();
  await page.keyboard.press('Home');
  return editor;
}

test(
  'B-11 offline in the middle of a removal: said, nothing is lost, and this computer does it',
  { tag: '@long' },
  async ({ page, context }) => {
    const editor = await atGoogle(page);
    const before = (await editor.mask()).data;
    await google.control('fail', { name: 'U-9', times: -1 });
    await context.setOffline(true);
    await removeButton(page).click();
    const messages = page.getByRole('region', { name: 'Messages' });
    await expectSentence(messages.getByText(/You are offline\. Editing and export still work\./));
    await messages.getByRole('button', { name: 'Use this computer' }).click();
    await editor.stroke({ x: 300, y: 60 }, { x: 340, y: 80 });
    expect((await editor.savePhoto('PNG')).bytes.length).toBeGreaterThan(1000);
    await editor.undo();
    expect(Buffer.compare((await editor.mask()).data, before)).toBe(0);
    // Without the installed page's own copy the engine's script comes from the server; offline.spec.ts removes with that.
    await context.setOffline(false);
    await editor.remove(1);
  },
);

test(
  'B-11 a portal answers in the place of the server: known by its content type, and said',
  { tag: '@long' },
  async ({ page }) => {
    const editor = await atGoogle(page);
    await page.route('**/api/removals', (route) =>
      route.fulfill({ status: 200, contentType: 'text/html', body: '<h1>Welcome to our Wi-Fi</h1>' }),
    );
    await removeButton(page).click();
    await expectSentence(page.getByText(/Something else answered in the place of the server/));
    await editor.expectSomeMask();
    await page.unroute('**/api/removals');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(results(page)).toHaveCount(1);
    expect(await google.calls()).toBe(1);
  },
);

for (const [row, signal, how, tag] of [
  ['B-12', 'SIGTERM', 'restarted', '@main'],
  ['S-2', 'SIGKILL', 'killed and started again', '@long'],
] as const)
  test(
    `${row} the server is ${how} in the middle of a removal: asked once more under the same key, unseen`,
    { tag },
    async ({ page }) => {
      let server: Program = await google.serverWith({ CLEANPLATE_DRAIN_MS: '100' });
      try {
        const editor = await atGoogle(page, server.address);
        const before = (await editor.mask()).data;
        const keys: (string | undefined)[] = [];
        page.on('request', (request) => {
          if (request.method() === 'POST') keys.push(request.headers()['idempotency-key']);
        });
        await google.control('fail', { name: 'U-9', times: 1 });
        await removeButton(page).click();
        await expect.poll(() => google.calls()).toBe(1);
        await server.stop(signal);
        await expect(page.getByText('Trying again…')).toBeVisible();
        server = await google.serverWith({ PORT: new URL(server.address).port });
        await expect(results(page)).toHaveCount(1);
        expect(keys).toHaveLength(2);
        expect(keys[0]).toBe(keys[1]);
        await expect(page.getByRole('region', { name: 'Messages' })).toHaveCount(0);
        expect(Buffer.compare((await editor.mask()).data, before)).toBe(0);
        noteSentence('Trying again… (the progress of Remove; no message when the replay works)');
      } finally {
        await server.stop();
      }
    },
  );

test(
  'B-12 a server that does not come back is named, and the mask is kept',
  { tag: '@long' },
  async ({ page }) => {
    const server = await google.serverWith({});
    const editor = await atGoogle(page, server.address);
    await server.stop('SIGKILL');
    await removeButton(page).click();
    await expectSentence(page.getByText(/Cleanplate's server does not answer\. Start it again/));
    await editor.expectSomeMask();
  },
);

test('H-15 thirty clicks on Remove within a second are one job', { tag: '@long' }, async ({ page }) => {
  await atGoogle(page);
  await google.control('delay', { ms: 800 });
  const button = await removeButton(page).boundingBox();
  if (!button) throw new Error('no Remove');
  await page.mouse.move(button.x + button.width / 2, button.y + button.height / 2);
  // As the system counts them: within the time of a double click each is one more.
  for (let clickCount = 1; clickCount <= 30; clickCount++) {
    await page.mouse.down({ clickCount });
    await page.mouse.up({ clickCount });
  }
  await expect(page.getByRole('button', { name: 'Cancel', exact: true })).toBeVisible();
  await expect(results(page)).toHaveCount(1);
  await expect(removeButton(page)).toBeVisible();
  expect(await google.calls()).toBe(1);
  noteSentence(
    'the button is Cancel from the first click on, and the clicks of a double click do not reach it',
  );
});
