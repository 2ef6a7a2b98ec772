import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { openEditor, samplePath } from '../driver/editor.ts';

async function expectAccessible(page: Page): Promise<void> {
  // Popups fade in; a half-faded text has no contrast yet.
  await page.waitForTimeout(300);
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

for (const colorScheme of ['dark', 'light'] as const)
  test(
    `no accessibility violations in the ${colorScheme} theme: empty, editing, results, dialogs`,
    { tag: colorScheme === 'dark' ? '@long' : [] },
    async ({ page }) => {
      test.setTimeout(150_000);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const editor = await openEditor(page);
      await expectAccessible(page);
      await editor.open(samplePath('perfume_marble', 'photo.jpg'));
      await editor.box({ x: 430, y: 1000 }, { x: 520, y: 1060 });
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Extract' }).click();
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await editor.press('Remove');
      await expect(page.getByRole('option')).toHaveCount(4, { timeout: 60_000 });
      await expectAccessible(page);
    },
  );

test('the Content-Security-Policy and Trusted Types are never violated, and nothing leaves this computer', async ({
  page,
}) => {
  const violations: string[] = [];
  const foreign: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Trusted/.test(message.text()))
      violations.push(message.text());
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.hostname !== '127.0.0.1') foreign.push(request.url());
    if (request.method() !== 'GET') foreign.push(`${request.method()} ${request.url()}`);
  });
  const editor = await openEditor(page);
  await editor.open(samplePath('perfume_marble', 'photo.jpg'));
  await editor.box({ x: 430, y: 1000 }, { x: 520, y: 1060 });
  await editor.press('Remove');
  await expect(page.getByRole('option')).toHaveCount(4, { timeout: 60_000 });
  await editor.press('Use this result');
  await editor.savePhoto('PNG');
  expect(violations).toEqual([]);
  expect(foreign).toEqual([]);
});

test.describe('in Traditional Chinese', () => {
  test.use({ locale: 'zh-TW' });
  test('the panel says what Media Studio says, and a switch changes the language at once', async ({
    page,
  }) => {
    const editor = await openEditor(page);
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.locator('button').filter({ hasText: '開啟' }).first().click(),
    ]);
    await chooser.setFiles(samplePath('perfume_marble', 'photo.jpg'));
    await expect(page.getByRole('heading', { name: '修復 (移除)' })).toBeVisible();
    for (const name of ['方塊', '筆刷'])
      await expect(page.getByRole('button', { name, exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: '移除', exact: true })).toBeVisible();
    await expect(page.getByRole('slider', { name: '結果數量' })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hant');
    expect(editor.page).toBe(page);
  });
});

test('the three Google engines are listed as not set up, with the fix named', async ({ page }) => {
  const editor = await openEditor(page);
  await editor.open(samplePath('perfume_marble', 'photo.jpg'));
  await page.getByRole('combobox', { name: 'Engine' }).click();
  for (const name of ['Google Gemini', 'Google Imagen 3', 'Google Imagen 2'])
    await expect(page.getByRole('option', { name: new RegExp(name) })).toContainText('Not set up');
  await page.getByRole('option', { name: /Google Gemini/ }).click();
  await expect(page.getByText(/gcloud auth application-default login/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Remove', exact: true })).toBeDisabled();
});
