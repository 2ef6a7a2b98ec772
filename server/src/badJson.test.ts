// The `request` part, row by row (`faults.md` §2.3): what is wrong is named, and Google is never asked.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { noteSentence } from './testFaults.ts';
import { formOf, headersOf, imagen3Request, startProxy, testMask, testPhoto } from './testProxy.ts';
import type { Answer, Proxy } from './testProxy.ts';

let proxy: Proxy;
let image: Buffer;
let mask: Buffer;

beforeAll(async () => {
  [image, mask, proxy] = await Promise.all([testPhoto(), testMask(), startProxy()]);
});
beforeEach(() => proxy.fake.reset());
afterAll(() => proxy.close());

const send = (request: unknown): Promise<Answer> => proxy.post({ request, image, mask });

/** Posts each request; every one must be refused as BAD_REQUEST before Google is asked. Returns the last sentence. */
async function allRefused(requests: readonly unknown[], field: RegExp): Promise<string> {
  let sentence = '';
  for (const request of requests) {
    const { status, error } = await send(request);
    expect([request, status, error?.code]).toEqual([request, 400, 'BAD_REQUEST']);
    sentence = error?.message ?? '';
    expect(sentence).toMatch(field);
  }
  expect(proxy.fake.calls).toHaveLength(0);
  expect(proxy.reserve.taken()).toBe(0);
  return sentence;
}

/** The JSON text of a request with one member written by hand. */
const withMember = (member: string) => `{"engine":"imagen3","maskMode":"user",${member}}`;

describe('a request part', () => {
  it('of wrong types is not coerced (J-1)', async (context) => {
    const values = ['3', [3], true, null, {}];
    const sentence = await allRefused(
      values.map((sampleCount) => ({ ...imagen3Request, sampleCount })),
      /sampleCount/,
    );
    await allRefused(
      [{}, [], 1, null].map((prompt) => ({ ...imagen3Request, prompt })),
      /prompt/,
    );
    noteSentence(context, sentence);
  });

  it('cannot reach a prototype (J-2, T19)', async (context) => {
    const sentence = await allRefused(
      [
        withMember('"__proto__":{"x":1}'),
        withMember('"constructor":{"prototype":{"x":1}}'),
        withMember('"toString":"x"'),
        withMember('"outputOptions":{"__proto__":{"x":1}}'),
      ],
      /unknown keys|not valid/,
    );
    expect(({} as { x?: number }).x).toBeUndefined();
    noteSentence(context, sentence);
  });

  it('with numbers that are none, or not whole, or beyond a double is refused (J-3)', async (context) => {
    const numbers = ['NaN', 'Infinity', '1e400', '-0', '9007199254740993', '1.5', '-1', '1e9'];
    const sentence = await allRefused(
      numbers.map((number) => withMember(`"sampleCount":${number}`)),
      /sampleCount|request/,
    );
    await allRefused(
      ['1e400', '-0'].map((number) => withMember(`"dilation":${number}`)),
      /dilation/,
    );
    noteSentence(context, sentence);
  });

  it('with a key twice is checked and used with the same one, the last (J-4)', async () => {
    const { fake } = proxy;
    await allRefused(
      ['{"engine":"imagen3","maskMode":"user","sampleCount":1,"sampleCount":9}'],
      /sampleCount/,
    );
    const answer = await send('{"engine":"imagen3","maskMode":"user","sampleCount":9,"sampleCount":1}');
    expect(answer.events.at(-1)).toEqual({ type: 'done', candidates: 1 });
    expect(fake.calls[0]?.body).toMatchObject({ parameters: { sampleCount: 1 } });
  });

  it('that is too long is refused before it is parsed, and a deep one overflows nothing (J-5)', async (context) => {
    const { status, error } = await send(' '.repeat(16_385));
    expect([status, error?.code]).toEqual([413, 'BODY_TOO_LARGE']);
    noteSentence(context, error?.message);
    await allRefused(
      ['['.repeat(16_000), withMember(`"prompt":${'['.repeat(8000)}${']'.repeat(8000)}`)],
      /./,
    );
    const keys = Array.from({ length: 2000 }, (_, i) => `"${i.toString(36)}":0`).join(',');
    await allRefused([withMember(keys)], /unknown keys/);
  });

  it('takes any prompt of up to 2,000 characters, mends what is no text, and refuses one more (J-6)', async (context) => {
    const sentence = await allRefused(
      ['x'.repeat(2001)].map((prompt) => ({ ...imagen3Request, prompt })),
      /prompt/,
    );
    noteSentence(context, sentence);
    for (const prompt of ['', ' \n\t ', 'x'.repeat(2000), '\u202Eevil\u0000', `a${'\u0301'.repeat(1999)}`]) {
      const answer = await send({ ...imagen3Request, prompt, sampleCount: 1 });
      expect(answer.events.at(-1)).toEqual({ type: 'done', candidates: 1 });
    }
    await send('{"engine":"imagen3","maskMode":"user","sampleCount":1,"prompt":"\\ud800!"}');
    expect(proxy.fake.calls.at(-1)?.body).toMatchObject({ instances: [{ prompt: '\uFFFD!' }] });
  });

  it('in base64 is not taken for a picture: parts are bytes (J-7)', async (context) => {
    const texts = [image.toString('base64'), `data:image/png;base64,${image.toString('base64')}`, '%%%'];
    for (const text of texts) {
      const { status, error } = await proxy.post({ request: imagen3Request, image: Buffer.from(text), mask });
      expect([status, error?.code]).toEqual([422, 'BAD_IMAGE']);
      noteSentence(context, error?.message);
    }
    expect(proxy.fake.calls).toHaveLength(0);
  });

  it('in another encoding or under another type is refused (J-8)', async (context) => {
    const utf16 = Buffer.from(`\ufeff${JSON.stringify(imagen3Request)}`, 'utf16le');
    for (const bytes of [utf16, Buffer.from([0x7b, 0xff, 0xfe, 0x7d])]) {
      const form = formOf({ image, mask });
      form.set('request', new Blob([new Uint8Array(bytes)]));
      const response = await fetch(`${proxy.origin}/api/removals`, {
        method: 'POST',
        headers: headersOf(proxy.origin),
        body: form,
      });
      expect(response.status).toBe(400);
    }
    for (const type of ['text/plain', 'application/json', 'application/json;;', 'multipart/form-data', 'x']) {
      const response = await fetch(`${proxy.origin}/api/removals`, {
        method: 'POST',
        headers: { ...headersOf(proxy.origin), 'content-type': type },
        body: '{}',
      });
      const { error } = (await response.json()) as { error: { message: string } };
      expect([type, response.status]).toEqual([type, 415]);
      noteSentence(context, error.message);
    }
  });

  it('with unknown fields, engines or modes is told which there are (J-9, T6)', async (context) => {
    const unknown = await allRefused(
      [{ ...imagen3Request, location: 'evil.test/#' }],
      /unknown keys: location/,
    );
    noteSentence(context, unknown);
    await allRefused([{ ...imagen3Request, model: '../../x:rawPredict?' }], /unknown keys: model/);
    await allRefused([{ ...imagen3Request, image: 'http://169.254.169.254/' }], /unknown keys: image/);
    await allRefused([{ ...imagen3Request, engine: 'imagen4' }], /engine/);
    await allRefused([{ ...imagen3Request, maskMode: 'all' }], /maskMode/);
  });

  it('under an idempotency key that is no UUID is refused; the same key with other bytes conflicts (J-11)', async (context) => {
    for (const key of ['x', '1'.repeat(10_000), '00000000-0000-0000-0000-00000000000g']) {
      const answer = await proxy.post({ request: imagen3Request, image, mask }, { key });
      expect([answer.status, answer.error?.code]).toEqual([400, 'BAD_REQUEST']);
    }
    const key = randomUUID();
    await proxy.post({ request: imagen3Request, image, mask }, { key });
    const other = await proxy.post({ request: { ...imagen3Request, prompt: 'x' }, image, mask }, { key });
    expect([other.status, other.error?.code]).toEqual([409, 'IDEMPOTENCY_CONFLICT']);
    noteSentence(context, other.error?.message);
  });
});
