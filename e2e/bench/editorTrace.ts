/** What a browser trace says of frames and tasks. Times are in milliseconds of the trace's own clock. */
import type { Browser, CDPSession } from '@playwright/test';

export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  readonly args?: {
    readonly data?: { readonly startTime?: number };
    readonly startTime?: number;
    readonly chrome_graphics_pipeline?: {
      readonly step?: string;
      readonly frame_sink_id?: { readonly frame_sink_id?: number };
    };
  };
}

const categories = ['blink.user_timing', 'blink', 'viz', 'graphics.pipeline', 'toplevel'];

export interface Tracing {
  stop(): Promise<readonly TraceEvent[]>;
}

export async function startTracing(session: CDPSession): Promise<Tracing> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: object[] }): void => void events.push(...(value as TraceEvent[]));
  session.on('Tracing.dataCollected', collect);
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { recordMode: 'recordUntilFull', includedCategories: categories, excludedCategories: ['*'] },
  });
  return {
    async stop() {
      const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
      await session.send('Tracing.end');
      await complete;
      session.off('Tracing.dataCollected', collect);
      return events;
    },
  };
}

export const traceSession = (browser: Browser): Promise<CDPSession> => browser.newBrowserCDPSession();

export interface TraceReading {
  /** Adds to a `performance.now()` of the thread that set the mark to give the trace's clock. */
  offset(mark: string): number;
  /** When the frame that a worker handed over between two times was on the screen, drawn and swapped; NaN if it never was. */
  shownAfter(from: number, to: number): number;
  /** When each frame that brought something new from the worker's canvases was on the screen. */
  readonly shown: readonly number[];
  /** Longest task of the thread that set the mark, within two times. */
  longestTask(mark: string, from: number, to: number): number;
}

// Frame sinks of canvases count from here; the page itself and the browser have small numbers.
const canvasSinks = 0x8000_0000;

/** Reads a trace in which pages and workers set their marks. */
export function readTrace(events: readonly TraceEvent[]): TraceReading {
  const sorted = events.filter(({ ph }) => ph !== 'M').toSorted((a, b) => a.ts - b.ts);
  const named = (name: string) => sorted.filter((event) => event.name === name);
  const isReceived = ({ name, ph, args }: TraceEvent): boolean =>
    name === 'Graphics.Pipeline' &&
    ph === 'X' &&
    args?.chrome_graphics_pipeline?.step === 'STEP_RECEIVE_COMPOSITOR_FRAME' &&
    (args.chrome_graphics_pipeline.frame_sink_id?.frame_sink_id ?? 0) >= canvasSinks;
  const received = sorted.filter(isReceived).map(({ ts }) => ts);
  const handed = named('CanvasResourceDispatcher::DispatchFrame').map(({ ts }) => ts);
  const draws = named('Display::DrawAndSwap');
  const mark = (name: string): TraceEvent => {
    const found = sorted.find((event) => event.name === name);
    if (!found) throw new Error(`the trace has no mark ${name}`);
    return found;
  };
  // Canvases hand over and the compositor receives in the same order.
  const first = received.findIndex((ts) => handed.length > 0 && ts >= handed[0]);
  const frames = handed.flatMap((ts, at) => {
    const arrived = first < 0 ? undefined : received[first + at];
    const draw = arrived === undefined ? undefined : draws.find((event) => event.ts >= arrived);
    return draw ? [{ handed: ts / 1000, shown: (draw.ts + (draw.dur ?? 0)) / 1000 }] : [];
  });
  return {
    offset(name) {
      const { ts, args } = mark(name);
      const startTime = args?.startTime ?? args?.data?.startTime;
      if (startTime === undefined) throw new Error(`mark ${name} does not say when it was set`);
      return ts / 1000 - startTime;
    },
    shownAfter(from, to) {
      const its = frames.filter((frame) => frame.handed >= from && frame.handed < to);
      return its.length === 0 ? NaN : Math.max(...its.map(({ shown }) => shown));
    },
    shown: [...new Set(frames.map(({ shown }) => shown))],
    longestTask(name, from, to) {
      const { pid, tid } = mark(name);
      const tasks = sorted.filter(
        (event) =>
          event.name === 'ThreadControllerImpl::RunTask' &&
          event.pid === pid &&
          event.tid === tid &&
          event.ts / 1000 >= from &&
          event.ts / 1000 <= to,
      );
      return Math.max(0, ...tasks.map(({ dur = 0 }) => dur / 1000));
    },
  };
}
