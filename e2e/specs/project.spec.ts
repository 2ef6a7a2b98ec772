import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { openEditor, samplePath } from '../driver/editor.ts';

test('a project file opens in an empty browser where it was saved; a damaged one ends in a sentence', async ({
  page,
  browser,
  baseURL,
}) => {
  // The plain download: the browser's own picker cannot be driven.
  const withoutPicker = () => delete (globalThis as { showSaveFilePicker?: unknown }).showSaveFilePicker;
  await page.addInitScript(withoutPicker);
  const editor = await openEditor(page);
  await editor.open(samplePath('perfume_marble', 'photo.jpg'));
  await editor.box({ x: 100, y: 100 }, { x: 400, y: 300 });
  const drawn = (await editor.mask()).data;
  await page.getByRole('button', { name: 'File format and more' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save project' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('photo.cleanplate');
  const bytes = readFileSync(await download.path());

  const context = await browser.newContext({
    ...(baseURL ? { baseURL } : {}),
    serviceWorkers: 'block',
    locale: 'en-GB',
  });
  const other = await context.newPage();
  const opened = await openEditor(other);
  const project = (buffer: Buffer) => ({
    name: 'photo.cleanplate',
    mimeType: 'application/octet-stream',
    buffer,
  });
  await opened.open(project(bytes));
  expect(Buffer.compare((await opened.mask()).data, drawn)).toBe(0);
  const [chooser] = await Promise.all([other.waitForEvent('filechooser'), opened.press('Open photo')]);
  await chooser.setFiles(project(bytes.subarray(0, bytes.length / 2)));
  await expect(other.getByText('This project file is damaged or incomplete.')).toBeVisible();
  await context.close();
});

test('a project that the first version saved opens with its mask, patch and results', async ({ page }) => {
  const editor = await openEditor(page).open({
    name: 'old.cleanplate',
    mimeType: 'application/octet-stream',
    buffer: readFileSync(new URL('../../web/src/storage/testFiles/version1.cleanplate', import.meta.url)),
  });
  await expect(editor.canvas).toHaveAttribute('data-photo-width', '600');
  await editor.expectBounds(440, 210, 24, 20);
  await expect(page.getByRole('option', { name: /^Result/ })).toHaveCount(2);
  await expect(page.getByRole('button', { name: 'Hide Patch 1' })).toBeVisible();
});
