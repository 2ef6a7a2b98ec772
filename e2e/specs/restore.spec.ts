import { expect, test } from '@playwright/test';
import { openEditor, samplePath } from '../driver/editor.ts';

const photo = samplePath('perfume_marble', 'photo.jpg');

test(
  'reload: photo, mask, undo and redo are as they were; Start over can be undone',
  { tag: ['@B-1'] },
  async ({ page }) => {
    const editor = await openEditor(page);
    await editor.open(photo);
    await editor.box({ x: 100, y: 100 }, { x: 400, y: 300 });
    await editor.stroke({ x: 900, y: 200 }, { x: 1100, y: 260 });
    await editor.box({ x: 700, y: 700 }, { x: 800, y: 800 });
    const full = (await editor.mask()).data;
    await editor.undo();
    const before = (await editor.mask()).data;

    await page.reload();
    await expect(page.getByText('Restored as you left it.')).toBeVisible();
    await expect(editor.canvas).toHaveAttribute('data-photo-width', '1600');
    expect(Buffer.compare((await editor.mask()).data, before)).toBe(0);
    await editor.redo();
    expect(Buffer.compare((await editor.mask()).data, full)).toBe(0);

    await page.reload();
    await page.getByRole('button', { name: 'Start over' }).click();
    await expect(page.getByRole('status', { name: 'Mask' })).toHaveText('Nothing is masked yet');
    await editor.undo();
    expect(Buffer.compare((await editor.mask()).data, full)).toBe(0);
  },
);
