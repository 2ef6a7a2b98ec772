import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { en } from '../../web/src/ui/i18n/en.ts';
import { zhHant } from '../../web/src/ui/i18n/zhHant.ts';
import { appWithGoogle } from '../driver/addresses.ts';
import { samplePath } from '../driver/editor.ts';

const schemes = ['dark', 'light'] as const;

/** What axe finds in the page as it stands: all its rules in one colour scheme, contrast in the other too. */
async function violationsOf(page: Page, state: string): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // Popups fade in; a half-faded text has no contrast yet.
    await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
    const axe = new AxeBuilder({ page });
    const { violations } = await (
      colorScheme === 'dark'
        ? axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        : axe.withRules(['color-contrast'])
    ).analyze();
    for (const { id, nodes } of violations)
      found.push(`${state}, ${colorScheme}: ${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  }
  return found;
}

for (const [locale, words] of [
  ['en-GB', en],
  ['zh-TW', zhHant],
] as const)
  test.describe(`in ${locale}`, () => {
    test.use({ locale });
    test('axe finds nothing in any state, in both colour schemes @long', async ({ page }) => {
      test.setTimeout(240_000);
      page.setDefaultTimeout(15_000);
      const found: string[] = [];
      const look = async (state: string): Promise<void> => {
        found.push(...(await violationsOf(page, state)));
      };
      const button = (name: string) => page.getByRole('button', { name, exact: true }).first();
      /** Looks at what a button opens, and closes it again. */
      const opened = async (name: string, role: 'dialog' | 'menu'): Promise<void> => {
        await button(name).click();
        await expect(page.getByRole(role).first()).toBeVisible();
        await look(name);
        await page.keyboard.press('Escape');
        await expect(page.getByRole(role)).toHaveCount(0);
      };
      const canvas = page.getByRole('application');
      const choose = async (
        name: string,
        file: string | { name: string; mimeType: string; buffer: Buffer },
      ) => {
        const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button(name).click()]);
        await chooser.setFiles(file);
      };

      await page.goto(appWithGoogle);
      await look('empty');
      await choose(words.top.openPhoto, samplePath('perfume_marble', 'photo.jpg'));
      await expect(canvas).toHaveAttribute('data-photo-width', /\d+/);
      await look('photo');
      await opened(words.top.appearance, 'menu');
      await opened(words.recent.title, 'dialog');
      await opened(words.top.shortcuts, 'dialog');
      await opened(words.save.options, 'dialog');
      await opened(words.mask.extract, 'menu');
      await opened(words.mask.overlayLook, 'dialog');
      await canvas.click({ button: 'right' });
      await expect(page.getByRole('menu')).toBeVisible();
      await look('menu of the canvas');
      await page.keyboard.press('Escape');
      await choose(words.top.openPhoto, {
        name: 'words.jpg',
        mimeType: 'image/jpeg',
        buffer: Buffer.from('this is no picture'),
      });
      await expect(button(words.notices.dismiss)).toBeVisible();
      await look('an error');
      await button(words.notices.dismiss).click();

      await button(words.tool.box).click();
      await button(words.tools.byNumbers).click();
      for (const [name, value] of [
        [words.tools.left, 430],
        [words.tools.top, 1000],
        [words.tools.width, 90],
        [words.tools.height, 60],
      ] as const)
        await page.getByRole('spinbutton', { name, exact: true }).fill(String(value));
      await page.keyboard.press('Enter');
      await look('mask');
      await opened(words.mask.refine, 'menu');
      await opened(words.mask.fileMenu, 'menu');
      await page.getByRole('combobox').first().click();
      await look('engines');
      await page.keyboard.press('Escape');

      const slider = page.getByRole('slider', { name: words.panel.sampleCount });
      await slider.focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowRight');
      await button(words.panel.remove).click();
      const results = page.getByRole('listbox');
      await expect(results.getByRole('option')).toHaveCount(2, { timeout: 60_000 });
      await expect(button(words.panel.remove)).toBeVisible({ timeout: 60_000 });
      await look('results');
      await results.getByRole('option').first().click();
      await look('a result');
      for (const way of [words.top.sideBySide, words.top.beforeAfter]) {
        await button(way).click();
        await look(way);
      }
      await page.keyboard.press('Escape');
      await results.getByRole('option').first().click();
      await button(words.results.use).click();
      await expect(results).toHaveCount(0);
      await look('patches');
      expect(found).toEqual([]);
    });
  });
