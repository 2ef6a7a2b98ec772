/** A browser with the app in it, and the ways to measure what happens there. */
import {
  chromium,
  type Browser,
  type CDPSession,
  type Locator,
  type Page,
  type Worker,
} from '@playwright/test';
import { createHand, type Hand } from './editorHand.ts';
import {
  mark,
  pageLog,
  probePage,
  probeWorker,
  workerPaints,
  type PageLog,
  type WorkerPaint,
} from './editorProbe.ts';
import { readTrace, startTracing, type TraceReading } from './editorTrace.ts';

export interface Bench {
  readonly page: Page;
  readonly canvas: Locator;
  readonly hand: Hand;
  readonly worker: Worker;
  /** Of the browser as a whole, not of the page. */
  readonly session: CDPSession;
  /** Process id of the browser; those it started are its children. */
  readonly pid: number;
  close(): Promise<void>;
}

/** What was going on while something was measured. The log and the paints hold what came before as well. */
export interface Measured {
  readonly trace: TraceReading;
  readonly log: PageLog;
  readonly before: PageLog;
  readonly paints: readonly WorkerPaint[];
  /** Added to the page's and the worker's times they give the trace's. */
  readonly clock: { readonly page: number; readonly worker: number };
}

const settleMs = 400;

/** Waits until nothing has gone to or come from the worker for a while. */
export async function settled(page: Page): Promise<PageLog> {
  for (let before = -1; ;) {
    const log = await pageLog(page);
    const now = log.sent.length + log.facts.length + log.files.length;
    if (now === before) return log;
    before = now;
    await page.waitForTimeout(settleMs);
  }
}

/** Traces the browser while `work` is done, and until it has come to rest. */
export async function measured(bench: Bench, work: () => Promise<unknown>): Promise<Measured> {
  const { page, worker, session } = bench;
  const before = await settled(page);
  const tracing = await startTracing(session);
  await mark(page, worker);
  await work();
  const log = await settled(page);
  const paints = await workerPaints(worker);
  const trace = readTrace(await tracing.stop());
  const clock = { page: trace.offset('bench-page'), worker: trace.offset('bench-worker') };
  return { trace, log, before, paints, clock };
}

/** When the first painting after a time of the page was on the screen, as a time of the page. */
export function shownAfter({ trace, paints, clock }: Measured, at: number): number {
  const index = paints.findIndex(({ end }) => end + clock.worker > at + clock.page);
  if (index < 0) return NaN;
  const next = paints[index + 1]?.start ?? Infinity;
  return trace.shownAfter(paints[index].start + clock.worker, next + clock.worker) - clock.page;
}

/** @param url of the app, served as `npm start` does */
export async function openBench(url: string): Promise<Bench> {
  const executablePath = process.env.CLEANPLATE_CHROMIUM;
  const browser: Browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    // Software rendering: what a machine without a usable graphics card has, and every machine can repeat.
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  const page = await context.newPage();
  await probePage(page);
  const [worker] = await Promise.all([page.waitForEvent('worker'), page.goto(url)]);
  await page.getByRole('button', { name: 'Open photo', exact: true }).first().waitFor();
  await settled(page);
  await probeWorker(page, worker);
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const pid = processInfo.find(({ type }) => type === 'browser')?.id;
  if (pid === undefined) throw new Error('the browser does not say which process it is');
  return {
    page,
    worker,
    canvas: page.getByRole('application', { name: 'Photo editor' }),
    hand: createHand(await context.newCDPSession(page)),
    session,
    pid,
    close: () => browser.close(),
  };
}
