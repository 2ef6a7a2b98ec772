// Clients that are slow, many, or hostile in what they send (T12, T13, H-1 to H-5, H-13).
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyPng, forgedPng } from '../../e2e/driver/forgedPng.ts';
import { headersOf, imagen3Request, startProxy, testPhoto } from './testProxy.ts';
import type { Proxy } from './testProxy.ts';

let proxy: Proxy;
beforeAll(async () => {
  proxy = await startProxy({
    CLEANPLATE_HEADER_TIMEOUT_MS: '400',
    CLEANPLATE_REQUEST_TIMEOUT_MS: '6000',
    CLEANPLATE_MAX_WAIT_MS: '1000',
    CLEANPLATE_UPLOAD_GRACE_MS: '500',
    CLEANPLATE_MAX_CONNECTIONS: '20',
  });
});
afterAll(() => proxy.close());

const portOf = () => Number(new URL(proxy.origin).port);

/** Sends `pieces` one by one; resolves to everything that came back when the connection ends. */
function drip(pieces: Iterable<string>, everyMs: number): Promise<{ text: string; ms: number }> {
  const started = performance.now();
  return new Promise((resolve) => {
    const socket = connect(portOf(), '127.0.0.1');
    const iterator = pieces[Symbol.iterator]();
    let text = '';
    const timer = setInterval(() => {
      const { value, done } = iterator.next();
      if (done) clearInterval(timer);
      else socket.write(value);
    }, everyMs);
    socket.on('data', (data) => (text += data.toString()));
    socket.on('error', () => {});
    socket.on('close', () => {
      clearInterval(timer);
      resolve({ text, ms: performance.now() - started });
    });
  });
}

function* forever(first: string, next: string) {
  yield first;
  for (;;) yield next;
}

const postHead = (...more: string[]) =>
  [
    'POST /api/removals HTTP/1.1',
    `Host: 127.0.0.1:${portOf()}`,
    ...Object.entries(headersOf(proxy.origin)).map(([name, value]) => `${name}: ${value}`),
    'Content-Type: multipart/form-data; boundary=x',
    ...more,
    '',
    '',
  ].join('\r\n');

describe('a slow client', () => {
  it('with its headers is cut off with 408 (H-1)', async () => {
    const { text, ms } = await drip(forever('GET / HTTP/1.1\r\n', 'X-A: b\r\n'), 100);
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
    expect(ms).toBeLessThan(2000);
  });

  it('with its upload gets SLOW_UPLOAD, and its memory is given back (H-2)', async () => {
    const { text } = await drip(forever(postHead('Content-Length: 1000000'), '-'), 200);
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
    expect(text).toContain('SLOW_UPLOAD');
    expect(proxy.reserve.taken()).toBe(0);
  });

  it('in chunks is no better off (H-3)', async () => {
    const { text } = await drip(forever(postHead('Transfer-Encoding: chunked'), '1\r\n-\r\n'), 200);
    expect(text).toContain('SLOW_UPLOAD');
  });
});

it('chunks without end are cut at the limit (H-5)', async () => {
  const chunk = `100000\r\n${'x'.repeat(0x100000)}\r\n`;
  const { text } = await drip(forever(postHead('Transfer-Encoding: chunked'), chunk), 5);
  expect(text).toMatch(/^HTTP\/1\.1 413 /);
  expect(proxy.reserve.taken()).toBe(0);
});

it('the connection that has been idle longest makes room for a new one (H-13)', async () => {
  const idle: Socket[] = [];
  const closed = new Set<number>();
  for (let i = 0; i < 20; i += 1) {
    const socket = connect(portOf(), '127.0.0.1');
    socket.on('close', () => closed.add(i)).on('error', () => {});
    await new Promise((resolve) => socket.once('connect', resolve));
    idle.push(socket);
  }
  await expect.poll(async () => (await fetch(`${proxy.origin}/livez`)).status).toBe(200);
  expect(closed.has(19)).toBe(false);
  expect(closed.size).toBeGreaterThan(0);
  for (const socket of idle) socket.destroy();
});

describe('a bomb (T12)', () => {
  it('is refused by its header, as picture and as mask, without being unpacked', async () => {
    const file = emptyPng(30_000, 30_000);
    const photo = await testPhoto();
    const before = process.memoryUsage().rss;
    for (const parts of [
      { image: file, mask: file },
      { image: photo, mask: file },
    ]) {
      const answer = await proxy.post({ request: imagen3Request, ...parts });
      expect([answer.status, answer.error?.code]).toEqual([413, 'IMAGE_TOO_LARGE_PIXELS']);
      expect(answer.error?.message).toContain('30000×30000 = 900 megapixels; the limit is 25');
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(64e6);
    expect(proxy.fake.calls).toHaveLength(0);
  });

  it('that unpacks to more than its header says is refused at that point', async () => {
    const mask = forgedPng({ width: 64, height: 64, colourType: 0 }, Buffer.alloc(64 * 1_000_000));
    const answer = await proxy.post({
      request: imagen3Request,
      image: await sharp(await testPhoto())
        .png()
        .toBuffer(),
      mask,
    });
    expect([answer.status, answer.error?.code]).toEqual([422, 'BAD_IMAGE']);
  });
});
