import { expect, test, type Page } from '@playwright/test';
import sharp from 'sharp';
import { sizeBrush } from '../bench/editorHand.ts';
import { openEditor, pixelsOf } from '../driver/editor.ts';

interface Place {
  readonly x: number;
  readonly y: number;
}

const brushRadius = 60;

/** How much of a circle about a place of the window is lighter than the photo and the panel's edge. */
async function ringShare(page: Page, { x, y }: Place, radius = brushRadius): Promise<number> {
  const side = 2 * Math.ceil(radius) + 20;
  const clip = { x: x - side / 2, y: y - side / 2, width: side, height: side };
  const { data, width } = await pixelsOf(await page.screenshot({ clip }));
  const steps = 90;
  let found = 0;
  for (let step = 0; step < steps; step++) {
    const [cos, sin] = [Math.cos((2 * Math.PI * step) / steps), Math.sin((2 * Math.PI * step) / steps)];
    const isLight = [-2, -1, 0, 1, 2].some((away) => {
      const px = Math.round(side / 2 + (radius + away) * cos);
      const py = Math.round(side / 2 + (radius + away) * sin);
      const at = 4 * (py * width + px);
      return Math.min(data[at], data[at + 1], data[at + 2]) > 160;
    });
    if (isLight) found++;
  }
  return found / steps;
}

test('the ring is round the pointer while it hovers, while it paints, after, and grows with a zoom; and nowhere else', async ({
  page,
}) => {
  const editor = await openEditor(page);
  const flat = { create: { width: 1600, height: 1200, channels: 3 as const, background: '#9a8f80' } };
  await editor.open({
    name: 'flat.png',
    mimeType: 'image/png',
    buffer: await sharp(flat).png().toBuffer(),
  });
  await editor.tool('Brush');
  // Tint, outline, black and white, hidden: the mask's own edge runs where the ring was.
  for (let press = 0; press < 3; press++) await page.keyboard.press('q');
  await sizeBrush(page, editor.canvas, 2 * brushRadius);
  const box = await editor.area();
  const at = (x: number): Place => ({ x: Math.round(box.x + x), y: Math.round(box.y + box.height / 2) });
  const [first, second, third] = [at(200), at(400), at(600)];
  const shows = (place: Place, radius?: number) =>
    expect.poll(() => ringShare(page, place, radius)).toBeGreaterThan(0.9);
  const hides = (place: Place) => expect.poll(() => ringShare(page, place)).toBeLessThan(0.1);

  await page.mouse.move(first.x, first.y);
  await shows(first);
  await page.mouse.down();
  await shows(first);
  await page.mouse.move(second.x, second.y, { steps: 5 });
  await shows(second);
  await hides(first);
  // The photo alone, without mask and overlay.
  await page.keyboard.down('\\');
  await page.mouse.move(second.x + 1, second.y);
  await shows({ x: second.x + 1, y: second.y });
  await page.keyboard.up('\\');
  await page.mouse.move(second.x, second.y);
  await page.mouse.up();
  await shows(second);
  // Taken back without another move.
  await page.mouse.down();
  await page.mouse.move(second.x + 2, second.y);
  await page.keyboard.press('Escape');
  await shows({ x: second.x + 2, y: second.y });
  await page.mouse.up();
  await page.mouse.move(third.x, third.y);
  await shows(third);
  await hides(second);
  await hides(first);

  await page.keyboard.down('Control');
  for (let turn = 0; turn < 4; turn++) await page.mouse.wheel(0, -10);
  await page.keyboard.up('Control');
  const grown = brushRadius * Math.exp(0.4);
  await shows(third, grown);
  // The zoom is over, and the page has the ring again.
  await page.mouse.move(second.x, second.y);
  await shows(second, grown);
  await expect.poll(() => ringShare(page, third, grown)).toBeLessThan(0.1);
});
