/**
 * `npm run bench:restore`: how long it takes until a reopened page has everything again: photo, mask, undo and redo, a
 * patch and results. Each run is a browser started anew on the same profile; one JSON line per size, medians of the runs.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type BrowserContext } from '@playwright/test';
import { openEditor, type Editor } from '../driver/editor.ts';
import { startServer } from '../driver/programs.ts';
import { benchPhoto } from './editorPhoto.ts';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '12,100' },
    runs: { type: 'string', default: '5' },
    strokes: { type: 'string', default: '20' },
  },
});

const executablePath = process.env.CLEANPLATE_CHROMIUM;
const browserOn = (profile: string): Promise<BrowserContext> =>
  chromium.launchPersistentContext(profile, {
    ...(executablePath ? { executablePath } : {}),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    // A cache in the way would make the first run unlike the others.
    serviceWorkers: 'block',
  });

const results = 2;

/** Work of every kind: a patch, strokes, two of them taken back, and results on the table. */
async function work(editor: Editor, width: number, height: number, strokes: number): Promise<void> {
  const at = (x: number, y: number) => ({ x: x * width, y: y * height });
  await editor.box(at(0.4, 0.4), at(0.43, 0.43)).remove(results).useResult(1);
  // Results are shown close by.
  await editor.press('Fit the photo');
  for (let i = 0; i < strokes; i++)
    await editor.stroke(at(0.1, 0.1 + (0.8 * i) / strokes), at(0.9, 0.1 + (0.75 * i) / strokes));
  await editor.undo().undo().press('Clear mask');
  await editor.box(at(0.6, 0.6), at(0.63, 0.63)).remove(results);
}

/** Milliseconds from the navigation until the page has it all, two frames later. */
async function restored(context: BrowserContext, address: string, width: number): Promise<number> {
  const page = context.pages()[0] ?? (await context.newPage());
  // What tsx calls to keep the names of functions.
  await page.addInitScript('globalThis.__name ??= (named) => named');
  await page.addInitScript(
    ([photoWidth, count]) => {
      const scope = globalThis as unknown as { restored: Promise<number> };
      const isBack = () =>
        document.querySelector<HTMLElement>('[role=application]')?.dataset.photoWidth === photoWidth &&
        document.querySelectorAll('[role=option]').length === Number(count);
      scope.restored = new Promise((resolve) => {
        const look = () => {
          if (!isBack()) return requestAnimationFrame(look);
          return requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
        };
        look();
      });
    },
    [String(width), String(results)],
  );
  await page.goto(address);
  return page.evaluate(() => (globalThis as unknown as { restored: Promise<number> }).restored);
}

const median = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[list.length >> 1] ?? NaN;

const server = await startServer({});
try {
  for (const megapixels of values.sizes.split(',').map(Number)) {
    const photo = await benchPhoto(megapixels);
    const profile = mkdtempSync(join(tmpdir(), 'cleanplate-restore-'));
    const times: number[] = [];
    try {
      const first = await browserOn(profile);
      const editor = await openEditor(first.pages()[0] ?? (await first.newPage()), server.address).open(
        photo.file,
      );
      await work(editor, photo.width, photo.height, Number(values.strokes));
      const before = (await editor.mask()).data;
      await first.close();
      let isSame = true;
      for (let run = 0; run < Number(values.runs); run++) {
        const context = await browserOn(profile);
        times.push(await restored(context, server.address, photo.width));
        if (run === 0) {
          const [page] = context.pages();
          const again = await openEditor(page, server.address);
          isSame = Buffer.compare((await again.mask()).data, before) === 0;
        }
        await context.close();
      }
      const figures = {
        megapixels,
        restoreMs: Math.round(median(times)),
        slowestMs: Math.round(Math.max(...times)),
        isSame,
      };
      process.stdout.write(`${JSON.stringify(figures)}\n`);
    } finally {
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    }
  }
} finally {
  await server.stop();
}
