import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { callServer } from './serverCall.ts';

type Answer = (response: ServerResponse) => void;
let answers: Answer[] = [];
const keys: unknown[] = [];
let server: Server;

const answer = ({ method, url, headers }: IncomingMessage, response: ServerResponse): void => {
  if (url === '/livez') return void response.writeHead(200).end();
  if (method === 'POST') keys.push(headers['idempotency-key']);
  answers.shift()?.(response);
};

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume().once('end', () => answer(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const real = globalThis.fetch;
  // The page asks its own origin; here there is none.
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => real(`http://127.0.0.1:${port}${path}`, init));
  vi.stubGlobal('navigator', { onLine: true });
});
afterAll(() => {
  vi.unstubAllGlobals();
  server.closeAllConnections();
  server.close();
});
afterEach(() => {
  keys.length = 0;
});

const stream = (response: ServerResponse, ...lines: readonly object[]): ServerResponse => {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  for (const line of lines) response.write(`${JSON.stringify(line)}\n`);
  return response;
};
const candidate = (index: number) => ({
  type: 'candidate',
  index,
  mimeType: 'image/png',
  bytesBase64Encoded: 'AAAA',
});
const done = { type: 'done', candidates: 2 };
const refuse = (status: number, error: object): Answer => {
  const body = { error: { message: 'x', retryable: true, requestId: 'r', ...error } };
  return (response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

async function call(...script: Answer[]) {
  answers = script;
  const told: string[] = [];
  const problem = await callServer({
    path: '/api/removals',
    body: () => new FormData(),
    signal: new AbortController().signal,
    onEvent: (event) => void told.push(event.type === 'candidate' ? `candidate ${event.index}` : event.type),
    onAgain: (inMs) => told.push(inMs === undefined ? 'again' : `again in ${inMs}`),
  });
  return { problem, told };
}

test('an answer that breaks off is asked for once more under the same key, and nothing is told twice (B-12)', async () => {
  const { problem, told } = await call(
    (response) => stream(response, candidate(0)).write('', () => setTimeout(() => response.destroy(), 20)),
    (response) => stream(response, candidate(0), candidate(1), done).end(),
  );
  expect(problem).toBeNull();
  expect(told).toEqual(['candidate 0', 'again', 'candidate 1', 'done']);
  expect([keys.length, new Set(keys).size]).toEqual([2, 1]);
});

test('a second break is the user’s to hear of', async () => {
  const broken: Answer = (response) => response.destroy();
  expect((await call(broken, broken)).problem).toEqual({ code: 'NETWORK_OFFLINE', variant: 'server' });
});

test('a server that restarts, as an answer or in the middle of one, is asked once more', async () => {
  const error = { code: 'SHUTTING_DOWN', message: 'x', retryable: true, requestId: 'r', status: 503 };
  const cut: Answer = (response) =>
    stream(response, { type: 'problem', error }, { type: 'done', candidates: 0 }).end();
  const good: Answer = (response) => stream(response, candidate(0), done).end();
  for (const first of [cut, refuse(503, { code: 'SHUTTING_DOWN' })])
    expect((await call(first, good)).problem).toBeNull();
});

test('a full queue is waited for as long as it says, three times at the most', async () => {
  const full = refuse(429, { code: 'QUEUE_FULL', params: { waiting: 3, seconds: 1 }, retryAfterMs: 20 });
  const good: Answer = (response) => stream(response, candidate(0), done).end();
  expect(await call(full, good)).toEqual({ problem: null, told: ['again in 20', 'candidate 0', 'done'] });
  const { problem, told } = await call(full, full, full, full);
  expect([problem?.code, told.length]).toEqual(['QUEUE_FULL', 3]);
});

test('a page in the place of events or of a problem is a portal’s; another problem is not asked about again (B-11)', async () => {
  const page =
    (status: number): Answer =>
    (response) =>
      void response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>');
  for (const status of [200, 502])
    expect((await call(page(status))).problem).toEqual({ code: 'NETWORK_OFFLINE', variant: 'portal' });
  const { problem } = await call(refuse(422, { code: 'UPSTREAM_BAD_REQUEST', params: { reason: 'odd' } }));
  expect(problem).toEqual({ code: 'UPSTREAM_BAD_REQUEST', params: { reason: 'odd' } });
});
