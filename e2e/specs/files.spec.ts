import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import sharp from 'sharp';
import { openEditor, pixelsOf, samplePath } from '../driver/editor.ts';

/** Hands files to the page as the browser does on a paste or a drop: a real DataTransfer. */
async function transfer(page: Page, kind: 'paste' | 'drop', path: string, onto = 'body'): Promise<void> {
  const bytes = readFileSync(path).toString('base64');
  await page.evaluate(
    ([type, base64, selector]) => {
      const data = new DataTransfer();
      const binary = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      data.items.add(new File([binary], 'handed.png', { type: 'image/png' }));
      const target = document.querySelector(selector) ?? document.body;
      if (type === 'paste')
        target.dispatchEvent(
          new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
        );
      else
        target.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    },
    [kind, bytes, onto] as const,
  );
}

async function drag(page: Page): Promise<void> {
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(['x'], 'x.png', { type: 'image/png' }));
    document.body.dispatchEvent(new DragEvent('dragenter', { dataTransfer: data, bubbles: true }));
  });
}

test('a paste opens beside the open work, which is one click away with its mask and history', async ({
  page,
}) => {
  const editor = await openEditor(page)
    .open(samplePath('perfume_marble', 'photo.jpg'))
    .box({ x: 100, y: 100 }, { x: 300, y: 200 });
  const mask = await editor.mask();
  const first = await editor.canvas.getAttribute('data-document');
  await transfer(page, 'paste', samplePath('mug_sweep', 'clean.png'));
  await expect(editor.canvas).not.toHaveAttribute('data-document', first ?? '');
  await editor.expectEmptyMask();
  await page
    .getByRole('button', { name: /photo\.jpg/ })
    .first()
    .click();
  await expect(editor.canvas).toHaveAttribute('data-document', first ?? '');
  expect((await editor.mask()).data).toEqual(mask.data);
  await editor.undo().expectEmptyMask();
});

test('a picture dropped on the open photo offers Open or Use as mask', async ({ page }) => {
  const editor = await openEditor(page);
  await editor.open(samplePath('perfume_marble', 'photo.jpg'));
  await drag(page);
  await expect(page.getByText('Use as mask')).toBeVisible();
  await transfer(page, 'drop', samplePath('perfume_marble', 'mask.png'), '[data-drop=mask]');
  const mask = await editor.expectSomeMask().mask();
  const wanted = await sharp(samplePath('perfume_marble', 'mask.png')).extractChannel(0).raw().toBuffer();
  let differing = 0;
  for (let i = 0; i < wanted.length; i++) if (mask.data[i] >= 128 !== wanted[i] >= 128) differing++;
  expect(differing).toBe(0);
});

test('a mask of another size names both sizes, and fits when asked to', async ({ page }) => {
  const editor = await openEditor(page);
  await editor.open(samplePath('perfume_marble', 'photo.jpg'));
  const small = await sharp(samplePath('perfume_marble', 'mask.png'))
    .resize(800, 600, { kernel: 'nearest' })
    .png()
    .toBuffer();
  for (const fit of [false, true]) {
    await editor.uploadMask({ name: 'small.png', mimeType: 'image/png', buffer: small });
    const dialog = page.getByRole('alertdialog');
    await expect(dialog).toContainText('The mask is 800×600, the photo is 1600×1200.');
    await dialog.getByRole('button', { name: fit ? 'Fit to the photo' : 'Cancel' }).click();
    await (fit ? editor.expectSomeMask() : editor.expectEmptyMask());
  }
});

test('JPEG and WebP are saved at full size under the photo’s name; PNG keeps what lies under transparency', async ({
  page,
}) => {
  const editor = await openEditor(page);
  const side = 64;
  const pixels = Buffer.alloc(side * side * 4);
  for (let i = 0; i < side * side; i++)
    pixels.set([(i * 7) & 255, (i * 13) & 255, (i * 29) & 255, i % 5 === 0 ? 0 : 255], 4 * i);
  const png = await sharp(pixels, { raw: { width: side, height: side, channels: 4 } })
    .png()
    .toBuffer();
  await editor.open({ name: 'clear.png', mimeType: 'image/png', buffer: png });
  const saved = await editor.savePhoto('PNG');
  expect(saved.name).toBe('clear_clean.png');
  expect(Buffer.compare((await pixelsOf(saved.bytes)).data, pixels)).toBe(0);
  for (const [format, type, name] of [
    ['JPEG', 'jpeg', 'clear_clean.jpg'],
    ['WebP', 'webp', 'clear_clean.webp'],
  ] as const) {
    const lossy = await editor.savePhoto(format);
    expect(lossy.name).toBe(name);
    const { width, height, format: written } = await sharp(lossy.bytes).metadata();
    expect([width, height, written]).toEqual([side, side, type]);
  }
});

test('copies the picture to the clipboard as PNG', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const editor = await openEditor(page);
  await editor.open(samplePath('perfume_marble', 'photo.jpg'));
  await editor.press('File format and more');
  await editor.press('Copy to clipboard');
  await expect(page.getByText('Picture copied to the clipboard.')).toBeAttached();
  const size = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const bitmap = await createImageBitmap(await item.getType('image/png'));
    return [bitmap.width, bitmap.height];
  });
  expect(size).toEqual([1600, 1200]);
});
