import { expect, test } from '@playwright/test';
import { emptyPng } from '../driver/forgedPng.ts';
import { openEditor, pixelsOf, samplePath } from '../driver/editor.ts';
import { boundsOf, centroid } from '../driver/picture.ts';
import { noteSentence } from '../driver/sentence.ts';

const perfume = samplePath('perfume_marble', 'photo.jpg');

test('Remove when the stroke ends: the fill is in the photo at once, outside of it nothing changed, and one undo takes back both', async ({
  page,
}) => {
  const editor = await openEditor(page).open(perfume).tool('Brush');
  await page.getByRole('switch', { name: 'Remove when the stroke ends' }).click();
  await editor.drag({ x: 90, y: 90 }, { x: 130, y: 110 });
  await expect(page.locator('[data-live]')).toHaveText('Removed.', { timeout: 60_000 });
  await editor.expectEmptyMask();
  await expect(page.getByRole('listbox', { name: 'Results' })).toHaveCount(0);
  const [saved, photo] = await Promise.all([
    editor.savePhoto('PNG').then(({ bytes }) => pixelsOf(bytes)),
    pixelsOf(perfume),
  ]);
  let [inside, outside] = [0, 0];
  for (let i = 0; i < saved.data.length; i += 4) {
    if (saved.data.readUInt32LE(i) === photo.data.readUInt32LE(i)) continue;
    const [x, y] = [(i / 4) % photo.width, Math.floor(i / 4 / photo.width)];
    // The stroke of 40 px and its margin of 16.
    if (x >= 53 && x <= 167 && y >= 53 && y <= 147) inside++;
    else outside++;
  }
  expect(outside).toBe(0);
  expect(inside).toBeGreaterThan(500);
  await editor.undo().expectEmptyMask();
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeDisabled();
  // The stroke is not lost: it can be brought back and corrected by hand.
  await editor.keys('Control+Shift+d').expectSomeMask();
});

test(
  'the first row, the last row and the corners of odd sizes can be painted',
  { tag: ['@M-8'] },
  async ({ page }) => {
    const editor = await openEditor(page);
    for (const [width, height] of [
      [1, 1],
      [1, 30_000],
      [2268, 4432],
    ]) {
      const name = `${width}x${height}.png`;
      const [right, bottom] = [width - 0.5, height - 0.5];
      const mask = await editor
        .open({ name, mimeType: 'image/png', buffer: emptyPng(width, height) })
        .stroke({ x: 0.5, y: 0.5 }, { x: right, y: 0.5 })
        .stroke({ x: 0.5, y: bottom }, { x: right, y: bottom })
        .mask();
      expect(boundsOf(mask), name).toEqual({ x: 0, y: 0, width, height });
      for (const row of [0, height - 1])
        expect(
          mask.data.subarray(row * width, (row + 1) * width).every((value) => value === 255),
          `${name}, row ${row}`,
        ).toBe(true);
    }
  },
);

test('a box by its numbers, with the keyboard alone: said, refused in words, and to the pixel', async ({
  page,
}) => {
  const editor = await openEditor(page).open(perfume).tool('Box').press('By numbers');
  const type = async (field: string, value: string) => page.getByLabel(field, { exact: true }).fill(value);
  await type('X', '40');
  await type('Y', '12');
  await type('Width', '0');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText(/Four whole numbers are needed/);
  await type('Width', '320');
  await type('Height', '210');
  await page.keyboard.press('Enter');
  await editor
    .expectSaid('Box 320×210 at 40, 12 added; mask 3.5 %.')
    .expectBounds(40, 12, 320, 210)
    .undo()
    .expectEmptyMask();
  await type('X', '1600');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('This lies beside the photo, which is 1600×1200.');
  noteSentence('nothing to say: it can be painted to the corners');
});

test.describe('with every button and finger', () => {
  test.use({ hasTouch: true });
  test('the right one opens a menu and sizes the brush with Alt; Shift draws a line; a pen’s other end erases; taps undo and redo', async ({
    page,
  }) => {
    const editor = await openEditor(page).open(perfume).tool('Brush');
    const size = page.getByRole('slider', { name: 'Size' });
    const sizeNow = async () => Number.parseInt((await size.getAttribute('aria-valuetext')) ?? '', 10);
    const at = await editor.screenPoint({ x: 500, y: 500 });
    expect(await sizeNow()).toBe(40);

    await page.mouse.click(at.x, at.y, { button: 'right' });
    await expect(page.getByRole('menuitem', { name: /Bring back previous mask/ })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(editor.canvas).toBeFocused();
    await page.keyboard.down('Alt');
    await page.mouse.down({ button: 'right' });
    await page.mouse.move(at.x + 64, at.y, { steps: 4 });
    await page.mouse.up({ button: 'right' });
    const dragged = await sizeNow();
    expect(dragged).toBeGreaterThan(100);
    await page.mouse.wheel(0, 240);
    await expect.poll(sizeNow).toBeLessThan(dragged);
    await page.keyboard.up('Alt');
    await expect(page.getByRole('menu')).toHaveCount(0);
    await editor.expectEmptyMask();

    await editor
      .keys('[')
      .click({ x: 300, y: 700 })
      .hold('Shift')
      .click({ x: 1300, y: 700 })
      .release('Shift');
    await editor.expectMask([{ x: 800, y: 700 }], [{ x: 800, y: 900 }]);
    await editor.pen(
      [
        { x: 700, y: 650 },
        { x: 900, y: 750 },
      ],
      { isEraser: true },
    );
    await editor.expectMask([{ x: 400, y: 700 }], [{ x: 800, y: 700 }]);

    const fingers = [
      { x: 400, y: 300 },
      { x: 600, y: 300 },
      { x: 800, y: 300 },
    ];
    await editor.tap(...fingers.slice(0, 2)).expectSaid('Undone: eraser stroke.');
    await editor.tap(...fingers).expectSaid('Done again: eraser stroke.');
  });
});

test(
  'a lost capture keeps what was drawn so far, and the next stroke is a new one',
  { tag: ['@B-19'] },
  async ({ page }) => {
    const editor = await openEditor(page).open(perfume).tool('Brush');
    const [from, to] = [
      await editor.screenPoint({ x: 300, y: 300 }),
      await editor.screenPoint({ x: 600, y: 300 }),
    ];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 5 });
    await editor.canvas.evaluate((element) => {
      for (let id = 0; id < 20; id++) if (element.hasPointerCapture(id)) element.releasePointerCapture(id);
    });
    await page.mouse.move(to.x, to.y + 100, { steps: 5 });
    await page.mouse.up();
    const first = centroid(await editor.mask());
    expect(first.count).toBeGreaterThan(300 * 40);
    expect(first.y).toBeCloseTo(300, -1);
    await editor.click({ x: 900, y: 900 }).undo();
    expect(centroid(await editor.mask())).toEqual(first);
  },
);

test('what was set is found again: each tool’s size, the overlay’s colour, the photos by comma and dot', async ({
  page,
}) => {
  const editor = await openEditor(page).open(perfume).tool('Eraser').keys(']', ']', ']').tool('Brush');
  await editor.keys('[').press('Overlay colour and opacity');
  await page.getByRole('radio', { name: 'Cyan' }).click();
  await page.keyboard.press('Escape');
  const size = async (tool: string) => {
    await editor.tool(tool);
    return page.getByRole('slider', { name: 'Size' }).getAttribute('aria-valuetext');
  };
  const sizes = [await size('Brush'), await size('Eraser')];
  expect(sizes[0]).not.toBe(sizes[1]);
  await editor.goto('/').open(perfume);
  expect([await size('Brush'), await size('Eraser')]).toEqual(sizes);
  await editor.press('Overlay colour and opacity');
  await expect(page.getByRole('radio', { name: 'Cyan' })).toBeChecked();
  await page.keyboard.press('Escape');

  const first = await editor.canvas.getAttribute('data-document');
  await editor.open(samplePath('mug_sweep', 'photo.jpg')).keys(',');
  await expect(editor.canvas).toHaveAttribute('data-document', first ?? '');
  await editor.keys('.');
  await expect(editor.canvas).not.toHaveAttribute('data-document', first ?? '');
});
