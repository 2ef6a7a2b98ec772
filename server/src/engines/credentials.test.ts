// Application Default Credentials against a token endpoint of our own (workload identity federation lets us name it).
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '@cleanplate/shared/contract/problem.ts';
import { quickFiller } from '../../../e2e/fakeVertex/pictures.ts';
import { createFakeVertex } from '../../../e2e/fakeVertex/server.ts';
import type { Config } from '../config.ts';
import { configOf } from '../testServer.ts';
import { createCredentials } from './credentials.ts';
import { createVertex } from './vertex.ts';

let issued = 0;
let answer: (token: string) => { status: number; body: object };
const good = (token: string) => ({
  status: 200,
  body: {
    access_token: token,
    expires_in: 3600,
    token_type: 'Bearer',
    issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
  },
});
/** What has to have happened before the endpoint answers. */
let isTime: () => boolean;
const tokens = createServer((request, response) => {
  request.resume();
  issued += 1;
  const { status, body } = answer(`token-${issued}`);
  const waiting = setInterval(() => {
    if (!isTime()) return;
    clearInterval(waiting);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }, 30);
});
const fake = createFakeVertex(quickFiller);
let config: Config;

beforeAll(async () => {
  for (const server of [tokens, fake.server])
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const portOf = (server: typeof tokens) => (server.address() as AddressInfo).port;
  const folder = mkdtempSync(join(tmpdir(), 'adc-'));
  writeFileSync(join(folder, 'subject'), 'subject-token');
  const file = join(folder, 'adc.json');
  writeFileSync(
    file,
    JSON.stringify({
      type: 'external_account',
      audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      token_url: `http://127.0.0.1:${portOf(tokens)}/token`,
      credential_source: { file: join(folder, 'subject') },
    }),
  );
  vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', file);
  vi.stubEnv('METADATA_SERVER_DETECTION', 'none');
  const plain = configOf({ GOOGLE_CLOUD_PROJECT: 'demo', CLEANPLATE_UPSTREAM_RETRY_BASE_MS: '5' });
  config = { ...plain, google: { ...plain.google, baseUrl: `http://127.0.0.1:${portOf(fake.server)}` } };
});
beforeEach(() => {
  issued = 0;
  answer = good;
  isTime = () => true;
  fake.reset();
});
afterAll(() => {
  vi.unstubAllEnvs();
  for (const server of [tokens, fake.server]) {
    server.close();
    server.closeAllConnections();
  }
});

const target = { model: 'gemini-nano-banana-2.1', location: 'global' };
const countTokens = { contents: [{ role: 'user', parts: [{ text: '.' }] }] };
const words = {
  contents: [{ role: 'user', parts: [{ text: 'What is this?' }] }],
  generationConfig: { responseModalities: ['IMAGE'] },
};
/** A signal of its own for every call, as every job has. */
const alone = () => ({ signal: new AbortController().signal });

describe('credentials', () => {
  it('are named by kind and project', async () => {
    expect(await createCredentials(config).identity()).toEqual({
      kind: 'workload identity federation',
      project: 'demo',
    });
    expect(issued).toBe(0);
  });

  it('fifty calls at once fetch one token (U-25)', async () => {
    const vertex = createVertex(config, createCredentials(config));
    await Promise.all(
      Array.from({ length: 50 }, () => vertex.post(target, 'countTokens', countTokens, alone())),
    );
    expect(issued).toBe(1);
    await vertex.close();
  });

  it('fifty calls at the moment a token ends: one refresh, and every call is answered (U-25)', async () => {
    const vertex = createVertex(config, createCredentials(config));
    const post = () => vertex.post(target, 'generateContent', words, alone());
    await post();
    fake.fail('U-2', 50);
    // All fifty are refused with the old token before anyone has a new one.
    isTime = () => fake.calls.length >= 51;
    const answers = await Promise.all(Array.from({ length: 50 }, post));
    expect(answers.filter((answer) => answer !== undefined)).toHaveLength(50);
    expect(issued).toBe(2);
    expect(fake.calls).toHaveLength(101);
    await vertex.close();
  });

  it('a token that Google refuses is replaced once, and the call repeated with the new one (U-2)', async () => {
    const vertex = createVertex(config, createCredentials(config));
    const imagen = { model: 'imagen-3.0-capability-001', location: 'us-central1' };
    fake.fail('U-2');
    fake.fail('U-12:empty');
    expect(await vertex.post(imagen, 'predict', { instances: [{}] }, alone())).toEqual({});
    expect(fake.calls.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ]);
    await vertex.close();
  });

  it.each([
    [
      'a sign-in that was revoked',
      400,
      { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
      'expired',
    ],
    [
      'a clock that is off',
      400,
      {
        error: 'invalid_grant',
        error_description: 'Token must be a short-lived token; check your iat and exp values',
      },
      'clock',
    ],
    ['an endpoint that fails', 500, { error: 'internal' }, 'unreachable'],
  ])('%s has its own sentence (U-23)', async (_what, status, body, variant) => {
    answer = () => ({ status, body });
    const error: unknown = await createCredentials(config)
      .headersFor('https://x')
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Problem);
    expect(error).toMatchObject({ code: 'CREDENTIALS_UNAVAILABLE', variant });
  });
});
