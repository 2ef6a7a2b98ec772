// Masks that Gemini paints, through page, proxy and emulator: every kind of extract, each way into the mask, every refusal.
import { expect as plain, test, type Page } from '@playwright/test';
import sharp from 'sharp';
import { openEditor, pixelsOf, samplePath, type Editor } from '../driver/editor.ts';
import { dismissAll, messages } from '../driver/googlePage.ts';
import { startGoogle, type GoogleAtHand } from '../driver/programs.ts';

/** A whole photo is looked at and its edges are followed: on a busy machine that takes its time. */
const expect = plain.configure({ timeout: 30_000 });

const [width, height] = [480, 360];
let google: GoogleAtHand;
let page: Page;
let editor: Editor;
/** Whether a pixel is the product's, by the sample's truth. */
let isProduct: readonly boolean[];

test.describe.configure({ mode: 'serial' });
test.beforeAll(async ({ browser }) => {
  google = await startGoogle();
  const sized = (file: string) =>
    sharp(samplePath('armchair_room', file)).resize(width, height, { fit: 'fill' }).png().toBuffer();
  const truth = await pixelsOf(await sized('foreground.png'));
  isProduct = Array.from({ length: width * height }, (_, at) => truth.data[4 * at] >= 128);
  page = await browser.newPage();
  editor = await openEditor(page, google.address).open({
    name: 'room.png',
    mimeType: 'image/png',
    buffer: await sized('clean.png'),
  });
});
test.afterAll(() => google.stop());
test.beforeEach(() => google.control('reset'));

async function extract(entry: string): Promise<void> {
  await editor.menu('Extract', entry);
  await editor.expectSaid(/Found; it is in the mask/);
}

async function into(way: string): Promise<void> {
  await editor.press('Extract');
  await page.getByRole('menuitemradio', { name: way }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
}

/** Intersection over union of the mask with what ought to be masked. */
async function overlap(wanted: (at: number) => boolean): Promise<number> {
  const { data } = await editor.mask();
  let [both, either] = [0, 0];
  for (let at = 0; at < data.length; at++) {
    const [found, meant] = [data[at] === 255, wanted(at)];
    if (found && meant) both++;
    if (found || meant) either++;
  }
  return both / either;
}

async function inWords(words: string): Promise<void> {
  await editor.menu('Extract', 'In your words…');
  await page.getByRole('textbox', { name: 'What is to be masked' }).fill(words);
  await page.getByRole('dialog').getByRole('button', { name: 'Extract', exact: true }).click();
}

test('the foreground, the background, people, and what one says in words become masks one can edit', async () => {
  await extract('Foreground by Gemini');
  expect(await overlap((at) => isProduct[at])).toBeGreaterThan(0.9);
  await extract('Background by Gemini');
  expect(await overlap((at) => !isProduct[at])).toBeGreaterThan(0.9);
  // The emulator takes people, and any words without "background", for the foreground.
  await extract('People by Gemini');
  expect(await overlap((at) => isProduct[at])).toBeGreaterThan(0.9);
  await editor.press('Clear mask');
  await inWords('the armchair');
  await expect(page.getByRole('status', { name: 'Mask' })).toHaveText(/% of the photo/);
  expect(await overlap((at) => isProduct[at])).toBeGreaterThan(0.9);
  await editor.undo().expectEmptyMask();
});

test('an extract is added to the mask, and taken from it', async () => {
  await editor.box({ x: 10, y: 10 }, { x: 60, y: 40 });
  const isBoxed = (at: number) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    return x >= 10 && x < 60 && y >= 10 && y < 40;
  };
  await into('Adds to the mask');
  await extract('Foreground by Gemini');
  expect(await overlap((at) => isProduct[at] || isBoxed(at))).toBeGreaterThan(0.9);
  await editor.expectMask(
    [
      { x: 12, y: 12 },
      { x: 57, y: 37 },
    ],
    [{ x: 70, y: 12 }],
  );

  await into('Takes from the mask');
  await extract('Foreground by Gemini');
  // What is left is the box, and at most a seam where two looks at the same edge differ.
  expect(await overlap(isBoxed)).toBeGreaterThan(0.8);
  await into('Replaces the mask');
});

test('an answer that is no mask, in words, or nothing at all is refused with a sentence, and Try again works', async () => {
  const before = await editor.press('Clear mask').box({ x: 10, y: 10 }, { x: 60, y: 40 }).mask();
  const refused = async (sentence: RegExp) => {
    await editor.menu('Extract', 'Foreground by Gemini');
    await expect(messages(page).getByText(sentence)).toBeVisible();
    expect((await editor.mask()).data).toEqual(before.data);
  };
  await google.control('fail', { name: 'U-12:text', times: 1 });
  await refused(/Google answered in words instead of a picture: I cannot edit this picture, sorry\./);
  await dismissAll(page);
  await google.control('fail', { name: 'U-13', times: 1 });
  await refused(/Google's safety filter declined this picture/);
  await dismissAll(page);
  await google.control('misbehave', { how: { repainted: true } });
  await refused(/no mask|not a mask|painted something else/i);
  await google.control('reset');
  await messages(page).getByRole('button', { name: 'Try again' }).click();
  await editor.expectSaid(/Found; it is in the mask/);
  expect(await overlap((at) => isProduct[at])).toBeGreaterThan(0.9);
  await expect(messages(page)).toHaveCount(0);
});
