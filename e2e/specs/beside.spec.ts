import { expect, test, type Page } from '@playwright/test';
import { openEditor, samplePath } from '../driver/editor.ts';

/** Makes the document's worker wait with everything it asks of the worker for long work, until it is told to go on. */
async function holdHeavyWork(page: Page): Promise<() => Promise<void>> {
  const [documentWorker] = page.workers();
  await documentWorker.evaluate(() => {
    const scope = globalThis as unknown as { goOn: () => void };
    const { postMessage } = Worker.prototype;
    const held = new Promise<void>((resolve) => (scope.goOn = resolve));
    Worker.prototype.postMessage = function (this: Worker, message: unknown, options?: object) {
      void held.then(() => postMessage.call(this, message, options));
    };
  });
  return () => documentWorker.evaluate(() => (globalThis as unknown as { goOn: () => void }).goOn());
}

async function refine(page: Page, action: string): Promise<void> {
  await page.getByRole('button', { name: 'Refine' }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

test('painting goes on while a mask action works; the mask it was made from is gone then, so it is left out', async ({
  page,
}) => {
  const editor = await openEditor(page);
  await editor.open(samplePath('perfume_marble', 'photo.jpg'));
  await editor.box({ x: 400, y: 400 }, { x: 600, y: 500 });
  const goOn = await holdHeavyWork(page);
  await refine(page, 'Grow');
  await editor.stroke({ x: 700, y: 700 }, { x: 900, y: 700 });
  await editor.expectMask(
    [
      { x: 500, y: 450 },
      { x: 800, y: 700 },
    ],
    [{ x: 398, y: 450 }],
  );
  await goOn();
  await expect(page.getByText(/The mask was changed while Grow was at work/)).toBeVisible();
  await editor.expectMask([{ x: 800, y: 700 }], [{ x: 398, y: 450 }]);

  const before = await editor.mask();
  await refine(page, 'Grow');
  await expect(page.getByText(/^Grow: \d+ px\.$/)).toBeAttached();
  await editor.expectMask([{ x: 398, y: 450 }], []);
  await editor.undo();
  expect((await editor.mask()).data).toEqual(before.data);
});
