/** Which frame shows which pointer event. */
import type { SentMessage, WorkerPaint } from './editorProbe.ts';

/** Milliseconds from each pointer event: to the frame on the screen, and to the end of the worker's painting. */
export interface Latencies {
  readonly shown: readonly number[];
  readonly painted: readonly number[];
}

/**
 * A painted turn shows every message that had come by then and was not shown by the turn before.
 * @param messages all that was sent, from the first that the paints count
 * @param sentBefore messages before the measurement; they are left out
 * @param clock adds to the page's and the worker's times to make them the trace's
 * @param shownAfter when what was painted between two times of the trace was on the screen
 */
export function matchLatencies(
  messages: readonly SentMessage[],
  sentBefore: number,
  paints: readonly WorkerPaint[],
  clock: { readonly page: number; readonly worker: number },
  shownAfter: (from: number, to: number) => number,
): Latencies {
  const shown: number[] = [];
  const painted: number[] = [];
  let done = sentBefore;
  for (const [at, paint] of paints.entries()) {
    if (paint.received <= done) continue;
    const next = paints[at + 1]?.start ?? Infinity;
    const onScreen = shownAfter(paint.start + clock.worker, next + clock.worker);
    for (const { kind, times } of messages.slice(done, paint.received)) {
      if (kind !== 'move') continue;
      for (const time of times) {
        painted.push(paint.end + clock.worker - time - clock.page);
        if (!Number.isNaN(onScreen)) shown.push(onScreen - time - clock.page);
      }
    }
    done = paint.received;
  }
  return { shown, painted };
}

/** Distances between neighbours. */
export const intervals = (times: readonly number[]): number[] =>
  times.slice(1).map((time, at) => time - times[at]);

/** The value below which a share of the list lies; NaN for an empty one. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) return NaN;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);
