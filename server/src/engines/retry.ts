/** Milliseconds a `Retry-After` header asks for: whole seconds or an HTTP date. Undefined for none, junk or a negative. */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // Date.parse would also take "-5" for a year.
  const at = /^[A-Za-z]{3},? /.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}

/**
 * Milliseconds to wait before try `tries + 1`, `tries` being those that failed (1 or 2): one base, then two, plus a
 * random share of as much again, so that replicas do not come back together. Never earlier than `Retry-After`.
 * `random` is in [0, 1).
 */
export function retryDelayMs(
  tries: number,
  baseMs: number,
  retryAfterMs: number | undefined,
  random: number,
): number {
  const step = baseMs * 2 ** (tries - 1);
  if (retryAfterMs !== undefined) return retryAfterMs + random * baseMs;
  return step + random * step;
}

/**
 * Lets retries be at most a share of all calls, so that a struggling service is not hit harder for struggling. Every
 * call pays in its share; a retry takes one whole. It starts full, so that a single user's first calls may be retried.
 */
export interface RetryBudget {
  readonly payIn: () => void;
  readonly take: () => boolean;
}

export function createRetryBudget(percent: number, size = 10): RetryBudget {
  let balance = percent === 0 ? 0 : size;
  return {
    payIn: () => {
      balance = Math.min(size, balance + percent / 100);
    },
    take: () => {
      if (balance < 1) return false;
      balance -= 1;
      return true;
    },
  };
}
