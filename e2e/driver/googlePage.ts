// What the tests of Google's engines do on the page, whichever server stands behind it.
import { expect, type Page } from '@playwright/test';
import sharp from 'sharp';
import { openEditor, samplePath, type Editor } from './editor.ts';

/** Only what Google makes is counted: no result of this computer beside it. */
export const googleAlone = () => localStorage.setItem('cleanplate.settings.1', '{"localBeside":false}');

export const messages = (page: Page) => page.getByRole('region', { name: 'Messages' });
export const results = (page: Page) => page.getByRole('option', { name: /^Result/ });
export const removeButton = (page: Page) => page.getByRole('button', { name: 'Remove', exact: true });
export const refusedCards = (page: Page) =>
  page.getByRole('list', { name: 'Results that cannot be offered' }).getByRole('listitem');

/** A small photo with a small mask: what is tested is the way to Google, not the fill. */
export async function openMasked(page: Page, address: string): Promise<Editor> {
  await page.addInitScript(googleAlone);
  const photo = await sharp(samplePath('perfume_marble', 'photo.jpg')).resize(480, 360).png().toBuffer();
  return openEditor(page, address)
    .open({ name: 'perfume.png', mimeType: 'image/png', buffer: photo })
    .box({ x: 120, y: 290 }, { x: 160, y: 320 });
}

/** Chooses the engine, and how many results it is asked for: one or four. */
export async function chooseEngine(page: Page, engine: RegExp, results: 1 | 4 = 1): Promise<void> {
  await page.getByRole('combobox', { name: 'Engine' }).click();
  await page.getByRole('option', { name: engine }).click();
  await page.getByRole('slider', { name: 'Number of results' }).focus();
  await page.keyboard.press(results === 1 ? 'Home' : 'End');
}

export async function dismissAll(page: Page): Promise<void> {
  const dismiss = page.getByRole('button', { name: 'Dismiss' });
  while ((await dismiss.count()) > 0) await dismiss.first().click();
}

/** Every end at Google that is no picture: its sentence, the mask kept, this computer offered, Remove ready again. */
export async function expectProblem(page: Page, editor: Editor, sentence: RegExp): Promise<void> {
  await expect(messages(page).getByText(sentence)).toBeVisible();
  await expect(messages(page).getByText(/Your picture and mask are kept\./)).toBeVisible();
  await expect(messages(page).getByRole('button', { name: 'Use this computer' })).toBeVisible();
  await editor.expectSomeMask();
  await dismissAll(page);
  await expect(removeButton(page)).toBeEnabled();
}
