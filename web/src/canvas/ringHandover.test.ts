import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PlacedMark } from '../document/screen.ts';
import type { Point } from '../document/view.ts';
import { createRingHandover } from './ringHandover.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const mark = { size: 40, dashed: false, dpr: 2 };

function start(brush: typeof mark | null = mark) {
  const now = { page: null as Point | null, worker: null as PlacedMark | null, isPainting: false };
  const ring = createRingHandover({
    show: (at) => void (now.page = at),
    send: (placed) => void (now.worker = placed),
    mark: () => brush,
    photoPoint: ({ x, y }) => ({ x: x * 10, y: y * 10 }),
    isPainting: () => now.isPainting,
  });
  return { ring, now };
}

test('the page shows the ring while the pointer hovers, and none while the worker paints a stroke', () => {
  const { ring, now } = start();
  ring.hover({ x: 3, y: 4 });
  expect(now).toMatchObject({ page: { x: 3, y: 4 }, worker: null });
  now.isPainting = true;
  ring.hover({ x: 5, y: 4 });
  expect(now).toMatchObject({ page: null, worker: null });
  now.isPainting = false;
  ring.hover({ x: 6, y: 4 });
  expect(now.page).toEqual({ x: 6, y: 4 });
});

test('while the photo is zoomed the worker shows it, where the pointer is, and the page again when the zoom has ended', () => {
  const { ring, now } = start();
  ring.hover({ x: 3, y: 4 });
  ring.zoomed();
  expect(now).toMatchObject({ page: null, worker: { mark, at: { x: 30, y: 40 } } });
  vi.advanceTimersByTime(100);
  ring.zoomed();
  vi.advanceTimersByTime(100);
  ring.hover({ x: 5, y: 4 });
  expect(now).toMatchObject({ page: null, worker: { at: { x: 50, y: 40 } } });
  vi.advanceTimersByTime(100);
  expect(now).toMatchObject({ page: { x: 5, y: 4 }, worker: null });
});

test('a zoom without a pointer on the photo, or with a tool that has no ring, hands nothing over', () => {
  for (const { ring, now } of [start(), start(null)]) {
    if (now.page) ring.hover(null);
    ring.zoomed();
    expect(now).toMatchObject({ page: null, worker: null });
  }
  const { ring, now } = start(null);
  ring.hover({ x: 3, y: 4 });
  ring.zoomed();
  expect(now).toMatchObject({ page: { x: 3, y: 4 }, worker: null });
});
