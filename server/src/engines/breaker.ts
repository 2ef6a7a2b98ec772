/**
 * Stops calling a service that fails: once half of the last calls failed, the next ones are refused for a while, then
 * one is let through as a probe. Its success closes the breaker, its failure opens it for as long again.
 */
export interface Breaker {
  /** Undefined when the call may go; otherwise milliseconds until the next probe. Every allowed call must be settled. */
  readonly refusal: (nowMs: number) => number | undefined;
  readonly settle: (outcome: 'ok' | 'failed' | 'neither', nowMs: number) => void;
}

export function createBreaker(rule: { window: number; failurePercent: number; openMs: number }): Breaker {
  let outcomes: boolean[] = [];
  let openUntilMs: number | undefined;
  let isProbing = false;
  return {
    refusal: (nowMs) => {
      if (openUntilMs === undefined) return undefined;
      if (nowMs < openUntilMs) return openUntilMs - nowMs;
      if (isProbing) return rule.openMs;
      isProbing = true;
      return undefined;
    },
    settle: (outcome, nowMs) => {
      const wasProbe = isProbing;
      isProbing = false;
      // A call the user cancelled says nothing about the service.
      if (outcome === 'neither') return;
      if (outcome === 'ok' && (wasProbe || openUntilMs === undefined)) {
        if (wasProbe) outcomes = [];
        openUntilMs = undefined;
      }
      outcomes = [...outcomes, outcome === 'failed'].slice(-rule.window);
      const failed = outcomes.filter(Boolean).length;
      const isFull = outcomes.length >= rule.window;
      if (outcome === 'failed' && (wasProbe || (isFull && failed * 100 >= rule.failurePercent * rule.window)))
        openUntilMs = nowMs + rule.openMs;
    },
  };
}
