import { expect, test, type Page } from '@playwright/test';
import { openEditor, pixelsOf, type Editor, type Pixels } from '../driver/editor.ts';
import { plainPng } from '../driver/photos.ts';
import {
  changedBounds,
  cropped,
  differences,
  grown,
  isNear,
  isSame,
  shownOf,
  type Region,
} from '../driver/regions.ts';

const width = 480;
const height = 320;
/** A thing in the middle, so that the bar of the split goes through it. */
const thing: Region = { x: 205, y: 135, width: 70, height: 50 };
/** The default dilation. */
const margin = 0.003 * width;
/** Where a result may differ. */
const reach = Math.ceil(margin) + 1;

const openProduct = async (page: Page): Promise<Editor> =>
  openEditor(page).open({ name: 'shoe.png', mimeType: 'image/png', buffer: await plainPng(width, height) });

const maskThing = (editor: Editor, { x, y, width: w, height: h }: Region = thing) =>
  editor.box({ x, y }, { x: x + w, y: y + h });

const saved = async (editor: Editor): Promise<Pixels> => pixelsOf((await editor.savePhoto()).bytes);

/** A result on screen, not used; and what a saved file shows of its surroundings without it and with it. */
async function shownResult(page: Page) {
  const editor = await openProduct(page);
  const around = grown(thing, 12);
  const photo = cropped(await saved(editor), around);
  await maskThing(editor).remove(1).useResult(1);
  const result = cropped(await saved(editor), around);
  await editor.undo();
  await page.getByRole('option', { name: /^Result 1/ }).click();
  return { editor, around, photo, result };
}

test('the photo comes back while \\ is held; a bar shows it on one side and the result on the other', async ({
  page,
}) => {
  const { editor, around, photo, result } = await shownResult(page);
  const shows = (wanted: Pixels) =>
    expect.poll(async () => isNear(await shownOf(editor, around), wanted)).toBe(true);
  await shows(result);
  await page.keyboard.down('\\');
  await shows(photo);
  await page.keyboard.up('\\');
  await shows(result);

  await editor.press('Before / after slider');
  // The bar goes through the middle; its handle is some pixels wide.
  const { width: w, height: h } = around;
  const half = (long: number) => Math.floor(long / 2) - 5;
  const sides = {
    left: { x: 0, y: 0, width: half(w), height: h },
    right: { x: w - half(w), y: 0, width: half(w), height: h },
    above: { x: 0, y: 0, width: w, height: half(h) },
    below: { x: 0, y: h - half(h), width: w, height: half(h) },
  };
  for (const [button, before, after] of [
    ['Bar upright', sides.left, sides.right],
    ['Bar across', sides.above, sides.below],
  ] as const) {
    await editor.press(button);
    // Both sides hold something of the result: one that shows the wrong picture would be seen.
    for (const side of [before, after])
      expect(isNear(cropped(photo, side), cropped(result, side))).toBe(false);
    await expect
      .poll(async () => {
        const shown = await shownOf(editor, around);
        return [
          isSame(cropped(shown, before), cropped(photo, before)),
          isNear(cropped(shown, after), cropped(result, after)),
        ];
      })
      .toEqual([true, true]);
  }
});

test('the difference is black where the result is the photo, to the pixel and at every gain, and nowhere else', async ({
  page,
}) => {
  const { editor, around, photo, result } = await shownResult(page);
  await editor.press('Difference');
  const isBlack = ({ data }: Pixels, i: number) => data[4 * i] + data[4 * i + 1] + data[4 * i + 2] === 0;
  for (const gain of ['× 1', '× 32']) {
    await page.getByRole('radio', { name: gain, exact: true }).click();
    await expect
      .poll(async () => {
        const shown = await shownOf(editor, around);
        let wrong = 0;
        for (let i = 0; i < around.width * around.height; i++)
          if (
            isBlack(shown, i) !==
            (photo.data.compare(result.data, 4 * i, 4 * i + 4, 4 * i, 4 * i + 4) === 0)
          )
            wrong++;
        return wrong;
      })
      .toBe(0);
  }
  // Outside the mask and its margin the two are the same, so what is black there is proof.
  const inside = {
    x: 12 - reach,
    y: 12 - reach,
    width: thing.width + 2 * reach,
    height: thing.height + 2 * reach,
  };
  expect(differences(photo, result, [inside]).outside).toBe(0);
  expect(differences(photo, result, [inside]).inside[0]).toBeGreaterThan(0.5 * thing.width * thing.height);
});

test('one, two and four beside each other open on the mask and move as one', async ({ page }) => {
  const editor = await openProduct(page);
  await maskThing(editor).remove(4);
  await page.getByRole('option', { name: /^Result 3/ }).click();
  await editor.press('Side by side');
  const grid = page.getByRole('region', { name: 'Compare' });
  const bar = page.getByRole('toolbar', { name: 'Compare results' });
  const layout = async (name: string, labels: readonly string[]) => {
    await bar.getByRole('button', { name, exact: true }).click();
    await expect(grid.locator('figcaption > :first-child')).toHaveText(labels);
  };
  await layout('Four', ['Result 1', 'Result 2', 'Result 3', 'Result 4']);
  await layout('One', ['Result 3']);
  await layout('Two side by side', ['Photo', 'Result 3']);

  const boxes = await Promise.all([0, 1].map((at) => grid.locator('canvas').nth(at).boundingBox()));
  const [left, right] = boxes.map((box) => box ?? { x: 0, y: 0, width: 0, height: 0 });
  /** Where photo and result differ, in the panels' own pixels: all else is the same in both. */
  const changed = async (): Promise<Region> => {
    await page.mouse.move(2, 2);
    const shot = await pixelsOf(await page.screenshot({ animations: 'disabled' }));
    const [before, after] = [left, right].map(({ x, y, width: w, height: h }) =>
      cropped(shot, {
        x: Math.ceil(x) + 4,
        // Below the shadow of the bar, above the captions.
        y: Math.ceil(y) + 60,
        width: Math.floor(w) - 8,
        height: Math.floor(h) - 120,
      }),
    );
    return changedBounds(before, after) ?? { x: 0, y: 0, width: 0, height: 0 };
  };
  const middle = ({ x, width: w }: Region) => x + w / 2;
  await expect.poll(async () => Math.abs(middle(await changed()) - left.width / 2)).toBeLessThan(8);
  const opened = await changed();
  expect(opened.width).toBeGreaterThan(100);

  // Zoomed in the one, dragged in the other: both follow, or the panels would differ all over.
  await page.mouse.move(right.x + right.width / 2, right.y + right.height / 2);
  await page.mouse.wheel(0, 240);
  await expect.poll(async () => (await changed()).width).toBeLessThan(0.9 * opened.width);
  const zoomed = await changed();
  await page.mouse.move(left.x + 100, left.y + 100);
  await page.mouse.down();
  await page.mouse.move(left.x + 140, left.y + 100, { steps: 3 });
  await page.mouse.up();
  await expect.poll(async () => Math.round(middle(await changed()) - middle(zoomed))).toBe(40);
  expect((await changed()).width).toBe(zoomed.width);
});

test('the badge counts: nothing outside the mask and its margin changed, of as many pixels as there are', async ({
  page,
}) => {
  const editor = await openProduct(page);
  await maskThing(editor).stroke({ x: 60, y: 60 }, { x: 90, y: 70 });
  const mask = await editor.mask();
  let masked = 0;
  const r = Math.floor(margin);
  const grownMask = new Uint8Array(width * height);
  mask.data.forEach((value, i) => {
    if (value === 0) return;
    for (let dy = -r; dy <= r; dy++) {
      const half = Math.floor(Math.sqrt(margin * margin - dy * dy));
      const row = Math.floor(i / width) + dy;
      for (let dx = -half; dx <= half; dx++) {
        const x = (i % width) + dx;
        if (row >= 0 && row < height && x >= 0 && x < width) grownMask[row * width + x] = 1;
      }
    }
  });
  for (const value of grownMask) masked += value;
  await editor.remove(2);
  for (const number of [1, 2]) {
    await page.getByRole('option', { name: new RegExp(`^Result ${number}`) }).click();
    const total = (width * height - masked).toLocaleString('en');
    await expect(
      page.getByText(
        `0 of ${total} pixels outside the mask (with its ${Math.round(margin)} px margin) changed`,
        { exact: true },
      ),
    ).toBeVisible();
    await expect(page.getByText(/^(Edge|The edge may show): contrast [\d.]+, colour [\d.]+$/)).toBeVisible();
  }
});

test('each separate area may take another result; what is saved is each of them in its place', async ({
  page,
}) => {
  const [a, b]: Region[] = [
    { x: 60, y: 50, width: 50, height: 40 },
    { x: 360, y: 230, width: 36, height: 30 },
  ];
  const editor = await openProduct(page);
  const photo = await saved(editor);
  await maskThing(editor, a);
  await maskThing(editor, b).remove(4);
  const pure: Pixels[] = [];
  for (const number of [2, 4]) {
    await editor.useResult(number);
    pure.push(await saved(editor));
    await editor.undo();
  }
  await page.getByRole('option', { name: /^Result 2/ }).click();
  await editor.press('A result for each area');
  await page.getByRole('radio', { name: 'Area A: Result 2' }).click();
  await page.getByRole('radio', { name: 'Area B: Result 4' }).click();
  await editor.press('Use this mix');
  await expect(page.getByRole('listbox', { name: 'Results' })).toHaveCount(0);
  const mix = await saved(editor);
  const parts = [grown(a, reach), grown(b, reach)];
  const [two, four] = pure;
  expect(differences(mix, two, parts)).toMatchObject({ inside: [0, expect.any(Number)], outside: 0 });
  expect(differences(mix, four, parts)).toMatchObject({ inside: [expect.any(Number), 0], outside: 0 });
  // Two and four are two candidates: in either place the other one would have been seen.
  for (const count of differences(two, four, parts).inside) expect(count).toBeGreaterThan(300);
  expect(differences(mix, photo, parts).outside).toBe(0);
});

test('rounds are kept: Remove again adds to them, and the results of an earlier mask stay in reach', async ({
  page,
}) => {
  const editor = await openProduct(page);
  const options = page.getByRole('option', { name: /^Result/ });
  await maskThing(editor).remove(2).useResult(2);
  const second = await saved(editor);
  await editor.undo();
  await editor.press('Remove');
  await expect(options).toHaveCount(4);
  await expect(page.getByRole('button', { name: 'Remove', exact: true })).toBeVisible();
  await editor.useResult(2);
  expect(isSame(await saved(editor), second)).toBe(true);
  await editor.undo();

  // By now the view is close to the mask.
  await editor.stroke({ x: 210, y: 140 }, { x: 270, y: 130 }).remove(1);
  await expect(page.getByText('Round 2 of 2')).toBeVisible();
  await editor.press('Previous round');
  await expect(page.getByText('Round 1 of 2')).toBeVisible();
  await expect(options).toHaveCount(4);
  await editor.useResult(2);
  expect(isSame(await saved(editor), second)).toBe(true);
});
