import { expect, test, type Page } from '@playwright/test';
import sharp from 'sharp';
import { openEditor, samplePath } from '../driver/editor.ts';

const paint = (page: Page, plane: 'Mask' | 'Protect') =>
  page.getByRole('radiogroup', { name: 'Paint' }).getByRole('radio', { name: plane, exact: true }).click();
const protectedShare = (page: Page) => page.getByRole('status', { name: 'Protected area' });

test('the protected area is found at Remove, hatched, painted on, cleared and undone', async ({ page }) => {
  const editor = await openEditor(page).open(samplePath('perfume_marble', 'photo.jpg'));
  await expect(protectedShare(page)).toHaveCount(0);
  await editor.stroke({ x: 400, y: 1000 }, { x: 460, y: 1020 }).remove(1);
  await expect(protectedShare(page)).toHaveText(/% of the photo/);
  const share = async () => Number.parseFloat((await protectedShare(page).textContent()) ?? '');
  const found = await share();
  expect(found).toBeGreaterThan(2);

  // On the bottle's cap the photo is hatched, and is not when the hatch is off.
  // A result is shown as the photo will be; the hatch is for the photo while one works on it.
  await editor.press('Discard').keys('0');
  const cap = { x: 940, y: 160 };
  await expect.poll(async () => (await editor.screenPoint(cap)).y).toBeGreaterThan(60);
  const at = await editor.screenPoint(cap);
  const shot = async () => {
    const clip = { x: at.x - 12, y: at.y - 12, width: 24, height: 24 };
    return (
      await sharp(await page.screenshot({ clip }))
        .raw()
        .toBuffer()
    ).toString('base64');
  };
  const hatched = await shot();
  const hatch = page.getByRole('switch', { name: 'Show the hatch' });
  await hatch.click();
  await expect.poll(shot).not.toBe(hatched);
  await hatch.click();
  await expect.poll(shot).toBe(hatched);

  await paint(page, 'Protect');
  await editor.box({ x: 60, y: 60 }, { x: 360, y: 260 });
  await expect.poll(share).toBeGreaterThan(found + 2);
  await editor.erase({ x: 60, y: 160 }, { x: 360, y: 160 });
  await expect.poll(share).toBeLessThan(found + 3.1);
  await page.getByRole('button', { name: 'Clear protected area' }).click();
  await expect(protectedShare(page)).toHaveText('Nothing is protected yet');
  await editor.undo().undo().undo();
  await expect.poll(share).toBe(found);
});
