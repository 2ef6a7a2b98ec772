import { describe, expect, it } from 'vitest';
import { createBreaker } from './breaker.ts';

const rule = { window: 4, failurePercent: 50, openMs: 30_000 };

function opened() {
  const breaker = createBreaker(rule);
  for (let call = 0; call < 4; call += 1) {
    expect(breaker.refusal(call)).toBeUndefined();
    breaker.settle('failed', call);
  }
  return breaker;
}

describe('the breaker (U-7, U-27)', () => {
  it('lets calls through while less than half of the last ones failed', () => {
    const breaker = createBreaker(rule);
    for (const outcome of ['failed', 'ok', 'ok', 'ok', 'failed', 'ok'] as const) breaker.settle(outcome, 0);
    expect(breaker.refusal(0)).toBeUndefined();
  });

  it('refuses for 30 s once half have failed, and says for how much longer', () => {
    const breaker = opened();
    expect(breaker.refusal(3)).toBe(30_000);
    expect(breaker.refusal(20_003)).toBe(10_000);
  });

  it('lets one probe through after 30 s, and is closed when it succeeds: a client that asks each second is served within 35 s', () => {
    const breaker = opened();
    let servedAtMs: number | undefined;
    for (let nowMs = 1000; servedAtMs === undefined && nowMs <= 60_000; nowMs += 1000) {
      if (breaker.refusal(nowMs) !== undefined) continue;
      expect(breaker.refusal(nowMs)).toBe(30_000);
      breaker.settle('ok', nowMs + 500);
      servedAtMs = nowMs + 500;
    }
    expect(servedAtMs).toBeLessThanOrEqual(35_000);
    for (let call = 0; call < 10; call += 1) expect(breaker.refusal(40_000)).toBeUndefined();
  });

  it('is open for as long again when the probe fails, and no longer when the user cancels it', () => {
    const breaker = opened();
    expect(breaker.refusal(31_000)).toBeUndefined();
    breaker.settle('neither', 31_500);
    expect(breaker.refusal(32_000)).toBeUndefined();
    breaker.settle('failed', 33_000);
    expect(breaker.refusal(33_000)).toBe(30_000);
  });
});
