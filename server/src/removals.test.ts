import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  formOf,
  headersOf,
  imagen3Request,
  problemOf,
  startProxy,
  testMask,
  testPhoto,
  typesOf,
} from './testProxy.ts';
import type { Proxy } from './testProxy.ts';

let proxy: Proxy;
let image: Buffer;
let mask: Buffer;

beforeAll(async () => {
  [image, mask, proxy] = await Promise.all([
    testPhoto(),
    testMask(),
    startProxy({ CLEANPLATE_MAX_IMAGE_BYTES: '100000' }),
  ]);
});
beforeEach(() => proxy.fake.reset());
afterAll(() => proxy.close());

describe('a removal', () => {
  it('sends photo and mask untouched and streams the candidates', async () => {
    const answer = await proxy.post({ request: imagen3Request, image, mask });
    expect(typesOf(answer)).toEqual(['progress', 'candidate', 'candidate', 'done']);
    const body = JSON.stringify(proxy.fake.calls[0]?.body);
    expect(body).toContain(image.toString('base64'));
    expect(body).toContain(mask.toString('base64'));
  });

  it.each(['background', 'foreground'] as const)('lets imagen3 and imagen2 find the %s', async (maskMode) => {
    for (const engine of ['imagen3', 'imagen2'] as const) {
      const answer = await proxy.post({ request: { engine, maskMode, sampleCount: 1 }, image });
      expect(typesOf(answer)).toEqual(['progress', 'candidate', 'done']);
    }
  });

  it('asks Gemini once for each candidate and takes no thought for one', async () => {
    const request = { engine: 'gemini', maskMode: 'user', sampleCount: 3, dilation: 0 };
    const answer = await proxy.post({ request, image, mask, guide: image });
    expect(answer.events.filter(({ type }) => type === 'candidate')).toHaveLength(3);
    expect(proxy.fake.calls).toHaveLength(3);
    const [first] = answer.events.filter((event) => event.type === 'candidate');
    const { width } = await sharp(Buffer.from(first?.bytesBase64Encoded ?? '', 'base64')).metadata();
    expect(width).toBe(1024);
  });

  it('extracts a mask through Gemini', async () => {
    const request = { engine: 'gemini', what: 'words', words: 'the dark square' };
    const answer = await proxy.post({ request, image }, { path: '/api/extracts' });
    expect(typesOf(answer).filter((type) => type !== 'notice')).toEqual(['progress', 'candidate', 'done']);
  });
});

describe('what is wrong is said before Google is asked', () => {
  const refused = async (parts: Parameters<Proxy['post']>[0]) => {
    const answer = await proxy.post(parts);
    expect(proxy.fake.calls).toHaveLength(0);
    return [answer.status, answer.error?.code];
  };
  const withMask = async (bytes: Buffer) => refused({ request: imagen3Request, image, mask: bytes });
  const flat = (value: number, side = 64) =>
    sharp(Buffer.alloc(side * side, value), { raw: { width: side, height: side, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toBuffer();

  it('of the parts', async () => {
    expect(await refused({ request: imagen3Request, mask })).toEqual([400, 'BAD_REQUEST']);
    expect(await refused({ request: imagen3Request, image })).toEqual([400, 'BAD_REQUEST']);
    expect(await refused({ image, mask })).toEqual([400, 'BAD_REQUEST']);
    expect(await refused({ request: { engine: 'imagen3', maskMode: 'foreground' }, image, mask })).toEqual([
      400,
      'BAD_REQUEST',
    ]);
    expect(await refused({ request: imagen3Request, image, mask, guide: image })).toEqual([
      400,
      'BAD_REQUEST',
    ]);
  });

  it('of the JSON', async () => {
    for (const request of ['{', '\ufeff{}', '[]', '{"engine":"imagen4"}', '{"__proto__":{"x":1}}', '"x"'])
      expect(await refused({ request, image, mask })).toEqual([400, 'BAD_REQUEST']);
    expect(await refused({ request: ' '.repeat(16_385), image, mask })).toEqual([413, 'BODY_TOO_LARGE']);
    const answer = await proxy.post({ request: { ...imagen3Request, sampleCount: 9 }, image, mask });
    expect(answer.error?.message).toContain('sampleCount');
  });

  it('of the picture', async () => {
    const parts = { request: imagen3Request, mask };
    expect(await refused({ ...parts, image: Buffer.alloc(0) })).toEqual([400, 'IMAGE_EMPTY']);
    expect(await refused({ ...parts, image: Buffer.from('hello') })).toEqual([422, 'BAD_IMAGE']);
    expect(await refused({ ...parts, image: image.subarray(0, image.length >> 1) })).toEqual([
      422,
      'IMAGE_TRUNCATED',
    ]);
    const webp = await sharp(image).webp().toBuffer();
    expect(await refused({ ...parts, image: webp })).toEqual([415, 'IMAGE_TYPE_UNSUPPORTED']);
    expect(await refused({ ...parts, image: Buffer.alloc(100_001) })).toEqual([413, 'BODY_TOO_LARGE']);
  });

  it('of the mask', async () => {
    expect(await withMask(await testMask(64, 63))).toEqual([400, 'MASK_MISMATCH']);
    expect(await withMask(await flat(0))).toEqual([400, 'MASK_EMPTY']);
    expect(await withMask(await flat(255))).toEqual([400, 'MASK_FULL']);
    expect(await withMask(await flat(128))).toEqual([400, 'BAD_REQUEST']);
    expect(await withMask(image)).toEqual([400, 'BAD_REQUEST']);
    expect(await withMask(await sharp(mask).jpeg().toBuffer())).toEqual([415, 'IMAGE_TYPE_UNSUPPORTED']);
  });

  it('of the upload itself', async () => {
    const send = async (headers: Record<string, string>, body: string | FormData) => {
      const response = await fetch(`${proxy.origin}/api/removals`, {
        method: 'POST',
        headers: { ...headersOf(proxy.origin), ...headers },
        body,
      });
      return [response.status, ((await response.json()) as { error: { code: string } }).error.code];
    };
    const multipart = 'multipart/form-data; boundary=x';
    expect(await send({ 'content-type': 'text/plain' }, 'x')).toEqual([415, 'BAD_REQUEST']);
    expect(await send({ 'content-type': 'multipart/form-data' }, 'x')).toEqual([415, 'BAD_REQUEST']);
    expect(await send({ 'content-type': multipart, 'content-encoding': 'gzip' }, 'x')).toEqual([
      415,
      'BAD_REQUEST',
    ]);
    const open = '--x\r\nContent-Disposition: form-data; name="request"\r\n\r\n{}';
    for (const body of [
      '',
      'x',
      '--x--',
      open,
      `${open}\r\n--x`,
      '--x\r\n\r\n--x--',
      '--x\r\nContent-Disposition: form-data\r\n\r\ny\r\n--x--',
    ])
      expect(await send({ 'content-type': multipart }, body)).toEqual([400, 'BAD_REQUEST']);
    const many = `${'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'.repeat(1000)}--x--`;
    expect(await send({ 'content-type': multipart }, many)).toEqual([400, 'BAD_REQUEST']);
    const twice = formOf({ request: imagen3Request, image, mask });
    twice.append('image', new Blob(['x']));
    expect(await send({}, twice)).toEqual([400, 'BAD_REQUEST']);
    expect(await send({ 'idempotency-key': 'x'.repeat(100) }, formOf({ image }))).toEqual([
      400,
      'BAD_REQUEST',
    ]);
    expect(proxy.fake.calls).toHaveLength(0);
    expect(proxy.jobs.running()).toBe(0);
  });

  it('of a length that is too much, before the body is read', async () => {
    const answer = await fetch(`${proxy.origin}/api/removals`, {
      method: 'POST',
      headers: { ...headersOf(proxy.origin), 'content-type': 'multipart/form-data; boundary=x' },
      body: Buffer.alloc(30_000_000),
    });
    expect(answer.status).toBe(413);
    expect(await answer.text()).toContain('BODY_TOO_LARGE');
  });
});

describe('the same click is billed once (T11)', () => {
  it('ten times in parallel is one call, and all get the same bytes', async () => {
    const key = randomUUID();
    proxy.fake.delay(50);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => proxy.post({ request: imagen3Request, image, mask }, { key })),
    );
    expect(proxy.fake.calls).toHaveLength(1);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });

  it('the answer outlives the connection that asked for it', async () => {
    const key = randomUUID();
    proxy.fake.delay(150);
    const leave = new AbortController();
    const first = proxy
      .post({ request: imagen3Request, image, mask }, { key, signal: leave.signal })
      .catch(() => 'left');
    await expect.poll(() => proxy.fake.calls.length).toBe(1);
    leave.abort();
    expect(await first).toBe('left');
    const again = await proxy.post({ request: imagen3Request, image, mask }, { key });
    expect(typesOf(again).at(-1)).toBe('done');
    expect(proxy.fake.calls).toHaveLength(1);
  });

  it('the same key with other bytes is refused', async () => {
    const key = randomUUID();
    await proxy.post({ request: imagen3Request, image, mask }, { key });
    const answer = await proxy.post({ request: { ...imagen3Request, prompt: 'sky' }, image, mask }, { key });
    expect([answer.status, answer.error?.code]).toEqual([409, 'IDEMPOTENCY_CONFLICT']);
  });

  it('a problem that passes is not kept: the same key may try again', async () => {
    const key = randomUUID();
    proxy.fake.fail('U-8:503', 3);
    expect(problemOf(await proxy.post({ request: imagen3Request, image, mask }, { key }))?.code).toBe(
      'UPSTREAM_UNAVAILABLE',
    );
    expect(typesOf(await proxy.post({ request: imagen3Request, image, mask }, { key }))).toContain(
      'candidate',
    );
  });
});

describe('leaving', () => {
  it('Cancel aborts the call to Google and ends the stream', async () => {
    const key = randomUUID();
    proxy.fake.fail('U-9');
    const running = proxy.post({ request: imagen3Request, image, mask }, { key });
    await expect.poll(() => proxy.fake.calls.length).toBe(1);
    const remove = () =>
      fetch(`${proxy.origin}/api/removals/${key}`, { method: 'DELETE', headers: headersOf(proxy.origin) });
    expect((await remove()).status).toBe(204);
    expect((await running).events.at(-1)).toEqual({ type: 'done', candidates: 0 });
    expect((await remove()).status).toBe(404);
    expect(proxy.jobs.running()).toBe(0);
  });

  it('an upload that is broken off never reaches Google', async () => {
    const leave = new AbortController();
    const body = new ReadableStream({
      start: (controller) => {
        controller.enqueue(
          new TextEncoder().encode('--x\r\nContent-Disposition: form-data; name="request"\r\n\r\n{'),
        );
        setTimeout(() => leave.abort(), 50);
      },
    });
    const sent = fetch(`${proxy.origin}/api/removals`, {
      method: 'POST',
      headers: { ...headersOf(proxy.origin), 'content-type': 'multipart/form-data; boundary=x' },
      body,
      signal: leave.signal,
      duplex: 'half',
    } as RequestInit);
    await expect(sent).rejects.toThrow('abort');
    expect(proxy.fake.calls).toHaveLength(0);
    expect(proxy.jobs.running()).toBe(0);
  });
});
