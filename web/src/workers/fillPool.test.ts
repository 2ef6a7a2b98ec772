import { expose } from 'comlink';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FillApi, FillJob } from './fillApi.ts';
import { createFillPool } from './fillPool.ts';

/** Engine workers that fill in this thread, at the other end of a channel. */
function workshop(fill: FillApi['fill'], practise: FillApi['practise'] = () => Promise.resolve()) {
  const ended: boolean[] = [];
  const start = (): Worker => {
    const { port1, port2 } = new MessageChannel();
    const place = ended.push(false) - 1;
    expose({ fill, practise } satisfies FillApi, port2);
    const terminate = (): void => {
      ended[place] = true;
      port1.close();
    };
    return Object.assign(port1, { terminate }) as unknown as Worker;
  };
  return { ended, pool: createFillPool({ cores: 2, isIsolated: true }, start) };
}

const input = (): FillJob['input'] => ({
  pixels: new Uint8ClampedArray(64),
  width: 4,
  height: 4,
  mask: new Uint8Array(16),
  seed: 1,
});
const wishes = [{ slot: 0, strategy: null }];
const never = new AbortController().signal;
const nobody = (): void => undefined;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

describe('the pool of engine workers', () => {
  it('keeps a worker for the next removal, and gives its memory back after ten idle seconds', async () => {
    const { ended, pool } = workshop(() => Promise.resolve());
    await pool.fill(input(), wishes, nobody, never);
    vi.advanceTimersByTime(9_900);
    await pool.fill(input(), wishes, nobody, never);
    vi.advanceTimersByTime(9_900);
    expect(ended).toEqual([false]);
    vi.advanceTimersByTime(100);
    expect(ended).toEqual([true]);
    await pool.fill(input(), wishes, nobody, never);
    expect(ended).toEqual([true, false]);
    vi.advanceTimersByTime(10_000);
    expect(ended).toEqual([true, true]);
  });

  it('has a worker practise before a removal, which takes that one; one that nobody needs ends after a minute', async () => {
    const practised: number[] = [];
    const { ended, pool } = workshop(
      () => Promise.resolve(),
      async (threads) => void practised.push(threads),
    );
    pool.prepare();
    pool.prepare();
    await pool.fill(input(), wishes, nobody, never);
    pool.prepare();
    expect([ended, practised]).toEqual([[false], [2]]);
    vi.advanceTimersByTime(10_000);
    expect(ended).toEqual([true]);
    pool.prepare();
    vi.advanceTimersByTime(59_900);
    expect(ended).toEqual([true, false]);
    vi.advanceTimersByTime(100);
    expect(ended).toEqual([true, true]);
  });

  it('ends a busy worker at once when the removal is cancelled, and says why', async () => {
    const stop = new AbortController();
    const reason = new Error('cancelled');
    const { ended, pool } = workshop(() => {
      stop.abort(reason);
      return new Promise(() => undefined);
    });
    await expect(pool.fill(input(), wishes, nobody, stop.signal)).rejects.toBe(reason);
    expect(ended).toEqual([true]);
  });
});
