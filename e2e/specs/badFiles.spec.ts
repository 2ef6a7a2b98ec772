import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { badFiles, oddNames } from '../driver/badFiles.ts';
import { openEditor, samplePath } from '../driver/editor.ts';
import { expectSentence } from '../driver/sentence.ts';
import { emptyPng } from '../driver/forgedPng.ts';

test.describe('a file that cannot be opened', () => {
  test(
    'ends in its sentence, and the open work is untouched',
    { tag: ['@I-1', '@I-2', '@I-3', '@I-4', '@I-5', '@I-10', '@I-22', '@I-23'] },
    async ({ page }) => {
      test.setTimeout(180_000);
      const outside: string[] = [];
      page.on('request', (request) => {
        if (!request.url().startsWith('http://127.0.0.1') && !/^(blob|data):/.test(request.url()))
          outside.push(request.url());
      });
      const editor = await openEditor(page)
        .open(samplePath('mug_sweep', 'photo.jpg'))
        .box({ x: 100, y: 100 }, { x: 300, y: 200 });
      const before = await editor.mask();
      for (const { row, name, bytes, sentence } of await badFiles()) {
        const [chooser] = await Promise.all([page.waitForEvent('filechooser'), editor.press('Open photo')]);
        await chooser.setFiles({ name, mimeType: 'image/jpeg', buffer: bytes });
        const message = page
          .getByRole('group', { name: 'Messages' })
          .or(page.getByRole('region', { name: /Messages|Notifications/ }));
        await test.step(`${row} ${name}`, () => expectSentence(message.getByText(sentence), row));
        await expect(
          message.getByText('Your picture and mask are kept.').last(),
          `${row} ${name}`,
        ).toBeVisible();
        await message.getByRole('button', { name: 'Dismiss' }).first().click();
      }
      await expect(editor.canvas).toHaveAttribute('data-photo-width', '1600');
      expect((await editor.mask()).data).toEqual(before.data);
      expect(outside).toEqual([]);
      await expect(page).not.toHaveTitle('hacked');
    },
  );

  test('opens as far as it goes when the user wants that', { tag: ['@I-1'] }, async ({ page }) => {
    const editor = await openEditor(page);
    const half = (await badFiles()).find(({ name }) => name === 'half.jpg');
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), editor.press('Open photo')]);
    await chooser.setFiles({
      name: 'half.jpg',
      mimeType: 'image/jpeg',
      buffer: half?.bytes ?? Buffer.alloc(0),
    });
    await page.getByRole('button', { name: 'Open what is there' }).click();
    await expect(editor.canvas).toHaveAttribute('data-photo-width', '1600');
  });
});

test(
  'content decides what a file is, whatever its name or type claims',
  { tag: ['@I-25'] },
  async ({ page }) => {
    const editor = await openEditor(page);
    const picture = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#336699' } })
      .png()
      .toBuffer();
    page.on('dialog', (dialog) => {
      throw new Error(`a dialog opened: ${dialog.message()}`);
    });
    for (const name of oddNames) {
      await editor.open({ name, mimeType: 'image/jpeg', buffer: picture });
      const [download] = await Promise.all([page.waitForEvent('download'), editor.press('Download mask')]);
      // oxlint-disable-next-line no-control-regex -- that they are gone is what is tested
      expect(download.suggestedFilename()).toMatch(/^[^\u0000-\u001f\u202e/\\]{1,220}_mask\.png$/u);
    }
  },
);

test('odd sizes open: one pixel, a line, a long panorama', { tag: ['@I-11'] }, async ({ page }) => {
  const editor = await openEditor(page);
  for (const [width, height] of [
    [1, 1],
    [1, 30_000],
    [60_000, 10],
  ]) {
    await editor.open({ name: `${width}.png`, mimeType: 'image/png', buffer: emptyPng(width, height) });
    await expect(editor.canvas).toHaveAttribute('data-photo-width', String(width));
    const mask = await editor.press('Invert mask').mask();
    expect([mask.width, mask.height]).toEqual([width, height]);
    expect(mask.data.every((value) => value === 255)).toBe(true);
  }
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), editor.press('Open photo')]);
  await chooser.setFiles({ name: 'panorama.png', mimeType: 'image/png', buffer: emptyPng(100_000, 10) });
  await expectSentence(page.getByText(/100000×10: the longest side may be 65500 pixels/));
});
