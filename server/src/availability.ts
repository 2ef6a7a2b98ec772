import type { EngineAvailability, GoogleEngineId } from '@cleanplate/shared/contract/engine.ts';
import { googleEngineIds } from '@cleanplate/shared/contract/engine.ts';
import { Problem } from '@cleanplate/shared/contract/problem.ts';
import type { Config } from './config.ts';
import { deadline } from './engines/deadline.ts';
import { engines } from './engines/index.ts';
import type { Credentials } from './engines/credentials.ts';
import type { JsonValue } from './engines/jsonBody.ts';
import type { Vertex } from './engines/vertex.ts';

/** What each engine can do now, learnt before anybody paints. */
export interface Availability {
  /** From memory for `availabilityTtlMs`; otherwise asks once for all who wait, at most `availabilityTimeoutMs`. */
  readonly of: (engine: GoogleEngineId) => Promise<EngineAvailability>;
  /** What a real call taught: a model that is gone, or one that answered. */
  readonly learn: (engine: GoogleEngineId, problem: Problem | undefined) => void;
}

/** A state that a user is likely to be mending right now is looked at again soon. */
const soonMs = 20_000;

const signIn = 'Run `gcloud auth application-default login` and set GOOGLE_CLOUD_PROJECT.';
const ready: EngineAvailability = { state: 'ready', code: 'READY', reason: '', fix: '' };

/**
 * A body that Google refuses or counts without making, and billing, a picture: an empty list for `:predict`, a token
 * count for Gemini. Its 404 says that the model is not there, its 400 that it is.
 */
const probes: Readonly<Record<GoogleEngineId, { method: string; body: JsonValue }>> = {
  gemini: { method: 'countTokens', body: { contents: [{ role: 'user', parts: [{ text: '.' }] }] } },
  imagen3: { method: 'predict', body: { instances: [] } },
  imagen2: { method: 'predict', body: { instances: [] } },
};

export function createAvailability(config: Config, vertex: Vertex, credentials: Credentials): Availability {
  const { limits } = config;
  const known = new Map<GoogleEngineId, { value: EngineAvailability; untilMs: number }>();
  const asking = new Map<GoogleEngineId, Promise<EngineAvailability>>();

  const keep = (engine: GoogleEngineId, value: EngineAvailability) => {
    const isSettled = value.state === 'ready' || value.state === 'retired';
    const forMs = isSettled ? limits.availabilityTtlMs : Math.min(soonMs, limits.availabilityTtlMs);
    known.set(engine, { value, untilMs: performance.now() + forMs });
    return value;
  };

  const ask = async (engine: GoogleEngineId): Promise<EngineAvailability> => {
    if ((await credentials.identity()) === undefined)
      return {
        state: 'unconfigured',
        code: 'NO_CREDENTIALS',
        reason: 'Not signed in to Google.',
        fix: signIn,
      };
    const target = engines[engine].target(config);
    if (!target.model.startsWith('projects/') && (await credentials.project()) === undefined)
      return {
        state: 'unconfigured',
        code: 'NO_PROJECT',
        reason: 'No Google Cloud project is set.',
        fix: 'Set GOOGLE_CLOUD_PROJECT.',
      };
    const limit = deadline(new AbortController().signal, limits.availabilityTimeoutMs);
    try {
      const { method, body } = probes[engine];
      await vertex.probe(target, method, body, limit.signal);
      return ready;
    } catch (error) {
      return error instanceof Problem ? afterProblem(error, config) : noAnswer;
    } finally {
      limit.release();
    }
  };

  return {
    of: async (engine) => {
      const entry = known.get(engine);
      if (entry && performance.now() < entry.untilMs) return entry.value;
      let answer = asking.get(engine);
      if (!answer) {
        answer = ask(engine)
          .then((value) => keep(engine, value))
          .finally(() => asking.delete(engine));
        asking.set(engine, answer);
      }
      return answer;
    },
    learn: (engine, problem) => {
      if (problem === undefined) keep(engine, ready);
      else if (problem.code === 'UPSTREAM_MODEL_GONE') keep(engine, afterProblem(problem, config));
    },
  };
}

const noAnswer: EngineAvailability = {
  state: 'unreachable',
  code: 'NO_ANSWER',
  reason: "Can't reach Google.",
  fix: 'Check the connection, or use this computer.',
};

/** What a failed probe says about the engine. A refused request or a full quota means that the model is there. */
function afterProblem(problem: Problem, { google }: Config): EngineAvailability {
  switch (problem.code) {
    case 'UPSTREAM_BAD_REQUEST':
    case 'CONTENT_FILTERED':
    case 'UPSTREAM_RATE_LIMITED':
      return ready;
    case 'UPSTREAM_MODEL_GONE':
      return {
        state: 'retired',
        code: 'MODEL_NOT_FOUND',
        reason:
          'Google has retired this model, or does not offer it to this project or in this location; its answer does not tell which.',
        fix: `Choose another engine, or check GOOGLE_CLOUD_LOCATION (${google.location}).`,
        // Only this one of its answers is unambiguous.
        ...(problem.variant === 'region' ? saidBy(problem) : {}),
      };
    case 'UPSTREAM_FORBIDDEN':
      return { state: 'unconfigured', code: 'FORBIDDEN', ...saidBy(problem) };
    case 'UPSTREAM_AUTH':
      return {
        state: 'unconfigured',
        code: 'SIGN_IN_EXPIRED',
        reason: 'The sign-in to Google has expired.',
        fix: signIn,
      };
    case 'CREDENTIALS_UNAVAILABLE':
      if (problem.variant === 'unreachable') return { ...noAnswer, ...saidBy(problem) };
      return { state: 'unconfigured', code: 'NO_CREDENTIALS', ...saidBy(problem) };
    default:
      return problem.variant === undefined ? noAnswer : { ...noAnswer, ...saidBy(problem) };
  }
}

/** "What happened. What to do." as its two halves, and what the page says it from in its own language. */
function saidBy({
  message,
  code,
  variant,
  params,
}: Problem): Pick<EngineAvailability, 'reason' | 'fix' | 'problem'> {
  const end = message.indexOf('. ');
  const halves =
    end < 0
      ? { reason: message, fix: '' }
      : { reason: message.slice(0, end + 1), fix: message.slice(end + 2) };
  return { ...halves, problem: { code, params, ...(variant === undefined ? {} : { variant }) } };
}

/** Everything known about the engines, for the banner and `GET /api/engines`. */
export function listAvailability(
  availability: Availability,
): Promise<[GoogleEngineId, EngineAvailability][]> {
  return Promise.all(
    googleEngineIds.map(
      async (id) => [id, await availability.of(id)] as [GoogleEngineId, EngineAvailability],
    ),
  );
}
