import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EngineList } from '@cleanplate/shared/contract/engine.ts';
import { engineListSchema } from '@cleanplate/shared/contract/engine.ts';
import { imagen3Request, problemOf, startProxy, testMask, testPhoto, typesOf } from './testProxy.ts';
import type { Proxy } from './testProxy.ts';

let proxy: Proxy;
let image: Buffer;
let mask: Buffer;

beforeAll(async () => {
  [image, mask, proxy] = await Promise.all([
    testPhoto(),
    testMask(),
    startProxy({ CLEANPLATE_UPSTREAM_TRY_TIMEOUT_MS: '2500', CLEANPLATE_UPSTREAM_CONNECT_TIMEOUT_MS: '500' }),
  ]);
});
beforeEach(() => proxy.fake.reset());
afterAll(() => proxy.close());

const remove = (request: object = imagen3Request) => proxy.post({ request, image, mask });
const geminiRequest = { engine: 'gemini', maskMode: 'user', sampleCount: 1, dilation: 0 };

/** Row, calls it may cost, the code and status it must end in, words its sentence must have. */
type Row = [row: string, calls: number, code: string, status: number, sentence: string];
const endings: Row[] = [
  ['U-1', 1, 'UPSTREAM_BAD_REQUEST', 422, 'The image has an odd shape'],
  ['U-1:filter', 1, 'CONTENT_FILTERED', 422, 'sexual content'],
  ['U-2', 2, 'UPSTREAM_AUTH', 502, 'gcloud auth application-default login'],
  [
    'U-3:apiOff',
    1,
    'UPSTREAM_FORBIDDEN',
    502,
    'gcloud services enable aiplatform.googleapis.com --project demo',
  ],
  ['U-3:roleMissing', 1, 'UPSTREAM_FORBIDDEN', 502, 'roles/aiplatform.user'],
  ['U-3:orgPolicy', 1, 'UPSTREAM_FORBIDDEN', 502, 'policy of your organisation'],
  ['U-3:billing', 1, 'UPSTREAM_FORBIDDEN', 502, 'billing account'],
  ['U-4', 1, 'UPSTREAM_MODEL_GONE', 502, 'imagen-3.0-capability-001'],
  ['U-6:day', 1, 'UPSTREAM_RATE_LIMITED', 503, 'UTC'],
  ['U-6:negative', 3, 'UPSTREAM_RATE_LIMITED', 503, 'at its limit'],
  ['U-6:junk', 3, 'UPSTREAM_RATE_LIMITED', 503, 'at its limit'],
  ['U-6:none', 3, 'UPSTREAM_RATE_LIMITED', 503, 'Try again in 30 s, or use this computer.'],
  ['U-8:500', 3, 'UPSTREAM_UNAVAILABLE', 503, 'not answering'],
  ['U-8:502', 3, 'UPSTREAM_UNAVAILABLE', 503, 'not answering'],
  ['U-8:503', 3, 'UPSTREAM_UNAVAILABLE', 503, 'not answering'],
  ['U-8:504', 3, 'UPSTREAM_UNAVAILABLE', 503, 'not answering'],
  ['U-9', 1, 'UPSTREAM_TIMEOUT', 504, 'did not answer within'],
  ['U-10', 1, 'UPSTREAM_TIMEOUT', 504, 'did not answer within'],
  ['U-11:truncated', 1, 'UPSTREAM_BAD_RESPONSE', 502, 'not a usable picture'],
  ['U-11:cut', 1, 'UPSTREAM_BAD_RESPONSE', 502, 'not a usable picture'],
  ['U-12:empty', 1, 'UPSTREAM_BAD_RESPONSE', 502, 'returned no picture'],
  ['U-12:noPredictions', 1, 'UPSTREAM_BAD_RESPONSE', 502, 'returned no picture'],
  ['U-13', 1, 'CONTENT_FILTERED', 422, 'safety filter declined'],
  ['U-15:html', 1, 'UPSTREAM_BAD_RESPONSE', 502, 'not a usable picture'],
  ['U-15:svg', 1, 'UPSTREAM_BAD_RESPONSE', 502, 'not a usable picture'],
  ['U-15:gif', 1, 'UPSTREAM_BAD_RESPONSE', 502, 'not a usable picture'],
  ['U-15:nothing', 1, 'UPSTREAM_BAD_RESPONSE', 502, 'returned no picture'],
  ['U-15:notBase64', 1, 'UPSTREAM_BAD_RESPONSE', 502, 'not a usable picture'],
  ['U-16:aspect', 1, 'UPSTREAM_BAD_RESPONSE', 502, 'not a usable picture'],
  ['U-16:bomb', 1, 'UPSTREAM_BAD_RESPONSE', 502, 'not a usable picture'],
  ['U-18:huge', 1, 'UPSTREAM_BAD_RESPONSE', 502, 'not a usable picture'],
  ['U-18:gzip', 1, 'UPSTREAM_BAD_RESPONSE', 502, 'not a usable picture'],
  ['U-18:encodings', 1, 'UPSTREAM_BAD_RESPONSE', 502, 'not a usable picture'],
  ['U-19:0', 3, 'UPSTREAM_UNAVAILABLE', 503, 'not answering'],
  ['U-19:1k', 1, 'UPSTREAM_BAD_RESPONSE', 502, 'not a usable picture'],
  ['U-19:99', 1, 'UPSTREAM_BAD_RESPONSE', 502, 'not a usable picture'],
  ['U-28', 1, 'UPSTREAM_MODEL_GONE', 502, 'GOOGLE_CLOUD_LOCATION'],
  ['redirect', 1, 'UPSTREAM_BAD_RESPONSE', 502, 'not a usable picture'],
];

describe('every fault of Google ends in its sentence, at its price', () => {
  it.each(endings)('%s', async (row, calls, code, status, sentence) => {
    proxy.fake.fail(row, -1);
    const answer = await remove();
    expect(problemOf(answer)).toMatchObject({ code, status });
    expect(answer.text).toContain(sentence);
    expect(answer.text).toContain('Your picture and mask are kept.');
    expect(answer.events.at(-1)).toEqual({ type: 'done', candidates: 0 });
    expect(proxy.fake.calls).toHaveLength(calls);
    expect(proxy.jobs.running()).toBe(0);
  });

  it.each(['U-2', 'U-8:503', 'U-6:date', 'U-19:0'])('%s once is not noticed', async (row) => {
    proxy.fake.fail(row);
    expect(typesOf(await remove()).filter((type) => type === 'candidate')).toHaveLength(2);
  });

  it('U-5: waits at least as long as Google asks', async () => {
    proxy.fake.fail('U-5');
    const start = performance.now();
    const answer = await remove();
    expect(performance.now() - start).toBeGreaterThanOrEqual(3000);
    expect(
      answer.events.find((event) => event.type === 'progress' && event.stage === 'retrying'),
    ).toBeDefined();
  });

  it.each(['U-14', 'U-14:webp', 'U-16:sixteenBit', 'U-16:alpha'])(
    '%s is accepted by its content',
    async (row) => {
      proxy.fake.fail(row);
      const answer = await remove();
      expect(typesOf(answer)).toContain('candidate');
      const found = answer.events.find((event) => event.type === 'candidate');
      if (row.startsWith('U-14')) expect(found?.mimeType).toBe(row === 'U-14' ? 'image/jpeg' : 'image/webp');
    },
  );

  it('U-16: another size of the same shape is a candidate with a notice', async () => {
    proxy.fake.fail('U-16:size');
    expect(typesOf(await remove())).toEqual([
      'progress',
      'notice',
      'candidate',
      'notice',
      'candidate',
      'done',
    ]);
  });

  it('U-13: some filtered are named beside those that came, with the code in words', async () => {
    proxy.fake.fail('U-13:some');
    const answer = await remove({ ...imagen3Request, sampleCount: 4 });
    expect(typesOf(answer)).toEqual(['progress', 'candidate', 'candidate', 'filtered', 'done']);
    expect(answer.text).toContain('a celebrity');
  });

  it.each([
    ['U-12:text', 'UPSTREAM_BAD_RESPONSE', 'I cannot edit this picture, sorry.'],
    ['U-12:IMAGE_SAFETY', 'CONTENT_FILTERED', 'safety filter'],
    ['U-12:PROHIBITED_CONTENT', 'CONTENT_FILTERED', 'does not allow'],
    ['U-12:blockReason', 'CONTENT_FILTERED', 'safety filter'],
    ['U-12:MAX_TOKENS', 'UPSTREAM_BAD_RESPONSE', 'no picture'],
    ['U-12:OTHER', 'UPSTREAM_BAD_RESPONSE', 'no picture'],
    ['U-12:noCandidates', 'UPSTREAM_BAD_RESPONSE', 'no picture'],
    ['U-13', 'CONTENT_FILTERED', 'safety filter'],
  ])('Gemini %s', async (row, code, words) => {
    proxy.fake.fail(row, -1);
    const answer = await remove(geminiRequest);
    expect(problemOf(answer)?.code).toBe(code);
    expect(answer.text).toContain(words);
  });

  it('one Gemini call of three that fails leaves the other two', async () => {
    proxy.fake.fail('U-1');
    const answer = await remove({ ...geminiRequest, sampleCount: 3 });
    expect(typesOf(answer).filter((type) => type === 'candidate')).toHaveLength(2);
    expect(problemOf(answer)?.code).toBe('UPSTREAM_BAD_REQUEST');
  });

  it('nothing of an error body but plain words comes through', async () => {
    proxy.fake.fail('U-3:orgPolicy');
    expect((await remove()).text).not.toContain('constraints/');
  });
});

describe('what an engine can do is known before anybody paints', () => {
  const states = async () => {
    const list: EngineList = engineListSchema.parse(
      await (await fetch(`${proxy.origin}/api/engines`)).json(),
    );
    return list.engines.map(({ id, availability }) => `${id} ${availability.state}`);
  };

  it('by a probe that makes no picture', async () => {
    expect(await states()).toEqual(['gemini ready', 'imagen3 ready', 'imagen2 ready']);
    expect(proxy.fake.calls).toHaveLength(0);
  });

  it('a model that is gone is called no more', async () => {
    proxy.fake.retire('imagen-3.0-capability-001');
    expect(await states()).toEqual(['gemini ready', 'imagen3 retired', 'imagen2 ready']);
    const answer = await remove();
    expect([answer.status, answer.error?.code]).toEqual([502, 'UPSTREAM_MODEL_GONE']);
    expect(proxy.fake.calls).toHaveLength(0);
  });
});

describe('without Google', () => {
  it('a removal says what to set', async () => {
    const plain = await startProxy({ GOOGLE_CLOUD_PROJECT: '' });
    try {
      const answer = await plain.post({ request: imagen3Request, image, mask });
      expect([answer.status, answer.error?.code]).toEqual([503, 'ENGINE_UNAVAILABLE']);
      expect(answer.error?.message).toContain(
        'Imagen 3 is not set up: Set GOOGLE_CLOUD_PROJECT. Use this computer instead.',
      );
    } finally {
      await plain.close();
    }
  });

  it('a host that refuses the connection is tried once more, then called offline (U-20)', async () => {
    const away = await startProxy({ VERTEX_BASE_URL: 'http://127.0.0.1:9' });
    try {
      const answer = await away.post({ request: imagen3Request, image, mask });
      expect(problemOf(answer)).toEqual({ code: 'UPSTREAM_UNAVAILABLE', variant: 'offline', status: 503 });
    } finally {
      await away.close();
    }
  });
});
