/** What listens in on the built app while it is measured. It changes nothing: it notes times as messages and paints go by. */
import type { Page, Worker as PageWorker } from '@playwright/test';

/** Pointer events as they left the page for the document's worker, in the order they were sent. */
export interface SentMessage {
  readonly kind: string;
  /** `timeStamp` of every input event in it, coalesced ones too: the page's `performance.now()`. */
  readonly times: readonly number[];
}

export interface PageLog {
  readonly sent: readonly SentMessage[];
  /** When facts came back from the worker. */
  readonly facts: readonly {
    readonly at: number;
    readonly historyBytes: number;
    readonly maskPixels: number;
  }[];
  /** Key presses and clicks, and the file that was chosen. */
  readonly inputs: readonly { readonly type: string; readonly at: number }[];
  /** Files made for download. */
  readonly files: readonly { readonly at: number; readonly bytes: number }[];
}

/** One turn of the worker in which it painted on a canvas. */
export interface WorkerPaint {
  /** The worker's `performance.now()`. */
  readonly start: number;
  readonly end: number;
  /** Messages with pointers or views that had come before it. */
  readonly received: number;
}

/** Runs in the page, before any of its scripts. */
function listenInPage(): void {
  const log = { sent: [] as object[], facts: [] as object[], inputs: [] as object[], files: [] as object[] };
  (globalThis as unknown as { bench: unknown }).bench = log;
  const timesOf = (event: Event | undefined): number[] => {
    if (!event) return [performance.now()];
    const coalesced = event instanceof PointerEvent ? event.getCoalescedEvents() : [];
    return (coalesced.length > 0 ? coalesced : [event]).map(({ timeStamp }) => timeStamp);
  };
  const heard = new WeakSet<Worker>();
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (this: Worker, message: unknown, options?: object) {
    if (!heard.has(this)) {
      heard.add(this);
      this.addEventListener('message', ({ data }) => {
        if (data?.event === 'facts')
          log.facts.push({
            at: performance.now(),
            historyBytes: data.facts.historyBytes ?? 0,
            maskPixels: data.facts.maskPixels,
          });
      });
    }
    if (typeof message === 'object' && message !== null && ('pointer' in message || 'view' in message)) {
      const kind = 'pointer' in message ? String(message.pointer) : 'view';
      log.sent.push({ kind, times: timesOf(globalThis.event) });
    }
    return postMessage.call(this, message, options);
  };
  for (const type of ['keydown', 'click', 'change', 'pointerup'])
    addEventListener(type, ({ timeStamp }) => log.inputs.push({ type, at: timeStamp }), true);
  const { createObjectURL } = URL;
  URL.createObjectURL = (source: Blob | MediaSource) => {
    if (source instanceof Blob) log.files.push({ at: performance.now(), bytes: source.size });
    return createObjectURL.call(URL, source);
  };
}

/** Runs in the document's worker, once it stands. */
function listenInWorker(): void {
  interface Frame {
    start: number;
    end: number;
    received: number;
    painted: boolean;
  }
  const paints: Frame[] = [];
  let received = 0;
  let frame: Frame | null = null;
  (globalThis as unknown as { bench: unknown }).bench = paints;
  globalThis.addEventListener('message', ({ data }: MessageEvent) => {
    if (typeof data === 'object' && data !== null && ('pointer' in data || 'view' in data)) received++;
  });
  const { requestAnimationFrame } = globalThis;
  globalThis.requestAnimationFrame = (callback) =>
    requestAnimationFrame((time) => {
      frame = { start: performance.now(), end: 0, received, painted: false };
      callback(time);
      frame.end = performance.now();
      if (frame.painted) paints.push(frame);
      frame = null;
    });
  const { prototype } = OffscreenCanvasRenderingContext2D;
  for (const name of ['putImageData', 'drawImage', 'clearRect'] as const) {
    const paint = prototype[name] as (...args: unknown[]) => void;
    (prototype[name] as unknown) = function (this: OffscreenCanvasRenderingContext2D, ...args: unknown[]) {
      if (frame) frame.painted = true;
      return paint.apply(this, args);
    };
  }
}

// The runner of this program names functions through a helper that only exists in its own process.
const nameHelper = 'globalThis.__name ??= (named) => named';

/** To be called before the page is opened. */
export async function probePage(page: Page): Promise<void> {
  await page.addInitScript(nameHelper);
  await page.addInitScript(listenInPage);
}

/** To be called once the worker stands and nothing is on its way to it: both sides count messages from here. */
export async function probeWorker(page: Page, worker: PageWorker): Promise<void> {
  await worker.evaluate(nameHelper);
  await worker.evaluate(listenInWorker);
  await page.evaluate(
    () => void (globalThis as unknown as { bench: { sent: object[] } }).bench.sent.splice(0),
  );
}

/** Sets a mark in both threads, by which the trace's clock is found. */
export async function mark(page: Page, worker: PageWorker): Promise<void> {
  await page.evaluate(() => void performance.mark('bench-page'));
  await worker.evaluate(() => void performance.mark('bench-worker'));
}

export const pageLog = (page: Page): Promise<PageLog> =>
  page.evaluate(() => (globalThis as unknown as { bench: PageLog }).bench);
export const workerPaints = (worker: PageWorker): Promise<readonly WorkerPaint[]> =>
  worker.evaluate(() => (globalThis as unknown as { bench: WorkerPaint[] }).bench);
