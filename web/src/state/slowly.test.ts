import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { slowly } from './slowly.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a value told slowly', () => {
  it('is told at once, then once in its time, and its last state in the end', () => {
    const store = createStore(() => ({ scale: 1 }));
    const slow = slowly(store.subscribe, () => store.getState().scale, 100);
    const told: number[] = [];
    slow.subscribe(() => told.push(slow.read()));
    for (let scale = 2; scale <= 9; scale++) store.setState({ scale });
    expect(told).toEqual([2]);
    vi.advanceTimersByTime(100);
    expect(told).toEqual([2, 9]);
    vi.advanceTimersByTime(1000);
    store.setState({ scale: 10 });
    expect(told).toEqual([2, 9, 10]);
  });

  it('is the present one for whoever comes late, and nobody is called who has left', () => {
    const store = createStore(() => ({ scale: 1 }));
    const slow = slowly(store.subscribe, () => store.getState().scale, 100);
    store.setState({ scale: 3 });
    expect(slow.read()).toBe(3);
    const listener = vi.fn<() => void>();
    const leave = slow.subscribe(listener);
    expect(slow.read()).toBe(3);
    leave();
    store.setState({ scale: 4 });
    vi.advanceTimersByTime(1000);
    expect(listener).not.toHaveBeenCalled();
    expect(slow.read()).toBe(4);
  });
});
