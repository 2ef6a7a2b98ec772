import { describe, expect, it } from 'vitest';
import { defaultServerLimits, limitEnvName, serverLimitNames, serverLimitRules } from './limits.ts';

describe('server limits', () => {
  it('are set by CLEANPLATE_ and their name in capitals', () => {
    expect(limitEnvName('maxInFlightPerUser')).toBe('CLEANPLATE_MAX_IN_FLIGHT_PER_USER');
  });

  it('default to a value inside their own range', () => {
    for (const name of serverLimitNames) {
      const { default: value, min, max } = serverLimitRules[name];
      expect([name, value >= min && value <= max]).toEqual([name, true]);
    }
  });

  it('let a request outlive its wait in the queue', () => {
    const limits = defaultServerLimits();
    expect(limits.requestTimeoutMs).toBeGreaterThan(limits.maxWaitMs);
    expect(limits.upstreamTotalTimeoutMs).toBeGreaterThan(limits.upstreamTryTimeoutMs);
  });
});
