import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '@cleanplate/shared/contract/problem.ts';
import { defaultServerLimits } from '@cleanplate/shared/contract/limits.ts';
import { createByteReserve } from './byteReserve.ts';
import { createLocalCounters } from './counters.ts';
import { createQueue } from './queue.ts';
import { createQuotas } from './quotas.ts';
import { imagen3Request, problemOf, startProxy, testMask, testPhoto, typesOf } from './testProxy.ts';
import type { Proxy } from './testProxy.ts';

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error: unknown) => (error instanceof Problem ? error.code : String(error)),
  );
const never = new AbortController().signal;
const quiet = () => {};

describe('the queue', () => {
  const limits = {
    maxInFlight: 3,
    maxInFlightPerUser: 2,
    maxWaiting: 4,
    maxWaitingPerUser: 3,
    maxWaitMs: 60,
  };

  it('lets the user with the least under way go first, then who came first (T14)', async () => {
    const queue = createQueue(limits);
    const order: string[] = [];
    const enter = (user: string, name: string) =>
      queue.enter(user, never, quiet).then((release) => {
        order.push(name);
        return release;
      });
    const [first] = await Promise.all([enter('a', 'a1'), enter('a', 'a2')]);
    const rest = [enter('a', 'a3'), enter('a', 'a4'), enter('b', 'b1')];
    const releaseB = await rest[2];
    expect(order).toEqual(['a1', 'a2', 'b1']);
    first?.();
    (await rest[0])();
    releaseB?.();
    await rest[1];
    expect(order).toEqual(['a1', 'a2', 'b1', 'a3', 'a4']);
  });

  it('passes a free place over whoever came first and has more under way (T14)', async () => {
    const queue = createQueue({ ...limits, maxInFlight: 2, maxInFlightPerUser: 2 });
    const order: string[] = [];
    await queue.enter('a', never, quiet);
    const releaseC = await queue.enter('c', never, quiet);
    const waiting = ['a', 'b'].map((user) =>
      codeOf(queue.enter(user, never, quiet).then(() => order.push(user))),
    );
    releaseC();
    await waiting[1];
    expect([order, queue.counts()]).toEqual([['b'], { inFlight: 2, waiting: 1 }]);
    queue.close();
    expect(await waiting[0]).toBe('SHUTTING_DOWN');
  });

  it('tells each who waits the place in line, and again as it moves', async () => {
    const queue = createQueue({ ...limits, maxInFlight: 1, maxInFlightPerUser: 1 });
    const places: number[] = [];
    const release = await queue.enter('a', never, quiet);
    const next = queue.enter('b', never, quiet);
    const last = queue.enter('c', never, (place) => places.push(place));
    release();
    (await next)();
    await last;
    expect(places).toEqual([2, 1]);
  });

  it('turns away when the room is full, one user has filled their part, or the wait is over', async () => {
    const queue = createQueue({ ...limits, maxInFlight: 1, maxInFlightPerUser: 1 });
    await queue.enter('x', never, quiet);
    const waiting = ['a', 'a', 'a', 'b'].map((user) => codeOf(queue.enter(user, never, quiet)));
    expect(await codeOf(queue.enter('a', never, quiet))).toBe('QUEUE_FULL');
    expect(await codeOf(queue.enter('c', never, quiet))).toBe('QUEUE_FULL');
    expect(await Promise.all(waiting)).toEqual(['QUEUE_FULL', 'QUEUE_FULL', 'QUEUE_FULL', 'QUEUE_FULL']);
    expect(queue.counts()).toEqual({ inFlight: 1, waiting: 0 });
  });

  it('forgets who leaves, and turns away all while draining', async () => {
    const queue = createQueue({ ...limits, maxInFlight: 1 });
    await queue.enter('x', never, quiet);
    const leave = new AbortController();
    const left = codeOf(queue.enter('a', leave.signal, quiet));
    const stays = codeOf(queue.enter('b', never, quiet));
    leave.abort();
    expect(await left).toContain('AbortError');
    queue.close();
    expect(await stays).toBe('SHUTTING_DOWN');
    expect(await codeOf(queue.enter('c', never, quiet))).toBe('SHUTTING_DOWN');
  });

  it('runs half as many after Google said "too many", and finds its way back', async () => {
    const queue = createQueue({ ...limits, maxInFlight: 4, maxInFlightPerUser: 4 });
    queue.slowDown();
    for (let i = 0; i < 2; i += 1) await queue.enter('a', never, quiet);
    const third = queue.enter('a', never, quiet);
    expect(queue.counts()).toEqual({ inFlight: 2, waiting: 1 });
    queue.speedUp();
    await third;
    expect(queue.counts()).toEqual({ inFlight: 3, waiting: 0 });
  });
});

describe('memory for uploads', () => {
  it('is promised before it is used, and one upload alone always fits', () => {
    const reserve = createByteReserve(100);
    const release = reserve.take(150);
    expect(() => reserve.take(1)).toThrow('people are waiting');
    release();
    release();
    expect(reserve.taken()).toBe(0);
    reserve.take(60);
    expect(() => reserve.take(41)).toThrow('people are waiting');
  });
});

describe('quotas', () => {
  const noon = Date.UTC(2026, 10, 24, 12);
  const limits = {
    ...defaultServerLimits(),
    ratePerMinutePerUser: 2,
    ratePerMinute: 3,
    budgetPerDayPerUser: 6,
    budgetPerDay: 8,
  };

  it('allow so many requests a minute, to each and to all, and say when the next may come', async () => {
    let nowMs = noon + 20_000;
    const quotas = createQuotas(
      limits,
      createLocalCounters(() => nowMs),
      () => nowMs,
    );
    const ask = (user: string) => codeOf(quotas.countRequest(user));
    expect([await ask('a'), await ask('a'), await ask('a'), await ask('b'), await ask('b')]).toEqual([
      'ok',
      'ok',
      'RATE_LIMITED',
      'ok',
      'RATE_LIMITED',
    ]);
    await expect(quotas.countRequest('a')).rejects.toMatchObject({ retryAfterMs: 40_000 });
    nowMs += 40_000;
    expect(await ask('a')).toBe('ok');
  });

  it('set pictures aside before the call and take back what was not billed (T10)', async () => {
    const quotas = createQuotas(
      limits,
      createLocalCounters(() => noon),
      () => noon,
    );
    const giveBack = await quotas.reserve('a', 4);
    expect(await codeOf(quotas.reserve('a', 4))).toBe('BUDGET_EXCEEDED');
    expect(await codeOf(quotas.reserve('b', 4))).toBe('ok');
    expect(await codeOf(quotas.reserve('c', 1))).toBe('BUDGET_EXCEEDED');
    await giveBack(3);
    expect(await codeOf(quotas.reserve('c', 3))).toBe('ok');
    await expect(quotas.reserve('c', 1)).rejects.toThrow('resets 2026-11-25 00:00 UTC');
  });

  it('two hundred at once with a budget of twenty are exactly twenty', async () => {
    const twenty = { ...limits, budgetPerDayPerUser: 0, budgetPerDay: 20 };
    const quotas = createQuotas(
      twenty,
      createLocalCounters(() => noon),
      () => noon,
    );
    const codes = await Promise.all(
      Array.from({ length: 200 }, (_, i) => codeOf(quotas.reserve(`u${i}`, 1))),
    );
    expect(codes.filter((code) => code === 'ok')).toHaveLength(20);
  });

  it('keep the money shut when the shared numbers were out of sight for a minute; the rate goes on', async () => {
    let unseenMs = 59_000;
    const counters = { ...createLocalCounters(() => noon), unreachableMs: () => unseenMs };
    const quotas = createQuotas(limits, counters, () => noon);
    expect(await codeOf(quotas.reserve('a', 1))).toBe('ok');
    unseenMs = 61_000;
    expect(await codeOf(quotas.reserve('a', 1))).toBe('BUDGET_EXCEEDED');
    expect(await codeOf(quotas.countRequest('a'))).toBe('ok');
  });
});

describe('through the proxy', () => {
  let image: Buffer;
  let mask: Buffer;
  let proxy: Proxy | undefined;
  beforeAll(async () => {
    [image, mask] = await Promise.all([testPhoto(), testMask()]);
  });
  afterEach(() => proxy?.close());
  const start = async (env: Record<string, string>) => (proxy = await startProxy(env));
  const parts = (prompt: string) => ({ request: { ...imagen3Request, prompt, sampleCount: 1 }, image, mask });

  it('who waits is told so, and gets the pictures', async () => {
    const { post, fake, reserve } = await start({
      CLEANPLATE_MAX_IN_FLIGHT: '1',
      CLEANPLATE_MAX_IN_FLIGHT_PER_USER: '1',
    });
    fake.delay(100);
    const answers = await Promise.all([post(parts('a')), post(parts('b'))]);
    const waited = answers.find(({ events }) =>
      events.some((event) => event.type === 'progress' && event.stage === 'waiting'),
    );
    expect(waited && typesOf(waited)).toEqual(['progress', 'progress', 'candidate', 'done']);
    expect(reserve.taken()).toBe(0);
  });

  it('a spent budget is said before Google is asked; what failed is not counted', async () => {
    const { post, fake } = await start({ CLEANPLATE_BUDGET_PER_DAY: '2' });
    fake.fail('U-1');
    expect(problemOf(await post(parts('a')))?.code).toBe('UPSTREAM_BAD_REQUEST');
    await post(parts('b'));
    await post(parts('c'));
    const answer = await post(parts('d'));
    expect([answer.status, answer.error?.code]).toEqual([429, 'BUDGET_EXCEEDED']);
    expect(fake.calls).toHaveLength(3);
  });

  it('a breaker that has opened spares Google the calls', async () => {
    const { post, fake } = await start({ CLEANPLATE_BREAKER_WINDOW: '2', CLEANPLATE_UPSTREAM_RETRIES: '0' });
    fake.fail('U-7', -1);
    await post(parts('a'));
    await post(parts('b'));
    const answer = await post(parts('c'));
    expect([answer.status, answer.error?.code]).toEqual([503, 'UPSTREAM_RATE_LIMITED']);
    expect(answer.error?.message).toMatch(/Try again in \d+ s, or use this computer/);
    expect(answer.error?.retryAfterMs).toBeGreaterThan(20_000);
    expect(fake.calls).toHaveLength(2);
  });

  it('a quota that flips costs Google no more than a tenth above what was asked (U-26)', async () => {
    const { post, fake } = await start({
      CLEANPLATE_UPSTREAM_RETRY_BUDGET_PERCENT: '10',
      CLEANPLATE_UPSTREAM_RETRY_BASE_MS: '20',
      CLEANPLATE_MAX_IN_FLIGHT_PER_USER: '40',
    });
    fake.fail('U-26:fast', -1);
    const asked = 200;
    const endings = new Set<string>();
    for (let call = 0; call < asked; call += 1) {
      const answer = await post(parts('a'));
      endings.add(problemOf(answer)?.code ?? typesOf(answer).at(-1) ?? '');
    }
    expect([...endings].sort()).toEqual(['UPSTREAM_RATE_LIMITED', 'done']);
    // The budget of retries begins with ten, for a user whose first calls fail.
    expect(fake.calls.length).toBeLessThanOrEqual(1.1 * asked + 10);
  });

  it('nothing is left over after uploads that were refused', async () => {
    const { post, jobs, queue, reserve } = await start({});
    await post({ request: '{', image, mask });
    await post({ request: imagen3Request, image: Buffer.from('x'), mask });
    expect([jobs.running(), queue.counts(), reserve.taken()]).toEqual([0, { inFlight: 0, waiting: 0 }, 0]);
  });
});
