import { Readable } from 'node:stream';
import type { ServerLimits } from '@cleanplate/shared/contract/limits.ts';
import { Problem } from '@cleanplate/shared/contract/problem.ts';
import { Agent, EnvHttpProxyAgent, request } from 'undici';
import type { Dispatcher } from 'undici';
import type { JsonBody } from './jsonBody.ts';

export interface Sent {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

/** Thrown when a call broke off; `hadAnswer` once the head of the answer had arrived. */
export class BrokenCall extends Error {
  readonly hadAnswer: boolean;
  constructor(cause: unknown, hadAnswer: boolean) {
    super('the call broke off', { cause });
    this.hadAnswer = hadAnswer;
  }
}

/** The one pool of connections that leads outside. `HTTPS_PROXY` and its kin are honoured, except towards loopback. */
export function createOutlet(limits: ServerLimits, baseUrl: string | undefined): Dispatcher {
  const options = {
    connect: { timeout: limits.upstreamConnectTimeoutMs },
    keepAliveTimeout: limits.upstreamKeepAliveMs,
    keepAliveMaxTimeout: limits.upstreamKeepAliveMs,
    // The deadlines of a call are its signal's: undici's own measure gaps only.
    headersTimeout: 0,
    bodyTimeout: 0,
    pipelining: 1,
    maxHeaderSize: limits.maxHeaderBytes,
  };
  const isLoopback =
    baseUrl !== undefined && /^(?:127\.|localhost$|\[::1\]$)/.test(new URL(baseUrl).hostname);
  return isLoopback ? new Agent(options) : new EnvHttpProxyAgent(options);
}

/**
 * One POST, one answer, no redirect followed, nothing decompressed; the answer is cut off at `maxBytes`.
 * Throws `BrokenCall`, or a `Problem` for an answer that is too large or encoded.
 */
export async function send(
  outlet: Dispatcher,
  call: {
    url: string;
    headers: Record<string, string>;
    body: JsonBody;
    maxBytes: number;
    signal: AbortSignal;
  },
): Promise<Sent> {
  let hadAnswer = false;
  try {
    const answer = await request(call.url, {
      dispatcher: outlet,
      method: 'POST',
      headers: {
        ...call.headers,
        'content-type': 'application/json; charset=utf-8',
        'content-length': String(call.body.byteLength),
        'accept-encoding': 'identity',
      },
      // Two pieces in hand are enough to keep the socket busy; sixteen, the default, would be 1 MB a request.
      body: Readable.from(call.body.chunks(), { highWaterMark: 2 }),
      signal: call.signal,
    });
    hadAnswer = true;
    const encoding = answer.headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity') throw tooMuch(answer.body);
    if (Number(answer.headers['content-length'] ?? 0) > call.maxBytes) throw tooMuch(answer.body);
    const pieces: Buffer[] = [];
    let total = 0;
    for await (const piece of answer.body) {
      total += piece.length;
      if (total > call.maxBytes) throw tooMuch(answer.body);
      pieces.push(piece);
    }
    const retryAfter = answer.headers['retry-after'];
    return {
      status: answer.statusCode,
      retryAfter: Array.isArray(retryAfter) ? retryAfter[0] : retryAfter,
      body: Buffer.concat(pieces, total).toString('utf8'),
    };
  } catch (error) {
    throw error instanceof Problem ? error : new BrokenCall(error, hadAnswer);
  }
}

function tooMuch(body: {
  destroy: () => unknown;
  on: (event: 'error', ignore: () => void) => unknown;
}): Problem {
  body.on('error', () => {});
  body.destroy();
  return new Problem('UPSTREAM_BAD_RESPONSE');
}
