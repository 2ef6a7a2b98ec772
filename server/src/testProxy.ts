// The whole way for tests: the app with its real client, and the emulator of Google's endpoints behind it.
import type { AddressInfo } from 'node:net';
import { Problem } from '@cleanplate/shared/contract/problem.ts';
import type { ProblemData } from '@cleanplate/shared/contract/problem.ts';
import { removalEventSchema } from '@cleanplate/shared/contract/removal.ts';
import type { RemovalEvent, RemovalRequestInput } from '@cleanplate/shared/contract/removal.ts';
import sharp from 'sharp';
import { quickFiller } from '../../e2e/fakeVertex/pictures.ts';
import { createFakeVertex } from '../../e2e/fakeVertex/server.ts';
import type { FakeVertex } from '../../e2e/fakeVertex/server.ts';
import { createAccess } from './access.ts';
import { createApp } from './app.ts';
import type { ByteReserve } from './byteReserve.ts';
import type { Jobs } from './jobs.ts';
import { silentLog } from './log.ts';
import type { Log } from './log.ts';
import { createServices } from './services.ts';
import type { Queue } from './queue.ts';
import { configOf, serve } from './testServer.ts';

export interface Proxy {
  readonly origin: string;
  readonly fake: FakeVertex;
  readonly jobs: Jobs;
  readonly queue: Queue;
  readonly reserve: ByteReserve;
  readonly post: (parts: Parts, options?: PostOptions) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

export interface Parts {
  readonly request?: unknown;
  readonly image?: Uint8Array;
  readonly mask?: Uint8Array;
  readonly guide?: Uint8Array;
}

interface PostOptions {
  readonly path?: string;
  readonly key?: string;
  readonly signal?: AbortSignal;
}

export interface Answer {
  readonly status: number;
  /** The problem of an answer that is no stream. */
  readonly error: ProblemData | undefined;
  readonly events: RemovalEvent[];
  readonly text: string;
}

/** Starts both; retries wait milliseconds instead of seconds. */
export async function startProxy(env: Record<string, string> = {}, log: Log = silentLog): Promise<Proxy> {
  const fake = createFakeVertex(quickFiller);
  await new Promise<void>((resolve) => fake.server.listen(0, '127.0.0.1', resolve));
  const config = configOf({
    VERTEX_BASE_URL: `http://127.0.0.1:${(fake.server.address() as AddressInfo).port}`,
    VERTEX_ACCESS_TOKEN: 'test',
    GOOGLE_CLOUD_PROJECT: 'demo',
    CLEANPLATE_UPSTREAM_RETRY_BASE_MS: '5',
    CLEANPLATE_AVAILABILITY_TTL_MS: '0',
    CLEANPLATE_RATE_PER_MINUTE: '0',
    CLEANPLATE_RATE_PER_MINUTE_PER_USER: '0',
    CLEANPLATE_BREAKER_WINDOW: '1000',
    CLEANPLATE_UPSTREAM_RETRY_BUDGET_PERCENT: '100',
    ...env,
  });
  const services = await createServices(config, log);
  const { availability, removals, jobs, queue, reserve } = services;
  const pages = (_request: unknown, _response: unknown, next: () => void) => next();
  const app = createApp(config, {
    log,
    access: createAccess(config),
    pages,
    availability,
    removals,
    isDraining: () => false,
  });
  const server = await serve(app, config);
  return {
    origin: server.origin,
    fake,
    jobs,
    queue,
    reserve,
    post: (parts, options) => post(server.origin, parts, options),
    close: async () => {
      jobs.cancelAll(new Problem('SHUTTING_DOWN'));
      await server.close();
      await services.close();
      fake.server.closeAllConnections();
      await new Promise((resolve) => fake.server.close(resolve));
    },
  };
}

export function formOf(parts: Parts): FormData {
  const form = new FormData();
  if (parts.request !== undefined)
    form.set('request', typeof parts.request === 'string' ? parts.request : JSON.stringify(parts.request));
  for (const name of ['image', 'mask', 'guide'] as const) {
    const bytes = parts[name];
    if (bytes) form.set(name, new Blob([new Uint8Array(bytes)]), `${name}.png`);
  }
  return form;
}

export function headersOf(origin: string, key?: string): Record<string, string> {
  return { origin, 'x-cleanplate': '1', ...(key === undefined ? {} : { 'idempotency-key': key }) };
}

async function post(
  origin: string,
  parts: Parts,
  { path = '/api/removals', key, signal }: PostOptions = {},
): Promise<Answer> {
  const response = await fetch(origin + path, {
    method: 'POST',
    headers: headersOf(origin, key),
    body: formOf(parts),
    signal: signal ?? null,
  });
  const text = await response.text();
  if (!response.headers.get('content-type')?.startsWith('application/x-ndjson'))
    return {
      status: response.status,
      error: (JSON.parse(text) as { error: ProblemData }).error,
      events: [],
      text,
    };
  const events = text
    .trim()
    .split('\n')
    .map((line) => removalEventSchema.parse(JSON.parse(line)));
  return { status: response.status, error: undefined, events, text };
}

/** The problem an answer ends in, wherever it stands, as its code, variant and status. */
export function problemOf({
  status,
  error,
  events,
}: Answer): { code: string; variant?: string | undefined; status: number } | undefined {
  if (error) return { code: error.code, variant: error.variant, status };
  const event = events.find(({ type }) => type === 'problem');
  return event?.type === 'problem'
    ? { code: event.error.code, variant: event.error.variant, status: event.error.status }
    : undefined;
}

export const typesOf = (answer: Answer) => answer.events.map(({ type }) => type);

/** A photo with a dark square on a soft ramp, as PNG. */
export async function testPhoto(width = 64, height = 64): Promise<Buffer> {
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const inside = Math.abs(x - width / 2) < width / 6 && Math.abs(y - height / 2) < height / 6;
      data.fill(inside ? 30 : 150 + ((x + y) >> 2), (y * width + x) * 3, (y * width + x) * 3 + 3);
    }
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

/** A mask over the middle third, as 8-bit grey PNG. */
export async function testMask(width = 64, height = 64): Promise<Buffer> {
  const data = Buffer.alloc(width * height);
  for (let y = Math.floor(height / 3); y < (2 * height) / 3; y += 1)
    for (let x = Math.floor(width / 3); x < (2 * width) / 3; x += 1) data[y * width + x] = 255;
  return sharp(data, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer();
}

export const imagen3Request: RemovalRequestInput = { engine: 'imagen3', maskMode: 'user', sampleCount: 2 };
