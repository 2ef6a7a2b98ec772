/** One run of one size: opens a photo in a browser of its own and does with it what a retoucher does. */
import { expect } from '@playwright/test';
import { measured, openBench, settled, shownAfter, type Bench, type Measured } from './editorBrowser.ts';
import { intervals, matchLatencies, type Latencies } from './editorFrames.ts';
import { photoArea, sizeBrush, strokePath, type Area, type Point } from './editorHand.ts';
import { pssMb } from './editorMemory.ts';
import type { BenchPhoto } from './editorPhoto.ts';
import { pageLog, type PageLog } from './editorProbe.ts';

/** What one run measured; milliseconds and lists of them, bytes, megabytes (10⁶). */
export interface RunFigures {
  /** The 1st, the 10th and the last stroke. */
  readonly strokes: readonly Latencies[];
  readonly frames: readonly number[];
  readonly releases: readonly number[];
  readonly longestTask: number;
  readonly undo: readonly number[];
  readonly invert: number;
  readonly exportMs: number;
  readonly exportBytes: number;
  readonly open: number;
  readonly longestTaskOpen: number;
  readonly undoBytes: number;
  readonly panFrames: readonly number[];
  readonly zoomFrames: readonly number[];
  readonly object: number;
  readonly memoryMb: number;
}

const moves = 300;
const brushOnScreen = 120;
// The strokes between those that are measured are as long, with fewer and larger moves.
const quickMoves = 30;
const undoTimes = 5;
const restMs = 5000;

async function openPhoto({ page, canvas, ...bench }: Bench, photo: BenchPhoto) {
  const one = await measured({ page, canvas, ...bench }, async () => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Open photo', exact: true }).first().click(),
    ]);
    await chooser.setFiles(photo.file);
    await page.locator(`[data-photo-width="${photo.width}"]`).waitFor({ timeout: 180_000 });
  });
  const chosen = one.log.inputs.find(({ type }) => type === 'change')?.at ?? NaN;
  const shown = shownAfter(one, chosen);
  const longestTask = one.trace.longestTask('bench-page', chosen + one.clock.page, shown + one.clock.page);
  return { open: shown - chosen, longestTaskOpen: longestTask };
}

const releasesOf = (log: PageLog): number[] =>
  log.sent.flatMap(({ kind, times }) => {
    const facts = kind === 'end' ? log.facts.find(({ at }) => at > times[0]) : undefined;
    return facts ? [facts.at - times[0]] : [];
  });

interface Painted {
  readonly strokes: Latencies[];
  readonly frames: number[];
  readonly longestTask: number;
}

/** The strokes; `afterTenth` is called between two of them. */
async function paintStrokes(
  bench: Bench,
  area: Area,
  count: number,
  afterTenth: () => Promise<void>,
): Promise<Painted> {
  const painted = { strokes: [] as Latencies[], frames: [] as number[], longestTask: 0 };
  for (let number = 1; number <= count; number++) {
    if (number === 1 || number === 10 || number === count) {
      const path = strokePath(area, number, moves);
      const one = await measured(bench, () => bench.hand.drag(path, true));
      const { log, before, paints, clock, trace } = one;
      painted.strokes.push(matchLatencies(log.sent, before.sent.length, paints, clock, trace.shownAfter));
      const times = log.sent.slice(before.sent.length).flatMap((message) => message.times);
      const [from, to] = [Math.min(...times) + clock.page, Math.max(...times) + clock.page];
      painted.longestTask = Math.max(painted.longestTask, trace.longestTask('bench-page', from, to));
      if (number === 1) painted.frames.push(...intervals(trace.shown.filter((at) => at >= from && at <= to)));
    } else {
      await bench.hand.drag(strokePath(area, number, quickMoves), false);
    }
    if (number === 10) await afterTenth();
  }
  return painted;
}

/** From each press of a key to the frame that shows what it did. */
async function keyTimes(bench: Bench, keys: readonly string[], type = 'keydown'): Promise<number[]> {
  const times: number[] = [];
  for (const key of keys) {
    const one = await measured(bench, () => bench.page.keyboard.press(key));
    const pressed = one.log.inputs.slice(one.before.inputs.length).filter((input) => input.type === type);
    const at = pressed.at(-1)?.at ?? NaN;
    times.push(shownAfter(one, at) - at);
  }
  return times;
}

async function exportMask(bench: Bench): Promise<{ exportMs: number; exportBytes: number }> {
  const before = await settled(bench.page);
  await Promise.all([
    bench.page.waitForEvent('download'),
    bench.page.getByRole('button', { name: 'Download mask', exact: true }).click(),
  ]);
  const log = await settled(bench.page);
  const clicked = log.inputs.slice(before.inputs.length).find(({ type }) => type === 'click');
  const file = log.files.at(-1);
  return { exportMs: (file?.at ?? NaN) - (clicked?.at ?? NaN), exportBytes: file?.bytes ?? NaN };
}

const framesOf = ({ trace, log, before, clock }: Measured): number[] => {
  const sent = log.sent.slice(before.sent.length).flatMap(({ times }) => times);
  const [from, to] = [Math.min(...sent) + clock.page, Math.max(...sent) + clock.page];
  return intervals(trace.shown.filter((at) => at >= from && at <= to));
};

/** Pan at 100 %, zoom from the whole photo and back. */
async function moveView(bench: Bench, area: Area) {
  const { page, hand } = bench;
  const centre: Point = { x: area.x + area.width / 2, y: area.y + area.height / 2 };
  await page.keyboard.press('h');
  await page.keyboard.press('1');
  const path = Array.from({ length: 200 }, (_, at) => ({
    x: centre.x + 120 * Math.sin(at / 16),
    y: centre.y + 90 * Math.sin(at / 23),
  }));
  const pan = await measured(bench, () => hand.drag(path, true));
  await page.keyboard.press('0');
  // At the pace of a touchpad; with fewer, some frames would have nothing to show.
  const turns = Array.from({ length: 160 }, (_, at) => (at < 80 ? -5 : 5));
  const zoom = await measured(bench, () => hand.zoom(centre, turns));
  await page.keyboard.press('0');
  return { panFrames: framesOf(pan), zoomFrames: framesOf(zoom) };
}

/** The second thing clicked: the first click starts the worker that looks. */
async function clickObject(bench: Bench, area: Area): Promise<number> {
  const { page } = bench;
  const clickAt = async (x: number, y: number) => {
    const { facts } = await pageLog(page);
    await page.mouse.click(area.x + x * area.width, area.y + y * area.height);
    // Nothing goes to and fro while it is looked for.
    await expect.poll(async () => (await pageLog(page)).facts.length).toBeGreaterThan(facts.length);
  };
  await page.keyboard.press('a');
  await measured(bench, () => clickAt(0.3, 0.3));
  const one = await measured(bench, () => clickAt(0.5, 0.5));
  const up = one.log.inputs.slice(one.before.inputs.length).find(({ type }) => type === 'pointerup');
  return shownAfter(one, up?.at ?? NaN) - (up?.at ?? NaN);
}

/** @param url of the app, served as `npm start` does */
export async function runOnce(url: string, photo: BenchPhoto, strokeCount: number): Promise<RunFigures> {
  const bench = await openBench(url);
  try {
    const { page, canvas, hand, pid } = bench;
    const emptyMb = pssMb(pid) ?? NaN;
    const opened = await openPhoto(bench, photo);
    await canvas.focus();
    await page.keyboard.press('b');
    await sizeBrush(page, canvas, brushOnScreen);
    const area = await photoArea(canvas);
    let exported = { exportMs: NaN, exportBytes: NaN };
    const painted = await paintStrokes(bench, area, strokeCount, async () => {
      exported = await exportMask(bench);
      await canvas.focus();
    });
    const log = await settled(page);
    // What is looked for ahead of Remove has been found by then, and its worker has ended.
    await page.waitForTimeout(restMs);
    const memoryMb = (pssMb(pid) ?? NaN) - emptyMb;
    await hand.drag(cornerPath(area), false);
    const undoBytes =
      ((await settled(page)).facts.at(-1)?.historyBytes ?? NaN) - (log.facts.at(-1)?.historyBytes ?? NaN);
    const undone = await keyTimes(
      bench,
      Array.from({ length: undoTimes }).flatMap(() => ['Control+z', 'Control+Shift+z']),
    );
    const [invert] = await keyTimes(bench, ['i', 'i']);
    return {
      ...painted,
      releases: releasesOf(log),
      undo: undone.filter((_, at) => at % 2 === 0),
      invert,
      ...exported,
      ...opened,
      undoBytes,
      ...(await moveView(bench, area)),
      object: await clickObject(bench, area),
      memoryMb,
    };
  } finally {
    await bench.close();
  }
}

/** From corner to corner of what is shown of the photo. */
const cornerPath = ({ x, y, width, height }: Area): Point[] =>
  Array.from({ length: 60 }, (_, at) => ({
    x: x + (width - 1) * (at / 59),
    y: y + (height - 1) * (at / 59),
  }));
