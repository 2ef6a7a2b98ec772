// The small parts under the client: streamed JSON, waiting, the breaker, words.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBreaker } from './breaker.ts';
import { jsonBody } from './jsonBody.ts';
import { createRetryBudget, parseRetryAfter, retryDelayMs } from './retry.ts';
import { failureOfConnection } from './upstreamErrors.ts';
import { googleOrigin } from './vertex.ts';
import { cleanWords, filterReason } from './words.ts';

describe('a JSON body', () => {
  it('is what JSON.stringify gives with base64 for bytes, and as long as it says', () => {
    const value = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        fc.string({ unit: 'binary' }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.constant(null),
        fc.uint8Array({ maxLength: 200 }),
        fc.array(tie('node'), { maxLength: 4 }),
        fc.dictionary(fc.string(), fc.oneof(tie('node'), fc.constant(undefined)), { maxKeys: 4 }),
      ),
    })).node;
    const plain = (node: unknown): unknown => {
      if (node instanceof Uint8Array) return Buffer.from(node).toString('base64');
      if (Array.isArray(node)) return node.map(plain);
      if (typeof node !== 'object' || node === null) return node;
      return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, plain(item)]));
    };
    fc.assert(
      fc.property(value, (node) => {
        const { byteLength, chunks } = jsonBody(node as never);
        const text = Buffer.concat([...chunks()]);
        expect(text.length).toBe(byteLength);
        expect(text.toString()).toBe(JSON.stringify(plain(node)));
      }),
    );
  });

  it('comes in pieces of 64 KB, however large the picture', () => {
    const bytes = new Uint8Array(1_000_000).map((_, index) => index * 7);
    const pieces = [...jsonBody({ bytes }).chunks()];
    expect(Math.max(...pieces.map((piece) => piece.length))).toBe(65_536);
    expect(JSON.parse(Buffer.concat(pieces).toString()).bytes).toBe(Buffer.from(bytes).toString('base64'));
  });
});

describe('Retry-After', () => {
  const now = Date.UTC(2026, 10, 24);
  it.each([
    ['3', 3000],
    ['86400', 86_400_000],
    [new Date(now + 5000).toUTCString(), 5000],
    [new Date(now - 5000).toUTCString(), 0],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['', undefined],
  ])('"%s" is %s ms', (header, ms) => expect(parseRetryAfter(header, now)).toBe(ms));

  it('is never undercut by the jitter', () => {
    fc.assert(
      fc.property(
        fc.nat(30_000),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.integer({ min: 1, max: 2 }),
        (ms, random, tries) => {
          expect(retryDelayMs(tries, 1000, ms, random)).toBeGreaterThanOrEqual(ms);
          expect(retryDelayMs(tries, 1000, undefined, random)).toBeGreaterThanOrEqual(1000 * tries);
          expect(retryDelayMs(tries, 1000, undefined, random)).toBeLessThan(2000 * tries);
        },
      ),
    );
  });
});

describe('the retry budget', () => {
  it('lets a lone user retry, and under steady failure a tenth of the calls (U-26)', () => {
    const budget = createRetryBudget(10);
    let retries = 0;
    for (let call = 0; call < 1000; call += 1) {
      budget.payIn();
      if (budget.take()) retries += 1;
    }
    expect(retries).toBeGreaterThan(90);
    expect(retries).toBeLessThanOrEqual(110);
  });
});

describe('the breaker', () => {
  const rule = { window: 4, failurePercent: 50, openMs: 30_000 };
  const call = (breaker: ReturnType<typeof createBreaker>, outcome: 'ok' | 'failed', at = 0) => {
    expect(breaker.refusal(at)).toBeUndefined();
    breaker.settle(outcome, at);
  };

  it('opens at half of the last calls and says for how long', () => {
    const breaker = createBreaker(rule);
    for (const outcome of ['ok', 'failed', 'ok', 'failed'] as const) call(breaker, outcome);
    expect(breaker.refusal(10_000)).toBe(20_000);
  });

  it('lets one probe through, whose success closes it and whose failure opens it again (U-27)', () => {
    const breaker = createBreaker(rule);
    for (let i = 0; i < 4; i += 1) call(breaker, 'failed');
    expect(breaker.refusal(30_000)).toBeUndefined();
    expect(breaker.refusal(30_001)).toBe(30_000);
    breaker.settle('failed', 30_500);
    expect(breaker.refusal(31_000)).toBe(29_500);
    call(breaker, 'ok', 61_000);
    call(breaker, 'failed', 61_001);
    expect(breaker.refusal(61_002)).toBeUndefined();
  });
});

describe('words of Google', () => {
  it('lose markup, addresses, identifiers and anything else that could carry a secret', () => {
    const text =
      'Sorry <script>alert(1)</script> token ya29.CANARY_T in projects/demo/x at a@b.c failed. CANARY_U';
    expect(cleanWords(text, 200)).toBe('Sorry token in at failed.');
  });

  it('are cut at the limit', () => expect(cleanWords('word '.repeat(100), 20)).toBe('word word word word…'));

  it('name the reason behind a support code', () => {
    expect(filterReason('Blocked. Support codes: 43188360')).toBe('Blocked. (sexual content)');
    expect(filterReason('')).toBe('Filtered by Google.');
  });
});

describe('a broken connection', () => {
  const withCode = (code: string) => Object.assign(new Error('x'), { code });
  it.each([
    ['CERT_HAS_EXPIRED', 'certificate', false],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate', false],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate', false],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate', false],
    ['ENOTFOUND', 'offline', true],
    ['UND_ERR_CONNECT_TIMEOUT', 'offline', true],
    ['ECONNRESET', undefined, true],
  ])('by %s is told as %s', (code, variant, isTransient) => {
    const failure = failureOfConnection(withCode(code), false, undefined);
    expect([failure.problem.code, failure.problem.variant, failure.isTransient]).toEqual([
      'UPSTREAM_UNAVAILABLE',
      variant,
      isTransient,
    ]);
  });

  it('names the proxy when there is one, and is never repeated once an answer had begun', () => {
    expect(failureOfConnection(withCode('ECONNREFUSED'), false, 'proxy.corp:3128').problem.message).toContain(
      'proxy.corp:3128',
    );
    expect(failureOfConnection(withCode('ECONNRESET'), true, undefined).isTransient).toBe(false);
  });
});

describe('Google’s hosts', () => {
  it.each([
    ['global', 'https://aiplatform.googleapis.com'],
    ['eu', 'https://aiplatform.eu.rep.googleapis.com'],
    ['us-central1', 'https://us-central1-aiplatform.googleapis.com'],
  ])('%s is %s', (location, origin) => expect(googleOrigin(location)).toBe(origin));
});
