import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createLocalCounters, createRedisCounters } from './counters.ts';
import type { Counters } from './counters.ts';
import { silentLog } from './log.ts';

describe('counting alone', () => {
  it('begins anew when the window has passed', async () => {
    let nowMs = 0;
    const counters = createLocalCounters(() => nowMs);
    expect([
      await counters.add('a', 2, 100),
      await counters.add('a', 3, 100),
      await counters.add('b', 1, 100),
    ]).toEqual([2, 5, 1]);
    nowMs = 100;
    expect(await counters.add('a', 1, 100)).toBe(1);
  });
});

const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

describe.skipIf(!hasRedis)('counting together, in a real Redis', () => {
  let redis: ChildProcess;
  let port = 0;
  const replicas: Counters[] = [];
  const startRedis = async () => {
    redis = spawn('redis-server', [
      '--port',
      String(port),
      '--save',
      '',
      '--appendonly',
      'no',
      '--bind',
      '127.0.0.1',
    ]);
    await new Promise<void>((resolve) =>
      redis.stdout?.on('data', (text: Buffer) => text.includes('Ready to accept') && resolve()),
    );
  };
  beforeAll(async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => probe.once('listening', resolve));
    port = (probe.address() as AddressInfo).port;
    await new Promise((resolve) => probe.close(resolve));
    await startRedis();
    for (let i = 0; i < 2; i += 1)
      replicas.push(await createRedisCounters(`redis://127.0.0.1:${port}`, silentLog));
    await vi.waitUntil(() => replicas.every((replica) => replica.unreachableMs() === 0), { timeout: 10_000 });
  });
  afterAll(async () => {
    for (const replica of replicas) await replica.close();
    redis.kill('SIGKILL');
  });

  it('two replicas share one total, and no addition is lost', async () => {
    const totals = await Promise.all(
      Array.from({ length: 100 }, (_, i) => replicas[i % 2]?.add('shared', 1, 60_000)),
    );
    expect(new Set(totals).size).toBe(100);
    expect(Math.max(...totals.map(Number))).toBe(100);
  });

  it('a window ends by itself', async () => {
    await replicas[0]?.add('short', 5, 80);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(await replicas[1]?.add('short', 1, 80)).toBe(1);
  });

  it('goes on alone while Redis is away, says since when, and returns (S-5)', async () => {
    const [replica] = replicas;
    redis.kill('SIGKILL');
    await expect
      .poll(
        async () =>
          (await replica?.add('away', 1, 60_000)) !== undefined && (replica?.unreachableMs() ?? 0) > 0,
      )
      .toBe(true);
    expect(await replica?.add('alone', 1, 60_000)).toBe(1);
    expect(await replica?.add('alone', 1, 60_000)).toBe(2);
    await startRedis();
    await expect.poll(() => replica?.unreachableMs(), { timeout: 10_000 }).toBe(0);
    expect(await replica?.add('back', 1, 60_000)).toBe(1);
  });
});
