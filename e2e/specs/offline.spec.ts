import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { openEditor, pixelsOf, samplePath } from '../driver/editor.ts';

test.use({ serviceWorkers: 'allow' });

test(
  'installable; with the network off it starts, edits, removes in threads and saves',
  { tag: ['@B-11'] },
  async ({ page, context, baseURL }) => {
    test.setTimeout(180_000);
    const editor = await openEditor(page);
    await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);

    const manifest = (await (await page.request.get('/manifest.webmanifest')).json()) as {
      icons: { src: string; sizes: string; purpose: string }[];
    };
    expect(manifest.icons.map(({ purpose }) => purpose)).toContain('maskable');
    for (const { src, sizes } of manifest.icons) {
      const { width, height, format } = await sharp(await (await page.request.get(src)).body()).metadata();
      expect([`${width}x${height}`, format]).toEqual([sizes, 'png']);
    }

    await context.setOffline(true);
    await page.goto(baseURL ?? '/');
    await expect(page.getByRole('heading', { name: 'Cleanplate' })).toBeVisible();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await editor.open(samplePath('mug_sweep', 'photo.jpg'));
    await editor.box({ x: 780, y: 590 }, { x: 820, y: 615 });
    await editor.remove(1);
    await editor.press('Use this result');
    const saved = await pixelsOf((await editor.savePhoto('PNG')).bytes);
    const photo = await pixelsOf(samplePath('mug_sweep', 'photo.jpg'));
    expect([saved.width, saved.height]).toEqual([photo.width, photo.height]);
    expect(Buffer.compare(saved.data, photo.data)).not.toBe(0);
  },
);
