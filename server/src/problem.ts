import { randomUUID } from 'node:crypto';
import { Problem, problemData } from '@cleanplate/shared/contract/problem.ts';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { ZodError } from 'zod';
import type { Log } from './log.ts';

/** Names the request; the id goes into its log line, its answer and any report of a user. */
export const nameRequest: RequestHandler = (_request, response, next) => {
  response.locals.requestId = randomUUID();
  next();
};

export function requestIdOf(response: Response): string {
  return String(response.locals.requestId ?? 'none');
}

/** Whatever was thrown, as a problem. An error that is not one of ours becomes INTERNAL and keeps its text to itself. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const status = statusOf(error);
  if (status === 400 || status === 403 || status === 404) return new Problem('NOT_FOUND', { cause: error });
  // A form that is too long, compressed, or in a charset nobody reads: the sender's fault, not ours.
  if (status !== undefined && status > 400 && status < 500)
    return new Problem('BAD_REQUEST', {
      status,
      params: { field: 'the body', rule: 'is not what this address takes' },
      cause: error,
    });
  return new Problem('INTERNAL', { cause: error });
}

/** What the static server reports for a path it cannot decode or will not serve, and Express for a body it will not read. */
function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  return typeof error.status === 'number' ? error.status : undefined;
}

/** The first thing wrong with a request, as the field and the rule it breaks. */
export function badRequest(error: ZodError): Problem {
  const issue = error.issues[0];
  const field = issue?.path.join('.') || 'the request';
  return new Problem('BAD_REQUEST', { params: { field, rule: issue ? ruleOf(issue) : 'is not valid' } });
}

function ruleOf(issue: ZodError['issues'][number]): string {
  if (issue.code === 'unrecognized_keys')
    return `has unknown keys: ${issue.keys.slice(0, 5).join(', ').slice(0, 100)}`;
  return issue.message.replace(/^Invalid input: /, 'is not valid: ');
}

/** The last handler: every error of every route ends here. */
export function problemHandler(log: Log): ErrorRequestHandler {
  return (error: unknown, request: Request, response: Response, _next) => {
    const problem = toProblem(error);
    response.locals.code = problem.code;
    if (problem.code === 'INTERNAL') log.internal(requestIdOf(response), error);
    sendProblem(request, response, problem);
  };
}

/** Sends a problem as JSON, or cuts the connection when another answer has begun. */
function sendProblem(request: Request, response: Response, problem: Problem): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const body = Buffer.from(JSON.stringify({ error: problemData(problem, requestIdOf(response)) }));
  response.status(problem.status).set({
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(body.length),
    'Cache-Control': 'no-store',
  });
  if (problem.retryAfterMs !== undefined)
    response.set('Retry-After', String(Math.ceil(problem.retryAfterMs / 1000)));
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  const isUploading = !request.complete && (encoding !== undefined || Number(length ?? 0) > 0);
  if (!isUploading) response.end(body);
  else endAfterUpload(request, response, body);
}

/** What a refused upload may still send, and for how long, before its connection is cut. */
const lingerBytes = 64 * 1024 * 1024;
const lingerMs = 5000;

/**
 * Answers at once but ends only when the upload is through: closing under a browser that is still sending resets the
 * connection, and the user reads "network error" instead of the sentence.
 */
function endAfterUpload(request: Request, response: Response, body: Buffer): void {
  response.set('Connection', 'close').write(body);
  let left = lingerBytes;
  const timer = setTimeout(() => request.destroy(), lingerMs);
  request
    .on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) request.destroy();
    })
    .once('close', () => {
      clearTimeout(timer);
      response.end();
    })
    .resume();
}
