// Much of everything, bounded: a large photo with a long history (B-15), thousands of gestures (B-16).
import { expect, test, type Browser, type Page } from '@playwright/test';
import { pssMb } from '../bench/editorMemory.ts';
import { benchPhoto } from '../bench/editorPhoto.ts';
import { openEditor } from '../driver/editor.ts';
import { noteSentence } from '../driver/sentence.ts';
import { installProbe } from '../kill/probe.ts';

interface Probe {
  ask(method: string, args: unknown[]): Promise<unknown>;
  readonly facts: { readonly undo: string | null; readonly maskPixels: number } | null;
}

/** Megabytes that the tab's processes hold, what can be let go of let go; undefined where the system does not say. */
async function tabMb(browser: Browser, page: Page): Promise<number> {
  const own = await page.context().newCDPSession(page);
  await own.send('HeapProfiler.collectGarbage');
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => pssMb(id) ?? 0);
  return Math.round(renderers.reduce((sum, mb) => sum + mb, 0));
}

/** Boxes drawn by the call behind *By numbers*, one entry of the history each. */
const draw = (page: Page, count: number, from: number, width: number, height: number) =>
  page.evaluate(
    async ([boxes, first, w, h]) => {
      const { probe } = globalThis as unknown as { probe: Probe };
      for (let i = first; i < first + boxes; i++) {
        const rect = { x: (i * 7919) % (w - 400), y: (i * 104_729) % (h - 300), width: 400, height: 300 };
        await probe.ask('addShape', ['box', rect, i % 3 === 2 ? 'subtract' : 'add', 'mask']);
      }
    },
    [count, from, width, height] as const,
  );

test(
  'B-15 a hundred megapixels, two hundred steps of undo and five results: within 1.6 GB, and all of it can be undone',
  { tag: '@long' },
  async ({ page, browser }) => {
    test.setTimeout(300_000);
    await installProbe(page);
    const photo = await benchPhoto(100);
    const editor = await openEditor(page).open(photo.file);
    const at = (x: number, y: number) => ({ x: photo.width * x, y: photo.height * y });
    await editor.box(at(0.5, 0.5), at(0.505, 0.505)).remove(4);
    await editor.press('Remove');
    await expect(page.getByRole('option', { name: /^Result/ })).toHaveCount(5, { timeout: 60_000 });
    await expect(page.getByRole('button', { name: 'Remove', exact: true })).toBeVisible();
    await draw(page, 200, 0, photo.width, photo.height);
    const heldMb = await tabMb(browser, page);
    expect(heldMb).toBeGreaterThan(100);
    expect(heldMb).toBeLessThan(1600);
    const isEmpty = await page.evaluate(async () => {
      const { probe } = globalThis as unknown as { probe: Probe };
      for (let i = 0; i < 201; i++) await probe.ask('undo', []);
      const mask = await probe.ask('readMask', [{ x: 0, y: 0, width: 2000, height: 2000 }]);
      return (mask as Uint8Array).every((value) => value === 0);
    });
    expect(isEmpty).toBe(true);
    await editor.expectEmptyMask();
    noteSentence(`nothing to say: the tab held ${heldMb} MB`);
  },
);

test(
  'B-16 three thousand gestures, bounded for ten thousand: memory and journal stay short, and a reload has the last of them',
  { tag: '@long' },
  async ({ page, browser }) => {
    test.setTimeout(300_000);
    await installProbe(page);
    const photo = await benchPhoto(12);
    const editor = await openEditor(page).open(photo.file);
    await draw(page, 1500, 0, photo.width, photo.height);
    const halfMb = await tabMb(browser, page);
    await draw(page, 1500, 1500, photo.width, photo.height);
    const wholeMb = await tabMb(browser, page);
    // A gesture keeps its tiles packed: some kilobytes.
    expect(wholeMb - halfMb).toBeLessThan(100);
    // It is written anew when it grows too long, as soon as nobody paints.
    await expect.poll(() => page.evaluate(logLength), { timeout: 60_000 }).toBeLessThan(3000 + 1500);
    const drawn = (await editor.mask()).data;
    await page.reload();
    expect(Buffer.compare((await editor.mask()).data, drawn)).toBe(0);
    noteSentence(`nothing to say: ${wholeMb - halfMb} MB more after the second half`);
  },
);

async function logLength(): Promise<number> {
  const open = indexedDB.open('cleanplate');
  await new Promise((resolve) => open.addEventListener('success', resolve));
  const count = open.result
    .transaction('records')
    .objectStore('records')
    .count(IDBKeyRange.bound(['log'], ['log', []]));
  await new Promise((resolve) => count.addEventListener('success', resolve));
  open.result.close();
  return count.result;
}
