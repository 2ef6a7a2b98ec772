import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '@cleanplate/shared/contract/problem.ts';
import type { ProblemCode } from '@cleanplate/shared/contract/problem.ts';
import type { Config } from '../config.ts';
import { nextTurn } from '../turns.ts';
import { createBreaker } from './breaker.ts';
import type { Breaker } from './breaker.ts';
import type { Credentials } from './credentials.ts';
import { deadline } from './deadline.ts';
import { jsonBody } from './jsonBody.ts';
import type { JsonBody, JsonValue } from './jsonBody.ts';
import { createRetryBudget, parseRetryAfter, retryDelayMs } from './retry.ts';
import { BrokenCall, createOutlet, send } from './send.ts';
import type { Sent } from './send.ts';
import { failureOfConnection, failureOfStatus } from './upstreamErrors.ts';
import type { CallPlace, Failure } from './upstreamErrors.ts';

export interface Target {
  /** Model id, or a full `projects/…/locations/…/endpoints/…` name. */
  readonly model: string;
  readonly location: string;
}

export interface PostOptions {
  readonly signal: AbortSignal;
  /** Just before the first byte goes to Google. */
  readonly onSending?: () => void;
  readonly onRetry?: (inMs: number) => void;
}

/** The only way to Google: one pool of connections, one set of credentials, one place that retries. */
export interface Vertex {
  /** Calls `method` of a model; resolves to the parsed answer. Rejects with a Problem, or the signal's reason. */
  readonly post: (target: Target, method: string, body: JsonValue, options: PostOptions) => Promise<unknown>;
  /** The same with one try, outside the breaker: to see whether a model is there. */
  readonly probe: (target: Target, method: string, body: JsonValue, signal: AbortSignal) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

export function createVertex(config: Config, credentials: Credentials): Vertex {
  const { google, limits } = config;
  const outlet = createOutlet(limits, google.baseUrl);
  const budget = createRetryBudget(limits.upstreamRetryBudgetPercent);
  /** Each model's breaker, and why it last counted a failure: whoever it turns away is told that. */
  const breakers = new Map<string, { readonly breaker: Breaker; trouble: ProblemCode }>();

  const breakerOf = (model: string) => {
    let known = breakers.get(model);
    if (!known) {
      const { breakerWindow, breakerFailurePercent, breakerOpenMs } = limits;
      const breaker = createBreaker({
        window: breakerWindow,
        failurePercent: breakerFailurePercent,
        openMs: breakerOpenMs,
      });
      known = { breaker, trouble: 'UPSTREAM_UNAVAILABLE' };
      breakers.set(model, known);
    }
    return known;
  };

  const locate = async (target: Target, method: string): Promise<{ url: string; place: CallPlace }> => {
    const full = /^projects\/([^/]+)\/locations\/([^/]+)\/endpoints\/[^/]+$/.exec(target.model);
    const place = {
      project: full?.[1] ?? (await credentials.project()) ?? '',
      location: full?.[2] ?? target.location,
      model: target.model,
    };
    if (place.project === '') throw new Problem('CREDENTIALS_UNAVAILABLE');
    const name = full
      ? target.model
      : `projects/${place.project}/locations/${place.location}/publishers/google/models/${target.model}`;
    return { url: `${google.baseUrl ?? googleOrigin(place.location)}/v1/${name}:${method}`, place };
  };

  /** One try: an answer, or what its failure means. The user's cancel passes through as it is. */
  const attempt = async (
    url: string,
    headers: Record<string, string>,
    body: JsonBody,
    place: CallPlace,
    signal: AbortSignal,
    timeoutMs: number,
  ): Promise<{ ok: true; body: unknown } | { ok: false; status: number; failure: Failure }> => {
    const limit = deadline(signal, timeoutMs);
    let sent: Sent;
    try {
      sent = await send(outlet, {
        url,
        headers,
        body,
        maxBytes: limits.maxResponseBytes,
        signal: limit.signal,
      });
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Problem)
        return { ok: false, status: 0, failure: { problem: error, isTransient: false } };
      if (limit.isOver())
        return { ok: false, status: 0, failure: { problem: timeoutProblem(timeoutMs), isTransient: false } };
      const { cause, hadAnswer } = error instanceof BrokenCall ? error : { cause: error, hadAnswer: false };
      return {
        ok: false,
        status: 0,
        failure: failureOfConnection(cause, hadAnswer, google.baseUrl ? undefined : proxyInUse()),
      };
    } finally {
      limit.release();
    }
    if (sent.status === 200) {
      await nextTurn();
      try {
        return { ok: true, body: JSON.parse(sent.body) as unknown };
      } catch (error) {
        const problem = new Problem('UPSTREAM_BAD_RESPONSE', { cause: error });
        return { ok: false, status: 200, failure: { problem, isTransient: false } };
      }
    }
    const failure = failureOfStatus(
      sent.status,
      sent.body,
      place,
      parseRetryAfter(sent.retryAfter, Date.now()),
    );
    return { ok: false, status: sent.status, failure };
  };

  /** Tries until there is an answer, the failure is final, or time, tries or the retry budget are used up. */
  const callWithRetries = async (
    { url, place }: { url: string; place: CallPlace },
    body: JsonBody,
    options: PostOptions,
    maxRetries: number,
  ): Promise<unknown> => {
    const endMs = performance.now() + limits.upstreamTotalTimeoutMs;
    let hasRefreshed = false;
    for (let tries = 1; ; tries += 1) {
      const headers = await credentials.headersFor(url);
      if (tries === 1 && !hasRefreshed) options.onSending?.();
      options.signal.throwIfAborted();
      const leftMs = Math.max(1, endMs - performance.now());
      const outcome = await attempt(
        url,
        headers,
        body,
        place,
        options.signal,
        Math.min(leftMs, limits.upstreamTryTimeoutMs),
      );
      if (outcome.ok) return outcome.body;
      const { problem, isTransient, retryAfterMs } = outcome.failure;
      if (outcome.status === 401 && !hasRefreshed) {
        hasRefreshed = true;
        await credentials.drop(headers.authorization);
        tries -= 1;
        continue;
      }
      if (retryAfterMs !== undefined && retryAfterMs > limits.maxRetryAfterMs)
        throw notBefore(problem, retryAfterMs);
      // A host that cannot be found is looked for once more, not twice: it costs the user five seconds each time.
      const allowed = problem.variant === 'offline' ? Math.min(1, maxRetries) : maxRetries;
      const delayMs = retryDelayMs(tries, limits.upstreamRetryBaseMs, retryAfterMs, Math.random());
      const fits = performance.now() + delayMs < endMs;
      if (!isTransient || tries > allowed || !fits || !budget.take()) throw withDelay(problem, retryAfterMs);
      options.onRetry?.(Math.round(delayMs));
      await sleep(delayMs, undefined, { signal: options.signal });
    }
  };

  return {
    post: async (target, method, body, options) => {
      const call = await locate(target, method);
      const known = breakerOf(target.model);
      const refusedForMs = known.breaker.refusal(performance.now());
      if (refusedForMs !== undefined) throw withDelay(new Problem(known.trouble), refusedForMs);
      budget.payIn();
      let outcome: 'ok' | 'failed' | 'neither' = 'neither';
      try {
        const answer = await callWithRetries(call, jsonBody(body), options, limits.upstreamRetries);
        outcome = 'ok';
        return answer;
      } catch (error) {
        outcome = outcomeOf(error);
        if (error instanceof Problem && outcome === 'failed')
          // It did not even ask: "no answer within 90 s" would be a tale.
          known.trouble = error.code === 'UPSTREAM_RATE_LIMITED' ? error.code : 'UPSTREAM_UNAVAILABLE';
        throw error;
      } finally {
        known.breaker.settle(outcome, performance.now());
      }
    },
    probe: async (target, method, body, signal) =>
      callWithRetries(await locate(target, method), jsonBody(body), { signal }, 0),
    close: () => outlet.destroy(),
  };
}

/** Google's host for a location. The location was checked when the settings were read. */
export function googleOrigin(location: string): string {
  if (location === 'global') return 'https://aiplatform.googleapis.com';
  if (location === 'us' || location === 'eu') return `https://aiplatform.${location}.rep.googleapis.com`;
  return `https://${location}-aiplatform.googleapis.com`;
}

/** Only trouble on Google's side trips the breaker; a picture it refuses is an answer. */
function outcomeOf(error: unknown): 'ok' | 'failed' | 'neither' {
  if (!(error instanceof Problem)) return 'neither';
  const isTrouble = ['UPSTREAM_RATE_LIMITED', 'UPSTREAM_UNAVAILABLE', 'UPSTREAM_TIMEOUT'].includes(
    error.code,
  );
  return isTrouble ? 'failed' : 'ok';
}

function notBefore(problem: Problem, retryAfterMs: number): Problem {
  const time = `${new Date(Date.now() + retryAfterMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return problem.code === 'UPSTREAM_RATE_LIMITED'
    ? new Problem(problem.code, { variant: 'later', params: { time }, retryAfterMs })
    : withDelay(problem, retryAfterMs);
}

/** A problem that ends the call, with the time after which it is worth trying again. */
function withDelay(problem: Problem, retryAfterMs: number | undefined): Problem {
  const isAtLimit = problem.code === 'UPSTREAM_RATE_LIMITED';
  const waitMs = retryAfterMs ?? (isAtLimit ? 30_000 : undefined);
  if (waitMs === undefined) return problem;
  const { code, variant = isAtLimit ? 'spent' : undefined, hint, params } = problem;
  return new Problem(code, {
    params: { ...params, seconds: Math.max(1, Math.ceil(waitMs / 1000)) },
    ...(variant === undefined ? {} : { variant }),
    ...(hint === undefined ? {} : { hint }),
    retryAfterMs: waitMs,
  });
}

const timeoutProblem = (ms: number) =>
  new Problem('UPSTREAM_TIMEOUT', { params: { seconds: Math.round(ms / 1000) } });

/** The proxy's host and port without its credentials, when one is set for https. */
function proxyInUse(): string | undefined {
  const value = process.env.HTTPS_PROXY ?? process.env.https_proxy;
  return value && URL.canParse(value) ? new URL(value).host : undefined;
}
