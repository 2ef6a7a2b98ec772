import { expect, test } from '@playwright/test';
import { openEditor, pixelsOf, samplePath } from '../driver/editor.ts';

function withResults(page: Parameters<typeof openEditor>[0], count = 2) {
  return openEditor(page)
    .open(samplePath('perfume_marble', 'photo.jpg'))
    .box({ x: 430, y: 1000 }, { x: 520, y: 1060 })
    .remove(count);
}

test('results are picked by keys, and accepted with Enter; undo brings the mask back', async ({ page }) => {
  const editor = await withResults(page);
  const results = page.getByRole('listbox', { name: 'Results' });
  await results.focus();
  await page.keyboard.press('2');
  await expect(results.getByRole('option', { name: /^Result 2/ })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('1');
  await expect(results.getByRole('option', { name: /^Result 1/ })).toHaveAttribute('aria-selected', 'true');
  await expect(
    page.getByText(/^0 of [\d,.]+ pixels outside the mask \(with its 5 px margin\) changed$/),
  ).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(results).toHaveCount(0);
  await editor.expectEmptyMask().undo().expectSomeMask();
  await expect(results.getByRole('option')).toHaveCount(2);
});

test('two candidates differ inside the mask, and side by side they share one view', async ({ page }) => {
  const editor = await withResults(page);
  const pictures: Buffer[] = [];
  for (const number of [1, 2]) {
    await editor.useResult(number);
    pictures.push((await pixelsOf((await editor.savePhoto('PNG')).bytes)).data);
    await editor.undo();
  }
  let difference = 0;
  let count = 0;
  for (let y = 1000; y < 1060; y++)
    for (let x = 430; x < 520; x++)
      for (let c = 0; c < 3; c++) {
        difference += Math.abs(pictures[0][(y * 1600 + x) * 4 + c] - pictures[1][(y * 1600 + x) * 4 + c]);
        count++;
      }
  expect(difference / count).toBeGreaterThan(0.3);

  await editor.press('Side by side');
  const grid = page.getByRole('region', { name: 'Compare' });
  await expect(grid.locator('canvas')).toHaveCount(3);
  await page.keyboard.press('Escape');
  await expect(grid).toHaveCount(0);
});

test('Cancel gives the button back at any moment, keeps the mask, and nothing comes after it', async ({
  page,
}) => {
  const editor = await openEditor(page)
    .open(samplePath('armchair_room', 'photo.jpg'))
    .box({ x: 300, y: 200 }, { x: 1300, y: 1000 });
  const before = await editor.mask();
  const progress = page.getByRole('progressbar', { name: 'Removal progress' });
  const remove = page.getByRole('button', { name: 'Remove', exact: true });
  for (const share of [0, 0.05, 0.2]) {
    await remove.click();
    await expect(progress).toBeVisible();
    await expect
      .poll(async () => Number(await progress.getAttribute('aria-valuenow')))
      .toBeGreaterThanOrEqual(100 * share);
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await expect(remove).toBeVisible();
    await expect(progress).toBeHidden();
  }
  // A fill that was cancelled, however far it was, has no result to show; one that had been finished stays.
  await expect(page.getByText('Still refining')).toHaveCount(0);
  expect((await editor.mask()).data).toEqual(before.data);
});
