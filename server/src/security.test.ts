import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestHandler } from 'express';
import type { EngineAvailability } from '@cleanplate/shared/contract/engine.ts';
import { createAccess } from './access.ts';
import { createApp } from './app.ts';
import { silentLog } from './log.ts';
import { servePages } from './pages.ts';
import { configOf, rawRequest, sendRaw, serve } from './testServer.ts';
import type { TestServer } from './testServer.ts';

const ready: EngineAvailability = { state: 'ready', code: 'READY', reason: '', fix: '' };
let server: TestServer;
let removals = 0;

const count: RequestHandler = (_request, response) => {
  removals += 1;
  response.json({});
};

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pages-'));
  mkdirSync(join(folder, 'assets'));
  mkdirSync(join(folder, '.git'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>App</title>');
  writeFileSync(join(folder, 'assets', 'index-AbCd1234.js'), 'export {};');
  writeFileSync(join(folder, 'assets', 'opencvWorker-AbCd1234.js'), 'export {};');
  writeFileSync(join(folder, '.git', 'HEAD'), 'secret');
  writeFileSync(join(folder, '.env'), 'secret');
  const config = configOf({ CLEANPLATE_ALLOWED_HOSTS: 'photos.example.com' });
  const app = createApp(config, {
    log: silentLog,
    pages: servePages(folder),
    access: createAccess(config),
    availability: { of: async () => ready, learn: () => {} },
    removals: { remove: count, extract: count, cancel: count },
    isDraining: () => false,
  });
  server = await serve(app, config);
});
afterAll(() => server.close());

const get = (path: string, host = `127.0.0.1:${server.port}`, ...more: string[]) =>
  sendRaw(server.port, rawRequest(`GET ${path}`, `Host: ${host}`, 'Connection: close', ...more));

describe('the Host allow-list (T1)', () => {
  it.each(['127.0.0.1:P', 'localhost:P', 'LOCALHOST:P', '[::1]:P', 'photos.example.com'])(
    'serves %s',
    async (host) => {
      const answer = await get('/', host.replace('P', String(server.port)));
      expect(answer.status).toBe(200);
      expect(answer.body).toContain('<title>App');
    },
  );

  it.each([
    'evil.test:P',
    'localhost.evil.test',
    '127.0.0.1.nip.io:P',
    'localhost.:P',
    '0.0.0.0:P',
    'localhost@evil.test',
    'localhost:1',
    'localhost',
    '',
  ])('refuses "%s" on every route', async (host) => {
    for (const path of ['/', '/assets/index-AbCd1234.js', '/api/engines', '/livez', '/readyz', '/nothing']) {
      const answer = await get(path, host.replace('P', String(server.port)));
      expect([path, answer.status]).toEqual([path, 403]);
      expect(answer.body).toContain('HOST_NOT_ALLOWED');
      expect(answer.body).not.toContain('<title>');
    }
  });

  it('takes no second Host line, none at all, and no target in absolute form', async () => {
    const own = `Host: 127.0.0.1:${server.port}`;
    expect((await sendRaw(server.port, rawRequest('GET /', own, 'Host: evil.test'))).status).toBe(400);
    expect((await sendRaw(server.port, rawRequest('GET /', own, own))).status).toBe(400);
    expect((await sendRaw(server.port, rawRequest('GET http://evil.test/', own))).status).toBe(400);
    expect((await sendRaw(server.port, rawRequest('OPTIONS *', own))).status).toBe(400);
    const hostless = await sendRaw(server.port, rawRequest('GET /', 'Connection: close'));
    expect([hostless.status, hostless.body.includes('BAD_REQUEST')]).toEqual([400, true]);
  });
});

describe('requests from other pages (T2, H-9)', () => {
  const post = (...headers: string[]) =>
    sendRaw(
      server.port,
      rawRequest(
        'POST /api/removals',
        `Host: 127.0.0.1:${server.port}`,
        'Content-Length: 0',
        'Connection: close',
        ...headers,
      ),
    );
  const own = () => [`Origin: http://127.0.0.1:${server.port}`, 'X-Cleanplate: 1'];

  it('lets our own page through', async () => {
    const before = removals;
    expect((await post(...own(), 'Sec-Fetch-Site: same-origin')).status).toBe(200);
    expect((await post(...own())).status).toBe(200);
    expect(removals - before).toBe(2);
  });

  it.each([
    ['a form', ['Content-Type: text/plain', 'Origin: https://evil.test', 'Sec-Fetch-Site: cross-site']],
    ['a sandboxed frame', ['Origin: null', 'X-Cleanplate: 1']],
    ['no Origin at all', ['X-Cleanplate: 1']],
    [
      'another port of localhost',
      ['Origin: http://localhost:3001', 'Sec-Fetch-Site: same-site', 'X-Cleanplate: 1'],
    ],
    ['our name under https', ['Origin: https://127.0.0.1:P', 'X-Cleanplate: 1']],
    ['our other name', ['Origin: http://localhost:P', 'X-Cleanplate: 1']],
    [
      'our Origin without the header',
      ['Origin: http://127.0.0.1:P', 'Content-Type: multipart/form-data; boundary=x'],
    ],
    [
      'our Origin from a cross-site frame',
      ['Origin: http://127.0.0.1:P', 'X-Cleanplate: 1', 'Sec-Fetch-Site: cross-site'],
    ],
  ])('refuses %s', async (_who, headers) => {
    const before = removals;
    const answer = await post(...headers.map((header) => header.replace('P', String(server.port))));
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('ORIGIN_NOT_ALLOWED');
    expect(removals).toBe(before);
  });

  it('answers a preflight without a single CORS header', async () => {
    const answer = await sendRaw(
      server.port,
      rawRequest(
        'OPTIONS /api/removals',
        `Host: 127.0.0.1:${server.port}`,
        'Origin: https://evil.test',
        'Access-Control-Request-Method: POST',
      ),
    );
    expect([403, 405]).toContain(answer.status);
    expect(answer.head.toLowerCase()).not.toContain('access-control-');
  });

  it('does not let another page read the engines', async () => {
    expect((await get('/api/engines', undefined, 'Sec-Fetch-Site: cross-site')).status).toBe(403);
    expect((await get('/api/engines', undefined, 'Sec-Fetch-Site: none')).status).toBe(200);
  });
});

describe('one folder is served (T8)', () => {
  it.each([
    '/..%2f..%2fetc/passwd',
    '/%2e%2e/',
    '/assets/..\\..\\.env',
    '/.git/HEAD',
    '/.env',
    '/index.html%00.png',
    '//evil.test/..',
    '/assets/',
    '/assets',
    '/../.env',
    '/%',
  ])('%s is not there', async (path) => {
    const answer = await get(path);
    expect([400, 404]).toContain(answer.status);
    expect(answer.body).not.toContain('secret');
  });

  it('keeps hashed files forever and asks for the page each time', async () => {
    expect((await get('/assets/index-AbCd1234.js')).head).toContain('immutable');
    expect((await get('/')).head).toContain('Cache-Control: no-cache');
  });
});

/** Every header of an answer but those that tell of its content. */
const headersOf = (head: string): Record<string, string> =>
  Object.fromEntries(
    head
      .split('\r\n')
      .slice(1)
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)] as const)
      .filter(
        ([name]) => !/^(Date|Content-(Type|Length)|Connection|ETag|Last-Modified|Accept-Ranges)$/.test(name),
      ),
  );

describe('headers', () => {
  it('of the page are these and no others (T16, T17)', async () => {
    expect(headersOf((await get('/')).head)).toEqual({
      'Cache-Control': 'no-cache',
      'Content-Security-Policy': [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "connect-src 'self' blob:",
        "worker-src 'self' blob:",
        "manifest-src 'self'",
        "font-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "require-trusted-types-for 'script'",
        'trusted-types cleanplate',
      ].join('; '),
      'Cross-Origin-Embedder-Policy': 'require-corp',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Origin-Agent-Cluster': '?1',
      'Permissions-Policy':
        'accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), geolocation=(), ' +
        'gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), ' +
        'serial=(), usb=(), xr-spatial-tracking=()',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      'X-DNS-Prefetch-Control': 'off',
      'X-Frame-Options': 'DENY',
    });
  });

  it('are the same strict set on pages, errors and the API (T16)', async () => {
    for (const path of ['/', '/nothing', '/api/engines']) {
      const head = (await get(path)).head;
      expect(head).toContain("require-trusted-types-for 'script'; trusted-types cleanplate");
      expect(head).not.toContain('unsafe-inline');
      expect(head).not.toContain('upgrade-insecure-requests');
      expect(head).not.toContain('Strict-Transport-Security');
      expect(head).not.toContain('X-Powered-By');
      for (const header of [
        'Cross-Origin-Opener-Policy: same-origin',
        'Cross-Origin-Embedder-Policy: require-corp',
        'Cross-Origin-Resource-Policy: same-origin',
        'X-Content-Type-Options: nosniff',
        'Referrer-Policy: no-referrer',
        'Permissions-Policy: accelerometer=()',
      ])
        expect(head).toContain(header);
    }
  });

  it("allow 'unsafe-eval' to the OpenCV worker script and to nothing else", async () => {
    expect((await get('/assets/opencvWorker-AbCd1234.js')).head).toContain("'unsafe-eval'");
    expect((await get('/assets/index-AbCd1234.js')).head).not.toContain("'unsafe-eval'");
    expect((await get('/opencvWorker-AbCd1234.js')).head).not.toContain("'unsafe-eval'");
  });
});

describe('routes', () => {
  it('have one spelling and their own methods (H-10)', async () => {
    const own = `Host: 127.0.0.1:${server.port}`;
    expect((await get('/livez')).body).toBe('');
    expect((await get('/livez')).status).toBe(200);
    for (const path of ['/livez/', '/LIVEZ', '/API/engines', '/api/engines/'])
      expect((await get(path)).status).toBe(404);
    for (const start of [
      'POST /livez',
      'TRACE /',
      'PUT /api/removals',
      'PROPFIND /',
      'HEAD /readyz',
      'DELETE /',
    ]) {
      const answer = await sendRaw(server.port, rawRequest(start, own, 'Content-Length: 0'));
      expect([start, answer.status]).toEqual([start, 405]);
    }
    const listed = await sendRaw(server.port, rawRequest('GET /api/removals', own));
    expect([listed.status, /Allow: (.*)\r\n/.exec(listed.head)?.[1]]).toEqual([405, 'POST']);
    expect((await sendRaw(server.port, rawRequest('CONNECT evil.test:443', own))).status).toBe(405);
  });

  it('answer bytes that are no HTTP, and heads that are too large, in our own form (H-11)', async () => {
    expect((await sendRaw(server.port, 'nonsense\r\n\r\n')).body).toContain('BAD_REQUEST');
    const large = await get('/', undefined, `X-Large: ${'x'.repeat(20_000)}`);
    expect([large.status, large.body.includes('HEADERS_TOO_LARGE')]).toEqual([431, true]);
    expect((await get(`/${'x'.repeat(8000)}`)).status).toBe(414);
  });

  it.each([
    ['two framings', 'Content-Length: 5', 'Transfer-Encoding: chunked'],
    ['two lengths', 'Content-Length: 5', 'Content-Length: 6'],
    ['a length that is no number', 'Content-Length: 5x', 'X: y'],
    ['a negative length', 'Content-Length: -5', 'X: y'],
  ])('refuse %s (T20)', async (_what, ...headers) => {
    const request = rawRequest('POST /api/removals', `Host: 127.0.0.1:${server.port}`, ...headers);
    expect((await sendRaw(server.port, request)).status).toBe(400);
  });
});
