// Requests that no browser of ours sends, and connections that break (`faults.md` §2.4); slow ones stand in slow.test.ts.
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Problem } from '@cleanplate/shared/contract/problem.ts';
import { noteSentence } from './testFaults.ts';
import { formOf, headersOf, imagen3Request, startProxy, testMask, testPhoto } from './testProxy.ts';
import type { Proxy } from './testProxy.ts';
import { rawRequest, sendRaw } from './testServer.ts';

let proxy: Proxy;
let image: Buffer;
let mask: Buffer;

beforeAll(async () => {
  [image, mask, proxy] = await Promise.all([
    testPhoto(),
    testMask(),
    startProxy({
      CLEANPLATE_REQUEST_TIMEOUT_MS: '2000',
      CLEANPLATE_MAX_WAIT_MS: '1000',
      CLEANPLATE_HEADER_TIMEOUT_MS: '1000',
    }),
  ]);
});
beforeEach(() => proxy.fake.reset());
afterAll(() => proxy.close());

const port = () => Number(new URL(proxy.origin).port);
const own = () => [
  `Host: 127.0.0.1:${port()}`,
  ...Object.entries(headersOf(proxy.origin)).map(([name, value]) => `${name}: ${value}`),
];
const idle = () => [proxy.jobs.running(), proxy.queue.counts(), proxy.reserve.taken()];
const nothingLeft = [0, { inFlight: 0, waiting: 0 }, 0];
const messageIn = (body: string) => /"message":"([^"]*)"/.exec(body)?.[1];

/** A good upload as bytes on the wire. */
async function goodUpload(): Promise<{ type: string; body: Buffer }> {
  const request = new Request('http://x', {
    method: 'POST',
    body: formOf({ request: imagen3Request, image, mask }),
  });
  return { type: request.headers.get('content-type') ?? '', body: Buffer.from(await request.arrayBuffer()) };
}

describe('a length', () => {
  it('of thirty megabytes is refused by its header (H-4)', async (context) => {
    const started = performance.now();
    const answer = await sendRaw(
      port(),
      rawRequest(
        'POST /api/removals',
        ...own(),
        'Content-Type: multipart/form-data; boundary=x',
        'Content-Length: 30000000',
      ),
    );
    expect([answer.status, answer.body.includes('BODY_TOO_LARGE')]).toEqual([413, true]);
    expect(performance.now() - started).toBeLessThan(2000);
    noteSentence(context, messageIn(answer.body));
  });

  it('that is too small, or larger than what follows, ends in an answer and a closed connection (H-6)', async () => {
    const { type, body } = await goodUpload();
    const start = (length: number) =>
      rawRequest('POST /api/removals', ...own(), `Content-Type: ${type}`, `Content-Length: ${length}`);
    const short = await sendRaw(port(), Buffer.concat([Buffer.from(start(body.length - 9)), body]), 1500);
    expect(short.status).toBe(400);
    const long = await sendRaw(port(), Buffer.concat([Buffer.from(start(body.length + 9)), body]), 5000);
    expect(long.status).toBe(408);
    expect(proxy.fake.calls).toHaveLength(0);
    expect(idle()).toEqual(nothingLeft);
  });
});

describe('an upload', () => {
  it.each([10, 50, 99])(
    'broken off at %i % never reaches Google and leaves nothing behind (H-7)',
    async (percent) => {
      const { type, body } = await goodUpload();
      const socket = connect(port(), '127.0.0.1');
      await new Promise((resolve) => socket.once('connect', resolve));
      socket.write(
        rawRequest('POST /api/removals', ...own(), `Content-Type: ${type}`, `Content-Length: ${body.length}`),
      );
      socket.write(body.subarray(0, Math.floor((body.length * percent) / 100)));
      await expect.poll(() => proxy.reserve.taken()).toBeGreaterThan(0);
      socket.resetAndDestroy();
      await expect.poll(idle, { timeout: 1000 }).toEqual(nothingLeft);
      expect(proxy.fake.calls).toHaveLength(0);
    },
  );

  it('that is compressed is refused: request bodies are never inflated (H-12)', async (context) => {
    const body = gzipSync(Buffer.alloc(10_000_000));
    const response = await fetch(`${proxy.origin}/api/removals`, {
      method: 'POST',
      headers: {
        ...headersOf(proxy.origin),
        'content-type': 'multipart/form-data; boundary=x',
        'content-encoding': 'gzip',
      },
      body,
    });
    expect(response.status).toBe(415);
    noteSentence(context, messageIn(await response.text()));
  });

  it('in wrong multipart framing is refused, whatever crashed other parsers (J-10)', async (context) => {
    const part = (head: string, body = 'x') => `--x\r\n${head}\r\n\r\n${body}\r\n`;
    const named = (name: string) => `Content-Disposition: form-data; name="${name}"`;
    const bodies = [
      '',
      'x',
      '--x--',
      part(named('request'), '{}'),
      `${part(named(''))}--x--`,
      `--x\r\n${named('request')}\r\n--x--`,
      `${part(`${named('a')}\r\n`.repeat(10_000))}--x--`,
      `${part(`X-Long: ${'x'.repeat(1_000_000)}\r\n${named('request')}`)}--x--`,
      `${part(`${named('image')}; filename*=UTF-8''%F0%9F%8C%B8.png`).repeat(2)}--x--`,
      `${part('Content-Type: multipart/mixed; boundary=y')}--x--`,
      `${part(named('__proto__'))}--x--`,
      `${part(named('a')).repeat(10_000)}--x--`,
    ];
    for (const body of bodies) {
      const response = await fetch(`${proxy.origin}/api/removals`, {
        method: 'POST',
        headers: { ...headersOf(proxy.origin), 'content-type': 'multipart/form-data; boundary=x' },
        body,
      });
      const text = await response.text();
      expect([body.slice(0, 60), response.status]).toEqual([body.slice(0, 60), 400]);
      expect(text).toContain('BAD_REQUEST');
      noteSentence(context, messageIn(text));
    }
    expect(idle()).toEqual(nothingLeft);
  });
});

describe('a client that leaves', () => {
  it('and comes back with its key finds its pictures; without one Google is let go (H-8)', async () => {
    const key = randomUUID();
    proxy.fake.delay(200);
    const leave = new AbortController();
    const first = proxy.post({ request: imagen3Request, image, mask }, { key, signal: leave.signal });
    await expect.poll(() => proxy.fake.calls.length).toBe(1);
    leave.abort();
    await expect(first).rejects.toThrow('abort');
    const again = await proxy.post({ request: imagen3Request, image, mask }, { key });
    expect(again.events.at(-1)).toEqual({ type: 'done', candidates: 2 });
    expect(proxy.fake.calls).toHaveLength(1);

    const impatient = await startProxy({ CLEANPLATE_DISCONNECT_GRACE_MS: '20' });
    try {
      impatient.fake.fail('U-9');
      const gone = new AbortController();
      const lost = impatient.post({ request: imagen3Request, image, mask }, { signal: gone.signal });
      await expect.poll(() => impatient.fake.calls.length).toBe(1);
      gone.abort();
      await expect(lost).rejects.toThrow('abort');
      await expect.poll(() => impatient.jobs.running()).toBe(0);
    } finally {
      await impatient.close();
    }
  });
});

it('fifty requests in one write are answered in their order (H-14)', async () => {
  const paths = Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? '/livez' : '/nothing'));
  const text = await new Promise<string>((resolve) => {
    const socket = connect(port(), '127.0.0.1');
    let answers = '';
    socket.on('data', (data) => (answers += data.toString('latin1')));
    socket.on('close', () => resolve(answers));
    paths.forEach((path, i) =>
      socket.write(
        rawRequest(`GET ${path}`, `Host: 127.0.0.1:${port()}`, ...(i === 49 ? ['Connection: close'] : [])),
      ),
    );
  });
  const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
  expect(statuses).toEqual(paths.map((path) => (path === '/livez' ? 200 : 404)));
});

it('bytes that are no request never get into the answer of the request before them (H-14)', async () => {
  proxy.fake.fail('U-9');
  const { type, body } = await goodUpload();
  const head = rawRequest(
    'POST /api/removals',
    ...own(),
    `Content-Type: ${type}`,
    `Content-Length: ${body.length}`,
  );
  const text = await new Promise<string>((resolve) => {
    const socket = connect(port(), '127.0.0.1');
    let answer = '';
    socket.on('data', (data) => {
      answer += data.toString('latin1');
      if (answer.includes('"progress"')) socket.write('nonsense\r\n\r\n');
    });
    socket.on('error', () => undefined).on('close', () => resolve(answer));
    socket.write(Buffer.concat([Buffer.from(head), body]));
  });
  expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200']);
  proxy.jobs.cancelAll(new Problem('SHUTTING_DOWN'));
  await proxy.jobs.idle();
});

it('two hundred headers are no way in, and an address that claims to be another is the same user (H-11, H-18)', async (context) => {
  const many = Array.from({ length: 2500 }, (_, i) => `X-${i}: 1`);
  expect((await sendRaw(port(), rawRequest('GET /livez', `Host: 127.0.0.1:${port()}`, ...many))).status).toBe(
    431,
  );
  const limited = await startProxy({ CLEANPLATE_RATE_PER_MINUTE_PER_USER: '5' });
  try {
    const statuses = [];
    let text = '';
    for (let i = 0; i < 8; i += 1) {
      const response = await fetch(`${limited.origin}/api/removals`, {
        method: 'POST',
        headers: {
          ...headersOf(limited.origin),
          'x-forwarded-for': `1.2.3.${i}`,
          'x-real-ip': `1.2.3.${i}`,
          forwarded: `for=1.2.3.${i}`,
        },
        body: formOf({ request: '{', image, mask }),
      });
      statuses.push(response.status);
      text = await response.text();
    }
    // A minute may begin between two of them.
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
    noteSentence(context, messageIn(text));
  } finally {
    await limited.close();
  }
});
