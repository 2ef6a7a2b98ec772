import { expect, test, type Page } from '@playwright/test';
import { openEditor, samplePath, type Editor, type Point } from '../driver/editor.ts';
import { centroid } from '../driver/picture.ts';
import { photoUnder } from '../driver/shownView.ts';
import { noteSentence } from '../driver/sentence.ts';

/** Centre of what is masked and how many pixels that is. */
const masked = async (editor: Editor) => centroid(await editor.mask());

async function setBrush(page: Page, size: number): Promise<void> {
  await page.evaluate(
    (px) => localStorage.setItem('cleanplate.tools.1', JSON.stringify({ brush: { size: px, hardness: 1 } })),
    size,
  );
}

async function openWithBrush(page: Page, size: number): Promise<Editor> {
  await page.goto('/');
  await setBrush(page, size);
  const editor = await openEditor(page);
  await editor.open(samplePath('perfume_marble', 'photo.jpg'));
  await editor.tool('Brush');
  return editor;
}

for (const dpr of [1, 1.25, 1.5, 2, 3]) {
  // A whole and a broken ratio with every npm test; the others with the catalogue.
  const tag = dpr === 1 || dpr === 1.5 ? [] : ['@long'];
  test.describe(`at ${dpr} device pixels per CSS pixel`, { tag }, () => {
    test.use({ deviceScaleFactor: dpr });

    test('the mask lies under the pointer to half a photo pixel, at every zoom and turn', async ({
      page,
    }) => {
      const editor = await openWithBrush(page, 21);
      const area = await editor.area();
      const at = { x: area.x + area.width * 0.43, y: area.y + area.height * 0.57 };
      const states: [string, () => Promise<unknown>][] = [
        ['fitted', async () => undefined],
        ['at 100 %', () => page.keyboard.press('1')],
        ['turned', () => page.keyboard.press('Shift+R')],
        ['zoomed at the pointer', () => page.mouse.wheel(0, -240)],
        ['zoomed and turned twice', () => page.keyboard.press('Shift+R')],
      ];
      for (const [name, change] of states) {
        await page.mouse.move(at.x, at.y);
        await change();
        await page.waitForTimeout(50);
        const view = await editor.view();
        expect(view.dpr).toBe(dpr);
        await page.mouse.move(at.x, at.y);
        await page.mouse.down();
        await page.mouse.up();
        const wanted = photoUnder(view, area, at);
        const found = await masked(editor);
        expect(Math.abs(found.x - wanted.x), `${name}, across`).toBeLessThanOrEqual(0.5);
        expect(Math.abs(found.y - wanted.y), `${name}, down`).toBeLessThanOrEqual(0.5);
        expect(found.count).toBeGreaterThan(300);
        await page.keyboard.press('Control+z');
        await editor.canvas.focus();
      }
    });
  });
}

test('wheel, space, middle button and fit move the view and never draw', async ({ page }) => {
  const editor = await openWithBrush(page, 21);
  const area = await editor.area();
  const at = { x: area.x + 300, y: area.y + 200 };
  await page.mouse.move(at.x, at.y);
  const before = await editor.view();
  await page.mouse.wheel(0, -120);
  await expect.poll(async () => (await editor.view()).scale).toBeGreaterThan(before.scale);
  const zoomed = await editor.view();
  const [was, is] = [photoUnder(before, area, at), photoUnder(zoomed, area, at)];
  expect(Math.hypot(was.x - is.x, was.y - is.y)).toBeLessThan(1e-6);

  await page.keyboard.down('Space');
  await page.mouse.down();
  await page.mouse.move(at.x + 50, at.y + 30, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Space');
  await page.mouse.down({ button: 'middle' });
  await page.mouse.move(at.x + 60, at.y + 30, { steps: 4 });
  await page.mouse.up({ button: 'middle' });
  await page.mouse.click(at.x, at.y, { button: 'right' });
  const moved = await editor.view();
  expect([moved.offsetX - zoomed.offsetX, moved.offsetY - zoomed.offsetY]).toEqual([60, 30]);
  await editor.canvas.focus();
  await page.keyboard.press('0');
  expect(await editor.view()).toEqual(before);
  await expect(page.getByRole('status', { name: 'Mask' })).toHaveText('Nothing is masked yet');
});

test(
  'a stroke that ends outside of the window is whole, and the next one leaves it alone',
  { tag: ['@B-19'] },
  async ({ page }) => {
    const editor = await openWithBrush(page, 31);
    const area = await editor.area();
    await page.mouse.move(area.x + area.width / 2, area.y + area.height / 2);
    await page.mouse.down();
    await page.mouse.move(area.x + area.width / 2, -40, { steps: 8 });
    await page.mouse.up();
    const first = await masked(editor);
    await page.mouse.move(area.x + area.width / 2 + 90, area.y + area.height / 2);
    await page.mouse.down();
    await page.mouse.up();
    expect((await masked(editor)).count).toBeGreaterThan(first.count);
  },
);

test('Esc drops the stroke in progress and nothing else', async ({ page }) => {
  const editor = await openWithBrush(page, 31);
  const area = await editor.area();
  const middle = { x: area.x + area.width / 2, y: area.y + area.height / 2 };
  await page.mouse.click(middle.x, middle.y);
  const kept = await masked(editor);
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  await page.mouse.move(middle.x + 100, middle.y, { steps: 4 });
  await page.keyboard.press('Escape');
  await page.mouse.move(middle.x + 150, middle.y, { steps: 2 });
  await page.mouse.up();
  expect(await masked(editor)).toEqual(kept);
  noteSentence('nothing to say: what was drawn is there');
});

test.describe('fingers and pens', () => {
  test.use({ hasTouch: true });

  test(
    'one finger draws, two pinch, a cancelled one leaves nothing',
    { tag: ['@B-19'] },
    async ({ page }) => {
      const editor = await openWithBrush(page, 31);
      const area = await editor.area();
      const touch = await page.context().newCDPSession(page);
      const send = (type: 'touchStart' | 'touchMove' | 'touchEnd' | 'touchCancel', ...points: Point[]) =>
        touch.send('Input.dispatchTouchEvent', {
          type,
          touchPoints: points.map((point, id) => ({ ...point, id })),
        });
      const a = { x: area.x + area.width / 2 - 60, y: area.y + area.height / 2 };
      const b = { x: a.x + 120, y: a.y };
      const before = await editor.view();

      await send('touchStart', a);
      await send('touchStart', a, b);
      await send('touchMove', { x: a.x - 60, y: a.y }, { x: b.x + 60, y: b.y });
      await send('touchEnd');
      await expect.poll(async () => (await editor.view()).scale / before.scale).toBeCloseTo(2, 1);
      await expect(page.getByRole('status', { name: 'Mask' })).toHaveText('Nothing is masked yet');

      await send('touchStart', a);
      await send('touchMove', { x: a.x + 30, y: a.y });
      await send('touchCancel');
      await expect(page.getByRole('status', { name: 'Mask' })).toHaveText('Nothing is masked yet');

      await send('touchStart', a);
      await send('touchMove', b);
      await send('touchEnd');
      const wanted = photoUnder(await editor.view(), area, { x: (a.x + b.x) / 2, y: a.y });
      const found = await masked(editor);
      expect(Math.hypot(found.x - wanted.x, found.y - wanted.y)).toBeLessThan(1);
    },
  );

  test('a pen draws, and from then on fingers only move the photo', { tag: ['@B-19'] }, async ({ page }) => {
    const editor = await openWithBrush(page, 31);
    const area = await editor.area();
    const middle = { x: area.x + area.width / 2, y: area.y + area.height / 2 };
    const cdp = await page.context().newCDPSession(page);
    const pen = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', point: Point) =>
      cdp.send('Input.dispatchMouseEvent', {
        type,
        ...point,
        button: 'left',
        buttons: type === 'mouseReleased' ? 0 : 1,
        clickCount: 1,
        pointerType: 'pen',
        force: 0.7,
      });
    await pen('mousePressed', middle);
    await pen('mouseMoved', { x: middle.x + 40, y: middle.y });
    await pen('mouseReleased', { x: middle.x + 40, y: middle.y });
    const drawn = await masked(editor);
    expect(drawn.count).toBeGreaterThan(700);

    const before = await editor.view();
    const finger = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: Point[]) =>
      cdp.send('Input.dispatchTouchEvent', { type, touchPoints });
    await finger('touchStart', middle);
    await finger('touchMove', { x: middle.x + 80, y: middle.y + 10 });
    await finger('touchEnd');
    expect((await editor.view()).offsetX).toBeCloseTo(before.offsetX + 80);
    expect(await masked(editor)).toEqual(drawn);
  });
});

test('a box is drawn by keyboard alone, to the pixel', async ({ page }) => {
  const editor = await openWithBrush(page, 31);
  await editor.canvas.focus();
  await page.keyboard.press('r');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowRight');
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  expect((await masked(editor)).count).toBe(31 * 5);
  await editor.canvas.focus();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('status', { name: 'Mask' })).not.toHaveText('Nothing is masked yet');
});

test('keys mean nothing while one types, and everything again afterwards', async ({ page }) => {
  const editor = await openWithBrush(page, 31);
  await editor.canvas.focus();
  await page.keyboard.press('e');
  const eraser = page.getByRole('button', { name: 'Eraser', exact: true });
  await expect(eraser).toHaveAttribute('aria-pressed', 'true');
  const seed = page.getByRole('textbox').first();
  if ((await seed.count()) > 0) {
    await seed.focus();
    await page.keyboard.press('b');
    await expect(eraser).toHaveAttribute('aria-pressed', 'true');
  }
  await editor.canvas.focus();
  await page.keyboard.press('b');
  await expect(page.getByRole('button', { name: 'Brush', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
});
