import { createHmac, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, exportJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccess } from './access.ts';
import { createApp } from './app.ts';
import { silentLog } from './log.ts';
import { issueSession, readSession, sessionMs } from './session.ts';
import { configOf, rawRequest, sendRaw, serve } from './testServer.ts';
import type { TestServer } from './testServer.ts';

const token = 'correct-horse-battery-staple-and-more';
const audience = '/projects/1/global/backendServices/2';

async function start(env: Record<string, string>, iapKeysUrl?: string): Promise<TestServer> {
  const config = configOf({ HOST: '0.0.0.0', CLEANPLATE_ALLOWED_HOSTS: 'photos.example.com', ...env });
  const app = createApp(config, {
    log: silentLog,
    access: createAccess(config, iapKeysUrl === undefined ? {} : { iapKeysUrl }),
    pages: (_request, response) => void response.send(String(response.locals.user)),
    availability: {
      of: async () => ({ state: 'ready', code: 'READY', reason: '', fix: '' }),
      learn: () => {},
    },
    removals: { remove: refuseAll, extract: refuseAll, cancel: refuseAll },
    isDraining: () => false,
  });
  return serve(app, config);
}
const refuseAll = () => {
  throw new Error('not reached');
};

describe('with an access token', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await start({ CLEANPLATE_ACCESS_TOKEN: token });
  });
  afterAll(() => server.close());

  const ask = (startLine: string, headers: string[] = [], body = '') =>
    sendRaw(
      server.port,
      rawRequest(
        startLine,
        'Host: photos.example.com',
        'Connection: close',
        `Content-Length: ${body.length}`,
        ...headers,
      ) + body,
    );
  const signIn = (given: string, origin = 'https://photos.example.com') =>
    ask(
      'POST /api/session',
      [`Origin: ${origin}`, 'Content-Type: application/x-www-form-urlencoded'],
      `token=${encodeURIComponent(given)}`,
    );

  it('nothing but health and the sign-in page is served to strangers', async () => {
    expect((await ask('GET /livez')).status).toBe(200);
    expect((await ask('GET /sign-in')).body).toContain('<form method="post" action="/api/session">');
    const page = await ask('GET /');
    expect([page.status, /Location: (.*)\r/.exec(page.head)?.[1]]).toEqual([303, '/sign-in']);
    for (const path of ['/assets/index.js', '/api/engines', '/api/nothing', '/index.html'])
      expect([(await ask(`GET ${path}`)).status, path]).toEqual([401, path]);
  });

  it('the right one is exchanged for a cookie that scripts and other sites never see', async () => {
    const answer = await signIn(token);
    expect(answer.status).toBe(303);
    const cookie = /Set-Cookie: (.*)\r/.exec(answer.head)?.[1] ?? '';
    expect(cookie).toMatch(
      /^__Host-cleanplate=[\w.-]+; Max-Age=43200; Path=\/; .*HttpOnly; Secure; SameSite=Strict$/,
    );
    expect(cookie).not.toContain(token);
    const page = await ask('GET /', [`Cookie: ${cookie.split(';')[0]}`]);
    expect([page.status, page.body]).toEqual([200, expect.stringMatching(/^[0-9a-f]{32}$/)]);
  });

  it('a wrong one, a forged cookie and a form on another site get nothing', async () => {
    expect((await signIn('x'.repeat(40))).status).toBe(401);
    expect((await signIn(token, 'https://evil.test')).status).toBe(403);
    const forged = `${'0'.repeat(32)}.${Date.now() + 1e6}.${createHmac('sha256', 'guess').update('x').digest('base64url')}`;
    expect((await ask('GET /api/engines', [`Cookie: __Host-cleanplate=${forged}`])).body).toContain(
      'AUTH_INVALID',
    );
    expect((await ask('GET /api/engines', [`Cookie: __Host-cleanplate=${token}`])).status).toBe(401);
  });

  it('a session under the name that any host of the domain may set counts only on loopback', async () => {
    const session = issueSession(token, Date.now());
    expect((await ask('GET /', [`Cookie: cleanplate=${session}`])).status).toBe(303);
    expect((await ask('GET /', [`Cookie: __Host-cleanplate=${session}`])).status).toBe(200);
    const onLoopback = (name: string) =>
      sendRaw(
        server.port,
        rawRequest(
          'GET /',
          `Host: 127.0.0.1:${server.port}`,
          'Connection: close',
          `Cookie: ${name}=${session}`,
        ),
      );
    expect((await onLoopback('cleanplate')).status).toBe(200);
  });

  it('a form that is too long, compressed or in another charset is refused as that, not as a fault of ours', async () => {
    const form = 'Content-Type: application/x-www-form-urlencoded';
    const origin = 'Origin: https://photos.example.com';
    for (const [status, headers, body] of [
      [413, [form], 'x'.repeat(5000)],
      [413, [form], 'a=1&b=1&c=1&d=1&e=1'],
      [415, [form, 'Content-Encoding: gzip'], 'token=1'],
      [415, [`${form}; charset=utf-7`], 'token=1'],
    ] as const) {
      const answer = await ask('POST /api/session', [origin, ...headers], body);
      expect([answer.status, answer.body.includes('BAD_REQUEST')]).toEqual([status, true]);
    }
  });

  it('signing out takes the stored photos along', async () => {
    const answer = await ask('DELETE /api/session', ['Origin: https://photos.example.com']);
    expect(answer.status).toBe(204);
    expect(answer.head).toContain('Clear-Site-Data: "cache", "cookies", "storage"');
  });

  it('off loopback the Origin is https', async () => {
    expect((await signIn(token, 'http://photos.example.com')).status).toBe(403);
  });
});

describe('a session', () => {
  it('ends by time and with the token it came from', () => {
    const value = issueSession(token, 1_700_000_000_000);
    expect(readSession(token, value, 1_700_000_000_000)?.id).toHaveLength(32);
    expect(readSession(token, value, 1_700_000_000_000 + sessionMs)).toBeUndefined();
    expect(readSession(`${token}2`, value, 1_700_000_000_000)).toBeUndefined();
    expect(
      readSession(token, value.replace(/\.\d+\./, '.9999999999999.'), 1_700_000_000_000),
    ).toBeUndefined();
  });
});

describe('behind IAP (T5)', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let fetches = 0;
  let keys: unknown;
  const keyServer = createServer((_request, response) => {
    fetches += 1;
    response.setHeader('content-type', 'application/json').end(JSON.stringify(keys));
  });
  let server: TestServer;
  beforeAll(async () => {
    keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }] };
    await new Promise<void>((resolve) => keyServer.listen(0, '127.0.0.1', resolve));
    const { port } = keyServer.address() as AddressInfo;
    server = await start({ IAP_AUDIENCE: audience }, `http://127.0.0.1:${port}/keys`);
  });
  afterAll(async () => {
    await server.close();
    keyServer.close();
  });

  const now = () => Math.floor(Date.now() / 1000);
  const assertion = (claims: Record<string, unknown> = {}, kid = 'k1') =>
    new SignJWT({
      iss: 'https://cloud.google.com/iap',
      aud: audience,
      sub: 'accounts.google.com:1',
      email: 'a@example.com',
      iat: now(),
      exp: now() + 600,
      ...claims,
    })
      .setProtectedHeader({ alg: 'ES256', kid })
      .sign(privateKey);
  const ask = async (...headers: string[]): Promise<number> => {
    const request = rawRequest('GET /', 'Host: photos.example.com', 'Connection: close', ...headers);
    return (await sendRaw(server.port, request, 5000)).status;
  };
  const name = 'X-Goog-Iap-Jwt-Assertion';

  it('lets a good assertion in', async () => expect(await ask(`${name}: ${await assertion()}`)).toBe(200));

  it.each([
    ['another audience', { aud: `${audience}3` }],
    ['several audiences', { aud: [audience, 'other'] }],
    ['another issuer', { iss: 'https://evil.test' }],
    ['31 s past its end', { iat: now() - 631, exp: now() - 32 }],
    ['from 31 s in the future', { iat: now() + 40, exp: now() + 600 }],
    ['that lives for a day', { exp: now() + 86_400 }],
    ['with two @ in its email', { email: 'a@b@example.com' }],
    ['without a subject', { sub: undefined }],
  ])('refuses one %s', async (_what, claims) =>
    expect(await ask(`${name}: ${await assertion(claims)}`)).toBe(401),
  );

  it('refuses other algorithms, a second header, an underscore and the unsigned email', async () => {
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = encode({
      iss: 'https://cloud.google.com/iap',
      aud: audience,
      sub: '1',
      email: 'a@b',
      iat: now(),
      exp: now() + 600,
    });
    const hs = `${encode({ alg: 'HS256', kid: 'k1' })}.${claims}`;
    const pem = publicKey.export({ type: 'spki', format: 'pem' });
    expect(await ask(`${name}: ${encode({ alg: 'none' })}.${claims}.`)).toBe(401);
    expect(await ask(`${name}: ${hs}.${createHmac('sha256', pem).update(hs).digest('base64url')}`)).toBe(401);
    const good = await assertion();
    expect(await ask(`${name}: ${good}`, `${name}: ${good}`)).toBe(401);
    expect(await ask(`X_Goog_Iap_Jwt_Assertion: ${good}`)).toBe(401);
    expect(await ask('X-Goog-Authenticated-User-Email: a@example.com')).toBe(401);
  });

  it('a hundred unknown keys cost two fetches at most', async () => {
    fetches = 0;
    const unknown = await assertion({}, 'k2');
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask(`${name}: ${unknown}`)));
    expect(new Set(answers)).toEqual(new Set([401]));
    expect(fetches).toBeLessThanOrEqual(2);
  });
});
