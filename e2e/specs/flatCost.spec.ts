import { expect, test, type Page } from '@playwright/test';
import sharp from 'sharp';
import { photoArea, sizeBrush } from '../bench/editorHand.ts';
import { openEditor } from '../driver/editor.ts';

interface Counts {
  /** 2D calls of the page itself: Konva's, and the ring's. */
  draws: number;
  /** Changes to the document. One makes the page paint a frame, and behind it the worker's comes a frame late. */
  mutations: number;
  /** Messages of the document's worker: what the stores are set from. */
  heard: number;
  historyBytes: number;
}

/** Counts what the page does; nothing of the app is changed. */
function countInPage(): void {
  const counts: Counts = { draws: 0, mutations: 0, heard: 0, historyBytes: 0 };
  (globalThis as unknown as { counts: Counts }).counts = counts;
  const { prototype } = CanvasRenderingContext2D;
  for (const name of ['clearRect', 'fill', 'stroke', 'drawImage'] as const) {
    const draw = prototype[name] as (...args: unknown[]) => void;
    (prototype[name] as unknown) = function (this: CanvasRenderingContext2D, ...args: unknown[]) {
      counts.draws++;
      return draw.apply(this, args);
    };
  }
  const { postMessage } = Worker.prototype;
  const known = new WeakSet<Worker>();
  Worker.prototype.postMessage = function (this: Worker, message: unknown, options?: object) {
    if (!known.has(this)) {
      known.add(this);
      this.addEventListener('message', ({ data }) => {
        // The journal tells now and then whether it keeps up, by its own clock.
        if (data?.event !== 'keeping') counts.heard++;
        if (data?.event === 'facts') counts.historyBytes = data.facts.historyBytes;
      });
    }
    return postMessage.call(this, message, options);
  };
  new MutationObserver((records) => {
    counts.mutations += records.length;
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
}

const counts = (page: Page): Promise<Counts> =>
  page.evaluate(() => ({ ...(globalThis as unknown as { counts: Counts }).counts }));
/** Until what was asked for in this frame has been done in the next. */
const frames = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );

/** Screen pixels that the worker painted for one stroke, in a photo of a size. */
async function strokePixels(page: Page, width: number, height: number): Promise<number> {
  await page.addInitScript(countInPage);
  const editor = await openEditor(page);
  const flat = { create: { width, height, channels: 3 as const, background: '#9a8f80' } };
  await editor.open({
    name: 'flat.jpg',
    mimeType: 'image/jpeg',
    buffer: await sharp(flat).jpeg().toBuffer(),
  });
  await editor.tool('Brush');
  await sizeBrush(page, editor.canvas, 120);
  const { x, y } = await photoArea(editor.canvas);
  const [documentWorker] = page.workers();
  await documentWorker.evaluate(() => {
    const scope = globalThis as unknown as { painted: number };
    const { prototype } = OffscreenCanvasRenderingContext2D;
    const put = prototype.putImageData as (image: ImageData, ...at: number[]) => void;
    scope.painted = 0;
    prototype.putImageData = function (image: ImageData, ...at: number[]) {
      scope.painted += image.width * image.height;
      put.call(this, image, ...at);
    };
  });
  await page.mouse.move(x + 150, y + 150);
  await page.mouse.down();
  await frames(page);
  const before = await counts(page);
  for (let step = 1; step <= 12; step++) {
    await page.mouse.move(x + 150 + 30 * step, y + 150 + 15 * step);
    await frames(page);
  }
  const after = await counts(page);
  expect({ ...after, historyBytes: 0 }, 'page, stage and stores while the brush moves').toEqual({
    ...before,
    historyBytes: 0,
  });
  await page.mouse.up();
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeEnabled();
  await expect.poll(async () => (await counts(page)).heard).toBeGreaterThan(after.heard);
  return documentWorker.evaluate(() => (globalThis as unknown as { painted: number }).painted);
}

test(
  'a stroke leaves React, the stage and the stores alone, and paints as much at 50 megapixels as at one',
  { tag: ['@B-16'] },
  async ({ page, context }) => {
    const small = await strokePixels(page, 1160, 870);
    const second = await context.newPage();
    const large = await strokePixels(second, 8160, 6120);
    expect(small).toBeGreaterThan(120 * 120);
    expect(large / small).toBeLessThan(1.25);
    expect(large / small).toBeGreaterThan(0.75);

    // From corner to corner and back over what is there: undo holds the edges of a stroke, not its area.
    const area = await photoArea(second.getByRole('application'));
    const corners = [
      [area.x + 2, area.y + 2],
      [area.x + area.width - 2, area.y + area.height - 2],
      [area.x + area.width - 2, area.y + 2],
      [area.x + 2, area.y + area.height - 2],
    ];
    for (const [from, to] of [
      [corners[0], corners[1]],
      [corners[2], corners[3]],
    ]) {
      const before = (await counts(second)).historyBytes;
      await second.mouse.move(from[0], from[1]);
      await second.mouse.down();
      await second.mouse.move(to[0], to[1], { steps: 5 });
      await second.mouse.up();
      await expect.poll(async () => (await counts(second)).historyBytes).toBeGreaterThan(before);
      expect((await counts(second)).historyBytes - before).toBeLessThan(8e6);
    }
  },
);
