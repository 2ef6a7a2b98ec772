// Masks that Google finds, through page, proxy and emulator: while it removes (Imagen), and as an extract (Gemini).
import { expect as plain, test, type Page } from '@playwright/test';
import sharp from 'sharp';
import { openEditor, pixelsOf, samplePath, type Pixels } from '../driver/editor.ts';
import { chooseEngine, googleAlone, refusedCards, results } from '../driver/googlePage.ts';
import { startGoogle, type GoogleAtHand } from '../driver/programs.ts';

/** A whole photo is filled and compared: on a busy machine that takes its time. */
const expect = plain.configure({ timeout: 60_000 });

const [width, height] = [480, 360];
let google: GoogleAtHand;
let photo: Buffer;
let truth: Pixels;

test.describe.configure({ mode: 'serial', timeout: 180_000 });
test.beforeAll(async () => {
  google = await startGoogle();
  const size = [width, height, { fit: 'fill' }] as const;
  photo = await sharp(samplePath('armchair_room', 'clean.png'))
    .resize(...size)
    .png()
    .toBuffer();
  truth = await pixelsOf(
    await sharp(samplePath('armchair_room', 'foreground.png'))
      .resize(...size)
      .png()
      .toBuffer(),
  );
});
test.afterAll(() => google.stop());
test.beforeEach(async ({ page }) => {
  await google.control('reset');
  await page.addInitScript(googleAlone);
});

const file = () => ({ name: 'room.png', mimeType: 'image/png', buffer: photo });

async function chooseWhatMustGo(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('combobox', { name: 'What must go' }).click();
  await page.getByRole('option', { name }).click();
}

const isProduct = (at: number) => truth.data[4 * at] >= 128;

for (const [engine, mode] of [
  ['Imagen 3', 'The foreground'],
  ['Imagen 3', 'The background'],
  ['Imagen 3', 'Things of certain classes'],
  ['Imagen 2', 'The foreground'],
  ['Imagen 2', 'The background'],
  ['Imagen 2', 'Things of certain classes'],
] as const)
  // The older model takes the same way through the page with a format of its own: with the catalogue of faults.
  test(
    `${engine} finds by itself: ${mode}`,
    { tag: engine === 'Imagen 2' ? ['@long'] : [] },
    async ({ page }) => {
      const editor = await openEditor(page, google.address).open(file());
      await chooseEngine(page, new RegExp(engine));
      await chooseWhatMustGo(page, new RegExp(mode));
      await expect(page.getByText(/The whole photo goes to Google/)).toBeVisible();
      if (mode === 'Things of certain classes') {
        await expect(page.getByRole('button', { name: 'Remove', exact: true })).toBeDisabled();
        await page.getByRole('button', { name: 'Choose classes…' }).click();
        await page.getByRole('searchbox', { name: 'Search classes' }).fill('arm');
        await page.getByRole('checkbox', { name: 'armchair', exact: true }).check();
        await page.getByRole('button', { name: 'Let Imagen find them' }).click();
      }
      await editor.remove(1).useResult(1);
      const saved = await pixelsOf((await editor.savePhoto('PNG')).bytes);
      const before = await pixelsOf(photo);
      // The emulator finds the foreground for classes too. What it does not paint stays the photo's, to the last bit.
      const gone = mode === 'The background' ? (at: number) => !isProduct(at) : isProduct;
      let [taken, ofGone, kept, ofKept] = [0, 0, 0, 0];
      for (let at = 0; at < width * height; at++) {
        const differs = [0, 1, 2].some((c) => saved.data[4 * at + c] !== before.data[4 * at + c]);
        if (gone(at)) {
          ofGone++;
          if (differs) taken++;
        } else {
          ofKept++;
          if (!differs) kept++;
        }
      }
      expect(taken / ofGone).toBeGreaterThan(0.5);
      // A mask grows by 1 % of the width: on a photo this small that rim is a sixth of the armchair.
      expect(kept / ofKept).toBeGreaterThan(0.8);
    },
  );

async function overlapWithTruth(mask: { data: Uint8Array }): Promise<number> {
  let [both, either] = [0, 0];
  for (let at = 0; at < width * height; at++) {
    const found = mask.data[at] === 255;
    if (found && isProduct(at)) both++;
    if (found || isProduct(at)) either++;
  }
  return both / either;
}

test('Gemini extracts up to five of the 194 classes into the mask', async ({ page }) => {
  const editor = await openEditor(page, google.address).open(file());
  await editor.menu('Extract', 'Classes…');
  const search = page.getByRole('searchbox', { name: 'Search classes' });
  for (const name of ['armchair', 'lamp', 'table', 'pillow', 'window']) {
    await search.fill(name);
    await page.getByRole('checkbox', { name, exact: true }).check();
  }
  await search.fill('');
  await expect(page.getByRole('dialog').getByRole('checkbox')).toHaveCount(194);
  await expect(page.getByRole('checkbox', { name: 'mouse', exact: true })).toBeDisabled();
  await expect(page.getByText(/whole photo, made small, goes to Google/)).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Extract', exact: true }).click();
  await editor.expectSaid(/Found; it is in the mask/);
  expect(await overlapWithTruth(await editor.mask())).toBeGreaterThan(0.9);
});

test('a candidate that does not line up is a card with its reason, and Try again brings one that does', async ({
  page,
}) => {
  await google.control('misbehave', { how: { repainted: true } });
  const editor = await openEditor(page, google.address)
    .open(file())
    .box({ x: 60, y: 60 }, { x: 110, y: 100 });
  await chooseEngine(page, /Gemini/);
  await editor.press('Remove');
  await expect(refusedCards(page)).toContainText('does not line up with the photo');
  await expect(results(page)).toHaveCount(0);
  await google.control('reset');
  await refusedCards(page).getByRole('button', { name: 'Try again' }).click();
  await expect(results(page)).toHaveCount(1);
  await expect(refusedCards(page)).toHaveCount(0);
});

test("a model that answers in words is a card with Google's words, never a blank one, and Try again works", async ({
  page,
}) => {
  await google.control('fail', { name: 'U-12:text', times: 1 });
  const editor = await openEditor(page, google.address)
    .open(file())
    .box({ x: 60, y: 60 }, { x: 110, y: 100 });
  await chooseEngine(page, /Gemini/);
  await editor.press('Remove');
  await expect(refusedCards(page)).toContainText('I cannot edit this picture, sorry.');
  await expect(results(page)).toHaveCount(0);
  await refusedCards(page).getByRole('button', { name: 'Try again' }).click();
  await expect(results(page)).toHaveCount(1);
  await expect(refusedCards(page)).toHaveCount(0);
});
