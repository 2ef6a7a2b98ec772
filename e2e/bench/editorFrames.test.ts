import { describe, expect, it } from 'vitest';
import { matchLatencies, percentile } from './editorFrames.ts';
import { readTrace, type TraceEvent } from './editorTrace.ts';

const event = (name: string, ts: number, more: Partial<TraceEvent> = {}): TraceEvent => ({
  name,
  ph: 'X',
  pid: 1,
  tid: 1,
  ts,
  ...more,
});
const received = (ts: number, sink: number): TraceEvent =>
  event('Graphics.Pipeline', ts, {
    args: {
      chrome_graphics_pipeline: {
        step: 'STEP_RECEIVE_COMPOSITOR_FRAME',
        frame_sink_id: { frame_sink_id: sink },
      },
    },
  });

describe('a trace', () => {
  it('shows a handed-over frame with the first draw after it arrived, when that draw is done', () => {
    const trace = readTrace([
      event('CanvasResourceDispatcher::DispatchFrame', 1000),
      event('Display::DrawAndSwap', 1100, { dur: 50 }),
      received(1200, 2),
      received(1300, 0x8000_0001),
      event('Display::DrawAndSwap', 9000, { dur: 500 }),
      event('Display::DrawAndSwap', 20_000, { dur: 500 }),
    ]);
    expect(trace.shownAfter(0.5, 2)).toBe(9.5);
    expect(trace.shown).toEqual([9.5]);
    expect(trace.shownAfter(2, 30)).toBeNaN();
  });
});

describe('pointer events', () => {
  it('are as late as the frame of the first turn that had them all, coalesced ones too', () => {
    const messages = [
      { kind: 'view', times: [0] },
      { kind: 'begin', times: [10] },
      { kind: 'move', times: [12, 14] },
      { kind: 'move', times: [20] },
    ];
    const paints = [
      { start: 5, end: 6, received: 1 },
      { start: 16, end: 18, received: 3 },
      { start: 32, end: 33, received: 4 },
    ];
    const found = matchLatencies(messages, 1, paints, { page: 100, worker: 100 }, (from) => from + 10);
    expect(found.shown).toEqual([14, 12, 22]);
    expect(found.painted).toEqual([6, 4, 13]);
  });

  it('have percentiles that are figures of the list', () => {
    expect(percentile([3, 1, 2, 4], 0.5)).toBe(2);
    expect(percentile([3, 1, 2, 4], 0.95)).toBe(4);
    expect(percentile([], 0.95)).toBeNaN();
  });
});
