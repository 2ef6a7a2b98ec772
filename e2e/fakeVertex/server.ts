import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Refusal, notFoundMessage, refuse } from './answers.ts';
import { faults } from './faults.ts';
import { answerGenerate, wellBehaved } from './generate.ts';
import type { Misbehaviour } from './generate.ts';
import type { Filler } from './pictures.ts';
import { answerPredict } from './predict.ts';

/** What the emulator saw of one call; enough for a test to tell what was sent, and how often. */
export interface SeenCall {
  readonly method: string;
  readonly model: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
  readonly bytes: number;
}

export interface FakeVertex {
  readonly server: Server;
  /** Calls of `:predict` and `:generateContent` so far; probes are not among them. */
  readonly calls: SeenCall[];
  /** The next `times` calls go wrong this way (-1: all). Throws for a name that is not in `faults`. */
  readonly fail: (name: string, times?: number) => void;
  /** How Gemini treats its pictures from now on. */
  readonly misbehave: (how: Partial<Misbehaviour>) => void;
  /** Models that answer 404, probes included. */
  readonly retire: (...models: string[]) => void;
  /** Milliseconds before every answer. */
  readonly delay: (ms: number) => void;
  readonly reset: () => void;
}

const target =
  /^\/v1(?:beta1)?\/(projects\/[^/]+\/locations\/[^/]+\/(?:publishers\/google\/models\/([^/:]+)|endpoints\/([^/:]+))):(\w+)$/;
const maxBodyBytes = 64 * 1024 * 1024;

/**
 * Google's endpoints as far as Cleanplate uses them, with pictures from `filler`, checks as strict as Google documents,
 * and every fault of `faults.md` §2.5 that HTTP can show. `Authorization: Bearer …` is needed; any token will do.
 */
export function createFakeVertex(filler: Filler): FakeVertex {
  const calls: SeenCall[] = [];
  let queue: { name: string; times: number }[] = [];
  let how = wellBehaved;
  let retired: readonly string[] = [];
  let delayMs = 0;
  const remembered = new Map<string, unknown>();

  const fake: FakeVertex = {
    calls,
    fail: (name, times = 1) => {
      if (!Object.hasOwn(faults, name))
        throw new RangeError(`no fault ${name}; there are ${Object.keys(faults).join(', ')}`);
      queue.push({ name, times });
    },
    misbehave: (change) => {
      how = { ...wellBehaved, ...change };
      remembered.clear();
    },
    retire: (...models) => {
      retired = models;
    },
    delay: (ms) => {
      delayMs = ms;
    },
    reset: () => {
      queue = [];
      how = wellBehaved;
      retired = [];
      delayMs = 0;
      calls.length = 0;
      remembered.clear();
    },
    server: createServer((request, response) => {
      void handle(request, response).catch((error: unknown) => answerError(response, error));
    }),
  };

  const nextFault = (): string | undefined => {
    const [first] = queue;
    if (!first) return undefined;
    if (first.times > 0) first.times -= 1;
    if (first.times === 0) queue.shift();
    return first.name;
  };

  /** The same request gets the same pictures without making them again: four calls of one removal cost one. */
  const make = async (model: string, method: string, text: string): Promise<unknown> => {
    const key = `${model} ${method} ${text}`;
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const body = JSON.parse(text) as unknown;
    const answer =
      method === 'predict' ? answerPredict(model, body, filler) : answerGenerate(body, filler, how);
    if (remembered.size > 20) remembered.clear();
    remembered.set(key, answer);
    answer.catch(() => remembered.delete(key));
    return answer;
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://emulator');
    const text = await readBody(request);
    if (url.pathname.startsWith('/control/')) return control(fake, url.pathname.slice(9), text, response);
    const match = target.exec(decodeURIComponent(url.pathname));
    if (request.method !== 'POST' || match === null) return refuse(404, 'NOT_FOUND', 'Not found.');
    if (!/^Bearer \S+$/.test(request.headers.authorization ?? ''))
      return refuse(401, 'UNAUTHENTICATED', 'Request is missing required authentication credential.');
    if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
      return refuse(400, 'INVALID_ARGUMENT', 'Content-Type must be application/json.');
    const [, name, publisherModel, endpoint, method] = match;
    const model = publisherModel ?? endpoint;
    if (retired.includes(model)) return refuse(404, 'NOT_FOUND', notFoundMessage(name));
    if (method === 'countTokens') return answerJson(response, { totalTokens: 1 });
    const isGemini = method === 'generateContent';
    if (method !== 'predict' && !isGemini) return refuse(404, 'NOT_FOUND', `Unknown method ${method}.`);
    const body = parseJson(text);
    const isProbe = method === 'predict' && (body as { instances?: unknown[] }).instances?.length === 0;
    if (isProbe) return refuse(400, 'INVALID_ARGUMENT', 'Empty instances.');

    calls.push({ method, model, headers: request.headers, body, bytes: Buffer.byteLength(text) });
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    const fault = nextFault();
    const exchange = { request, response, isGemini, sent: body, make: () => make(model, method, text) };
    if (fault !== undefined) return faults[fault](exchange);
    answerJson(response, await exchange.make());
  };
  return fake;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let total = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    total += piece.length;
    if (total > maxBodyBytes)
      return refuse(413, 'INVALID_ARGUMENT', 'Request payload size exceeds the limit.');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return refuse(400, 'INVALID_ARGUMENT', 'Invalid JSON payload received.');
  }
}

function answerJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=UTF-8' });
  response.end(JSON.stringify(body));
}

function answerError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy();
  const refusal = error instanceof Refusal ? error : new Refusal(500, 'INTERNAL', String(error));
  response.writeHead(refusal.status, { 'content-type': 'application/json; charset=UTF-8' });
  response.end(JSON.stringify(refusal.body));
}

/** `POST /control/{fail,misbehave,retire,delay,reset}` with JSON, and `GET /control/calls`: the same switches over HTTP. */
function control(fake: FakeVertex, action: string, text: string, response: ServerResponse): void {
  const given = (text === '' ? {} : parseJson(text)) as {
    name?: string;
    times?: number;
    how?: Partial<Misbehaviour>;
    models?: string[];
    ms?: number;
  };
  if (action === 'fail') fake.fail(given.name ?? '', given.times);
  else if (action === 'misbehave') fake.misbehave(given.how ?? {});
  else if (action === 'retire') fake.retire(...(given.models ?? []));
  else if (action === 'delay') fake.delay(given.ms ?? 0);
  else if (action === 'reset') fake.reset();
  else if (action !== 'calls') refuse(404, 'NOT_FOUND', `No control ${action}.`);
  answerJson(response, { calls: fake.calls.length });
}
