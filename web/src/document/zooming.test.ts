import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createZooming } from './zooming.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('one step is no zoom; steps that follow each other are one, until the last has rested', () => {
  let rests = 0;
  const zooming = createZooming(() => void rests++);
  zooming.changed();
  expect(zooming.isUnderWay()).toBe(false);
  vi.advanceTimersByTime(500);
  zooming.changed();
  expect(zooming.isUnderWay()).toBe(false);
  for (let step = 0; step < 5; step++) {
    vi.advanceTimersByTime(60);
    zooming.changed();
    expect(zooming.isUnderWay()).toBe(true);
  }
  expect(rests).toBe(0);
  vi.advanceTimersByTime(120);
  expect(zooming.isUnderWay()).toBe(false);
  expect(rests).toBe(1);
});
