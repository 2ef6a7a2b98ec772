import { expect, test, type Page } from '@playwright/test';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openEditor, pixelsOf, type Editor, type Pixels } from '../driver/editor.ts';
import { plainPng } from '../driver/photos.ts';
import { differences, grown, isSame, type Region } from '../driver/regions.ts';

const width = 480;
const height = 320;
const [first, second]: readonly Region[] = [
  { x: 60, y: 60, width: 50, height: 40 },
  // Over a part of the first: which of them lies on top is seen.
  { x: 90, y: 80, width: 60, height: 40 },
];
const reach = Math.ceil(0.003 * width) + 1;

const saved = async (editor: Editor): Promise<Pixels> => pixelsOf((await editor.savePhoto()).bytes);

/** Two results in the photo, the second over the first: as it is opened, with the first, with both. */
async function twoPatches(page: Page) {
  const buffer = await plainPng(width, height);
  const editor = await openEditor(page).open({ name: 'shoe.png', mimeType: 'image/png', buffer });
  const photo = await saved(editor);
  const remove = async ({ x, y, width: w, height: h }: Region) => {
    await editor
      .keys('0')
      .box({ x, y }, { x: x + w, y: y + h })
      .remove(2)
      .useResult(2);
    return saved(editor);
  };
  const one = await remove(first);
  const both = await remove(second);
  const list = page.getByRole('region', { name: 'Patches' });
  const names = () => list.locator('[aria-expanded] bdi').allTextContents();
  return { editor, photo, one, both, list, names };
}

test('patches are hidden, put in another order and deleted; what is saved follows, and undo takes each back', async ({
  page,
}) => {
  const { editor, photo, one, both, list, names } = await twoPatches(page);
  const regions = [grown(first, reach), grown(second, reach)];
  expect(differences(photo, both, regions).outside).toBe(0);
  expect(await names()).toEqual(['Patch 2', 'Patch 1']);
  const hide = (name: string) => list.getByRole('button', { name: `Hide ${name}`, exact: true }).click();

  await hide('Patch 2');
  expect(isSame(await saved(editor), one)).toBe(true);
  await hide('Patch 1');
  expect(isSame(await saved(editor), photo)).toBe(true);
  await editor.undo().undo();
  expect(isSame(await saved(editor), both)).toBe(true);

  await list.getByRole('button', { name: 'Move Patch 1: up and down keys' }).focus();
  await page.keyboard.press('ArrowUp');
  await expect.poll(names).toEqual(['Patch 1', 'Patch 2']);
  const turned = await saved(editor);
  // Where they overlap the first is seen now, its light fitted to what lies below it now; beyond the reach of either nothing is.
  expect(differences(turned, both, [grown(second, reach)]).inside[0]).toBeGreaterThan(100);
  expect(differences(turned, both, regions).outside).toBe(0);
  expect(differences(turned, photo, regions).outside).toBe(0);
  await editor.undo();
  await expect.poll(names).toEqual(['Patch 2', 'Patch 1']);
  expect(isSame(await saved(editor), both)).toBe(true);

  await list.getByRole('button', { name: /^Patch 2/ }).click();
  await list.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect.poll(names).toEqual(['Patch 1']);
  expect(isSame(await saved(editor), one)).toBe(true);
  await editor.undo();
  await expect.poll(names).toEqual(['Patch 2', 'Patch 1']);
  expect(isSame(await saved(editor), both)).toBe(true);
});

test('a patch is renamed, its edge made hard, and run again with its mask and settings; undo takes each back', async ({
  page,
}) => {
  const { editor, one, both, list, names } = await twoPatches(page);
  await list.getByRole('button', { name: /^Patch 2/ }).click();
  await list.getByRole('textbox', { name: 'Name' }).fill('Label');
  await page.keyboard.press('Enter');
  await expect.poll(names).toEqual(['Label', 'Patch 1']);
  await editor.undo();
  await expect.poll(names).toEqual(['Patch 2', 'Patch 1']);

  const edge = list.getByRole('slider', { name: 'Soft edge' });
  const soft = await edge.getAttribute('aria-valuenow').then(async (now) => now ?? (await edge.inputValue()));
  await edge.focus();
  await page.keyboard.press('Home');
  await expect(list.getByText('0 px', { exact: true })).toBeVisible();
  const hard = await saved(editor);
  // The mask grows by 1 px and is soft over a few: only that ring changes.
  const { x, y, width: w, height: h } = grown(second, reach);
  const core = { x: x + 5, y: y + 5, width: w - 10, height: h - 10 };
  const { inside, outside } = differences(hard, both, [core, grown(second, reach)]);
  expect(inside[0]).toBe(0);
  expect(inside[1]).toBeGreaterThan(100);
  expect(outside).toBe(0);
  await editor.undo();
  expect(Number(soft)).toBeGreaterThan(0);
  await expect(list.getByText(`${soft} px`, { exact: true })).toBeVisible();
  expect(isSame(await saved(editor), both)).toBe(true);

  await list.getByRole('button', { name: 'Try again', exact: true }).click();
  await expect.poll(names).toEqual(['Patch 1']);
  await editor.expectSomeMask();
  expect(isSame(await saved(editor), one)).toBe(true);
  const options = page.getByRole('option', { name: /^Result/ });
  await expect(options).toHaveCount(2);
  await editor.press('Remove');
  await expect(options).toHaveCount(4);
  await expect(page.getByRole('button', { name: 'Remove', exact: true })).toBeVisible();
  await editor.useResult(3);
  await expect.poll(names).toHaveLength(2);
  await editor.undo().undo();
  await expect.poll(names).toEqual(['Patch 2', 'Patch 1']);
  expect(isSame(await saved(editor), both)).toBe(true);
});

test('a report opens from a disk without a network: bar, badge and parameters', async ({ page, browser }) => {
  const { editor } = await twoPatches(page);
  await editor.press('File format and more');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Report for others…' }).click(),
  ]);
  const path = join(mkdtempSync(join(tmpdir(), 'cleanplate-report-')), download.suggestedFilename());
  await download.saveAs(path);
  const offline = await browser.newContext({ offline: true, locale: 'en-GB' });
  const report = await offline.newPage();
  const asked: string[] = [];
  const complaints: string[] = [];
  report.on('request', (request) => asked.push(request.url().slice(0, 5)));
  report.on('console', (message) => complaints.push(message.text()));
  report.on('pageerror', ({ message }) => complaints.push(message));
  await report.goto(pathToFileURL(path).href);

  await expect(report.getByText(/^0\s*of [\d,]+ pixels outside the masks changed$/)).toBeVisible();
  await expect(report.getByRole('heading', { name: 'shoe.png' })).toBeVisible();
  await expect(report.getByRole('row', { name: /^Pixels changed outside the mask 0 \/ / })).toHaveCount(2);
  await expect(report.getByRole('row', { name: 'Left this computer No' })).toHaveCount(2);
  const bar = report.getByRole('slider', { name: 'Before and after' });
  const before = report.locator('.slider .before').first();
  for (const [key, hidden] of [
    ['Home', '100%'],
    ['End', '0%'],
  ]) {
    await bar.press(key);
    await expect
      .poll(() => before.evaluate((picture) => getComputedStyle(picture).clipPath))
      .toMatch(new RegExp(`^inset\\(0(px)? (calc\\(${hidden}|${hidden}|0px)`));
  }
  const pictures = report.locator('img');
  await expect(pictures).toHaveCount(6);
  expect(
    await pictures.evaluateAll((all) => all.every((one) => (one as HTMLImageElement).naturalWidth > 100)),
  ).toBe(true);
  // The file, and nothing that is not in it.
  expect(asked.filter((scheme) => scheme !== 'data:')).toEqual(['file:']);
  expect(complaints).toEqual([]);
  await offline.close();
});
