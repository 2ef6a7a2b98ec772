import { expect, test } from '@playwright/test';
import { appWithGoogle, emulator } from '../driver/addresses.ts';
import { openEditor, pixelsOf, samplePath } from '../driver/editor.ts';

const control = (action: string, body: unknown) =>
  fetch(`${emulator}/control/${action}`, { method: 'POST', body: JSON.stringify(body) });

test.describe.configure({ mode: 'serial' });

for (const [engine, count] of [
  ['Google Gemini', 2],
  ['Google Imagen 3', 2],
  ['Google Imagen 2', 1],
] as const)
  test(`${engine} through page, proxy and emulator: fitted, composited, nothing outside the mask changed`, async ({
    page,
  }) => {
    test.setTimeout(150_000);
    await control('reset', {});
    const editor = await openEditor(page, appWithGoogle)
      .open(samplePath('perfume_marble', 'photo.jpg'))
      .box({ x: 430, y: 1000 }, { x: 520, y: 1060 });
    const mask = await editor.mask();
    await page.getByRole('combobox', { name: 'Engine' }).click();
    await page.getByRole('option', { name: new RegExp(engine) }).click();
    await expect(page.getByText(/go to Google/)).toBeVisible();
    await page.getByRole('slider', { name: 'Number of results' }).focus();
    for (let i = 4; i > count; i--) await page.keyboard.press('ArrowLeft');
    await editor.press('Remove');
    // The engine's own, and one from this computer beside them.
    await expect(page.getByRole('option', { name: /^Result/ })).toHaveCount(count + 1, { timeout: 120_000 });
    await expect(page.getByRole('option', { name: /Stayed on this computer/ })).toHaveCount(1);
    const saved = await pixelsOf((await editor.useResult(1).savePhoto('PNG')).bytes);
    const photo = await pixelsOf(samplePath('perfume_marble', 'photo.jpg'));
    let outside = 0;
    let inside = 0;
    for (let i = 0; i < mask.data.length; i++) {
      const x = i % 1600;
      const y = Math.floor(i / 1600);
      // The box and its margin of 0.01 of the width: 16 px and one for the edge.
      const isNear = x >= 412 && x < 538 && y >= 982 && y < 1078;
      const differs = [0, 1, 2, 3].some((c) => saved.data[4 * i + c] !== photo.data[4 * i + c]);
      if (differs && isNear) inside++;
      else if (differs) outside++;
    }
    expect(outside).toBe(0);
    expect(inside).toBeGreaterThan(500);
  });

test('a fault at Google ends in its sentence with a way out, and mask and photo are kept', async ({
  page,
}) => {
  // Only what Google makes: no result of this computer beside it.
  await page.addInitScript(() => localStorage.setItem('cleanplate.settings.1', '{"localBeside":false}'));
  await control('reset', {});
  await control('fail', { name: 'U-1', times: 1 });
  const editor = await openEditor(page, appWithGoogle)
    .open(samplePath('perfume_marble', 'photo.jpg'))
    .box({ x: 430, y: 1000 }, { x: 520, y: 1060 });
  const mask = await editor.mask();
  await page.getByRole('combobox', { name: 'Engine' }).click();
  await page.getByRole('option', { name: /Google Imagen 3/ }).click();
  await editor.press('Remove');
  const messages = page.getByRole('region', { name: 'Messages' });
  await expect(
    messages.getByText(/Google could not use this picture: .*Your picture and mask are kept\./),
  ).toBeVisible();
  await messages.getByRole('button', { name: 'Use this computer' }).click();
  await expect(page.getByText('Stays on this computer')).toBeVisible();
  expect((await editor.mask()).data).toEqual(mask.data);
  await control('reset', {});
});
