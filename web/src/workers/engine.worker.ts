/** Entry of a worker of the local engine. It holds no photo: it is given one crop and gives back fills. */
import { coarseFill } from '@cleanplate/shared/inpaint/coarseFill.ts';
import { chooseStrategy, fillCandidate, prepareRemoval } from '@cleanplate/shared/inpaint/removal.ts';
import type { EngineHost } from '@cleanplate/shared/inpaint/host.ts';
import { STRATEGIES } from '@cleanplate/shared/inpaint/strategies.ts';
import { RemovalProblem, type RemovalInput, type RemovalNotice } from '@cleanplate/shared/inpaint/types.ts';
import { maskBounds } from '@cleanplate/shared/raster/mask.ts';
import { expose, transfer } from 'comlink';
import { createBrowserHost, type BrowserHost } from './engineHost.ts';
import type { FillApi, FillJob, FillNotice, FillWish, Listener, PicturedEvent } from './fillApi.ts';
import { practise } from './practise.ts';
import { createPreviewPainter } from './previewPainter.ts';
import { workingSize, type Fill, type WorkingSize } from './workingSize.ts';

// A report every 50 ms is smooth to the eye and costs nothing; a preview costs its pixels three times over.
const reportEveryMs = 50;
const previewEveryMs = 150;
/** Where memory ends, the crop is solved at a half or a quarter of its size: a softer fill rather than none. */
const divisors = [1, 2, 4] as const;

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof RangeError && !(error instanceof RemovalProblem);

let browserHost: Promise<BrowserHost> | undefined;

const startedHost = (threads: number): Promise<BrowserHost> => (browserHost ??= createBrowserHost(threads));

const api: FillApi = {
  async practise(threads) {
    practise((await startedHost(threads)).host);
  },
  async fill(job, onEvent) {
    const host = await startedHost(job.threads);
    let wishes = job.wishes;
    for (const divisor of divisors) {
      try {
        await fillAll(host, { ...job, wishes }, workingSize(job.input, divisor), (event) => {
          if (event.type === 'candidate') wishes = wishes.filter(({ slot }) => slot !== event.slot);
          return onEvent(event);
        });
        return;
      } catch (error) {
        if (!isOutOfMemory(error) || divisor === divisors.at(-1)) throw error;
      }
    }
  },
};
expose(api);

async function fillAll(
  { host, isSlow }: BrowserHost,
  { wishes }: FillJob,
  size: WorkingSize,
  onEvent: Listener,
): Promise<void> {
  let started = performance.now();
  // At a smaller size something finer has been shown already.
  if (wishes.length > 0 && size.divisor === 1) await showFirst(host, wishes[0], size.input, onEvent);
  const prepared = prepareRemoval(size.input, {}, host);
  for (const wish of wishes) {
    const { slot } = wish;
    const strategy = wish.strategy ?? chooseStrategy(prepared);
    const paint = createPreviewPainter(size.input, prepared.area);
    const candidate = fillCandidate(prepared, strategy, {
      onProgress: every(reportEveryMs, (fraction) => void onEvent({ type: 'progress', slot, fraction })),
      onPreview: every(previewEveryMs, (preview) => {
        const shown = size.enlarge({ area: prepared.area, pixels: paint(preview) });
        void onEvent(sendable({ type: 'preview', slot, strategy, ...own(shown) }));
      }),
    });
    const now = performance.now();
    const { score } = candidate;
    const notices = noticesOf(candidate.notices, size.divisor, isSlow);
    const filled = own(size.enlarge(candidate));
    const seconds = (now - started) / 1000;
    // The message leaves before the next candidate keeps this thread busy, and is there before the end is.
    await onEvent(sendable({ type: 'candidate', slot, strategy, ...filled, score, notices, seconds }));
    started = performance.now();
  }
}

/**
 * The first card has something to show before the removal is even prepared: of the first strategy where a trial will choose
 * one. Only a look: what goes wrong with it is no reason to give up the removal.
 */
async function showFirst(
  host: EngineHost,
  { slot, strategy }: FillWish,
  input: RemovalInput,
  onEvent: Listener,
): Promise<void> {
  const chosen = strategy ?? STRATEGIES[0];
  try {
    const preview = coarseFill(input, chosen, host, strategy === null);
    if (!preview) return;
    const area = maskBounds({ data: input.mask, width: input.width, height: input.height });
    const pixels = createPreviewPainter(input, area)(preview);
    await onEvent(sendable({ type: 'preview', slot, strategy: chosen, area, pixels }));
  } catch {
    // The card waits for the fill itself.
  }
}

/** The area and pixels of a fill, and nothing else of it. */
const own = ({ area, pixels }: Fill) => ({ area, pixels: pixels as Uint8ClampedArray<ArrayBuffer> });

const sendable = (event: PicturedEvent): PicturedEvent => transfer(event, [event.pixels.buffer]);

/** Lets the first call through, and then one every so often. */
function every<T>(ms: number, call: (value: T) => void): (value: T) => void {
  let last = -Infinity;
  return (value) => {
    const now = performance.now();
    if (now - last < ms) return;
    last = now;
    call(value);
  };
}

function noticesOf(found: readonly RemovalNotice[], divisor: number, isSlow: boolean): FillNotice[] {
  const notices: FillNotice[] = found.map((notice) =>
    notice.code === 'HALO' ? { ...notice, growPx: notice.growPx * divisor } : notice,
  );
  if (isSlow) notices.push({ code: 'SLOW_ENGINE' });
  if (divisor > 1) notices.push({ code: 'SOLVED_SMALLER', percent: Math.round(100 / divisor) });
  return notices;
}
