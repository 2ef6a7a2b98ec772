// Files that cannot be written, and files that are no longer what was chosen (B-14, B-20, B-21, I-27).
import { copyFileSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import sharp from 'sharp';
import { documentWorker } from '../driver/documentWorker.ts';
import { openEditor, samplePath } from '../driver/editor.ts';
import { expectSentence, noteSentence } from '../driver/sentence.ts';

const photo = samplePath('perfume_marble', 'photo.jpg');
const messages = (page: Page) => page.getByRole('region', { name: 'Messages' });

test(
  'B-14 the browser makes no file of a canvas this large: WebP is written without one, to the pixel',
  { tag: '@long' },
  async ({ page }) => {
    const editor = await openEditor(page);
    await editor.open(photo);
    const pixelsOf = (bytes: Buffer) => sharp(bytes).removeAlpha().raw().toBuffer();
    const png = await pixelsOf((await editor.savePhoto('PNG')).bytes);
    for (const blob of ['empty', 'none'] as const) {
      await (
        await documentWorker(page)
      ).evaluate((kind) => {
        OffscreenCanvas.prototype.convertToBlob = () =>
          kind === 'empty'
            ? Promise.resolve(new Blob([], { type: 'image/webp' }))
            : Promise.reject(new DOMException('too large', 'EncodingError'));
      }, blob);
      const { bytes } = await editor.savePhoto('WebP');
      expect((await sharp(bytes).metadata()).format).toBe('webp');
      expect(Buffer.compare(await pixelsOf(bytes), png)).toBe(0);
    }
    noteSentence('nothing to say: it is written without a canvas, without loss');
  },
);

test(
  'B-20 the clipboard is refused: said, and saving is named as the way',
  { tag: '@long' },
  async ({ page, context }) => {
    await context.clearPermissions();
    await page.addInitScript(() => {
      navigator.clipboard.write = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    });
    const editor = await openEditor(page);
    await editor.open(photo);
    await editor.press('File format and more');
    await editor.press('Copy to clipboard');
    await expectSentence(messages(page).getByText(/The browser refused the clipboard\. Save photo works\./));
  },
);

for (const [what, at, error] of [
  ['the right to write is taken back', 'createWritable', 'NotAllowedError'],
  ['the disk is full', 'write', 'QuotaExceededError'],
] as const)
  test(
    `B-20, B-21 ${what} while the photo is saved: said, and the file there is as it was`,
    { tag: '@long' },
    async ({ page }) => {
      await page.addInitScript(
        ([step, name]) => {
          const refuse = () => Promise.reject(new DOMException('no', name));
          const place = async () => {
            const folder = await navigator.storage.getDirectory();
            const handle = await folder.getFileHandle('place', { create: true });
            if (step === 'createWritable') Object.assign(handle, { createWritable: refuse });
            // Half of it is on its way when the disk is full.
            else
              Object.assign(handle, {
                async createWritable() {
                  const stream = await FileSystemFileHandle.prototype.createWritable.call(handle);
                  return Object.assign(stream, {
                    async write(blob: Blob) {
                      await FileSystemWritableFileStream.prototype.write.call(stream, blob.slice(0, 500));
                      return refuse();
                    },
                  });
                },
              });
            return handle;
          };
          Object.assign(globalThis, { showSaveFilePicker: place });
        },
        [at, error] as const,
      );
      const editor = await openEditor(page);
      await page.evaluate(async () => {
        const folder = await navigator.storage.getDirectory();
        const stream = await (await folder.getFileHandle('place', { create: true })).createWritable();
        await stream.write('what was there');
        await stream.close();
      });
      await editor.open(photo);
      await editor.press('File format and more');
      await editor.press('Save as…');
      await expectSentence(messages(page).getByText(/The file could not be written\. Choose another place/));
      const left = await page.evaluate(async () => {
        const folder = await navigator.storage.getDirectory();
        return (await (await folder.getFileHandle('place')).getFile()).text();
      });
      expect(left).toBe('what was there');
      expect((await editor.savePhoto('PNG')).bytes.length).toBeGreaterThan(1000);
    },
  );

test.describe('I-27 a file on disk', () => {
  let folder: string;
  test.beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cleanplate-disk-'));
  });
  test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test(
    'that is deleted before its turn comes is said to be unreadable, and the others open',
    { tag: '@long' },
    async ({ page }) => {
      const [first, second] = ['first.jpg', 'second.jpg'].map((name) => join(folder, name));
      copyFileSync(photo, first);
      copyFileSync(photo, second);
      const editor = await openEditor(page);
      // The first one takes until the second is gone.
      await (
        await documentWorker(page)
      ).evaluate(() => {
        const scope = globalThis as unknown as { goOn: () => void };
        const make = createImageBitmap;
        const held = new Promise<void>((resolve) => (scope.goOn = resolve));
        globalThis.createImageBitmap = (async (...args: Parameters<typeof make>) => {
          await held;
          return make(...args);
        }) as typeof make;
      });
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), editor.press('Open photo')]);
      await chooser.setFiles([first, second]);
      await expect(page.getByText(/Opening first\.jpg \(1 of 2\)/)).toBeVisible();
      rmSync(second);
      await (
        await documentWorker(page)
      ).evaluate(() => (globalThis as unknown as { goOn: () => void }).goOn());
      await expectSentence(messages(page).getByText(/The file is no longer readable\. Choose it again\./));
      await expect(editor.canvas).toHaveAttribute('data-photo-width', '1600');
    },
  );

  test(
    'that changes while its photo is open is noticed on coming back; the photo stays as it was opened',
    { tag: '@long' },
    async ({ page }) => {
      const path = join(folder, 'shoe.jpg');
      copyFileSync(photo, path);
      const editor = await openEditor(page);
      await editor.open(path);
      await editor.box({ x: 100, y: 100 }, { x: 400, y: 300 });
      await page.evaluate(() => dispatchEvent(new Event('focus')));
      await editor.expectSomeMask();
      await expect(messages(page)).toHaveCount(0);
      writeFileSync(path, 'exported anew');
      utimesSync(path, new Date(), new Date(Date.now() + 5000));
      await page.evaluate(() => dispatchEvent(new Event('focus')));
      await expectSentence(
        messages(page).getByText(/The file on disk has changed or is gone since it was opened/),
      );
      expect((await editor.savePhoto('JPEG')).bytes.length).toBeGreaterThan(10_000);
      await page.reload();
      await editor.expectMask([{ x: 200, y: 200 }], [{ x: 500, y: 500 }]);
    },
  );
});
