import { Problem } from '@cleanplate/shared/contract/problem.ts';
import { z } from 'zod';
import { cleanWords, supportCategories } from './words.ts';

/** Whom and what a call asked, for the sentences. */
export interface CallPlace {
  readonly project: string;
  readonly location: string;
  readonly model: string;
}

/** What a failed try means, and whether another may go better. */
export interface Failure {
  readonly problem: Problem;
  readonly isTransient: boolean;
  readonly retryAfterMs?: number | undefined;
}

const errorSchema = z.object({
  error: z.object({
    message: z.string().catch(''),
    status: z.string().catch(''),
    details: z.array(z.looseObject({ reason: z.string().optional().catch(undefined) })).catch([]),
  }),
});

const transientStatuses = new Set([429, 500, 502, 503, 504]);

/** Google's error envelope read as leniently as possible: the front end also answers in HTML. */
function readEnvelope(body: string): { message: string; status: string; reasons: string } {
  try {
    const { error } = errorSchema.parse(JSON.parse(body));
    return { ...error, reasons: error.details.map((detail) => detail.reason ?? '').join(' ') };
  } catch {
    return { message: '', status: '', reasons: '' };
  }
}

/** An answer other than 200, as the problem the user reads (`vertex-api.md` §8, `faults.md` §2.5). */
export function failureOfStatus(
  status: number,
  body: string,
  place: CallPlace,
  retryAfterMs: number | undefined,
): Failure {
  const { message, reasons, status: canonical } = readEnvelope(body);
  const isTransient = transientStatuses.has(status);
  return {
    problem: problemOfStatus(status, message, `${canonical} ${reasons}`, place),
    isTransient,
    retryAfterMs,
  };
}

function problemOfStatus(status: number, message: string, reasons: string, place: CallPlace): Problem {
  const params = { ...place };
  if (status === 401) return new Problem('UPSTREAM_AUTH');
  if (status === 403)
    return new Problem('UPSTREAM_FORBIDDEN', { params, ...variantOf(forbiddenVariant(message, reasons)) });
  if (status === 404)
    return new Problem('UPSTREAM_MODEL_GONE', {
      params,
      hint: `The same answer comes from a region without the model: GOOGLE_CLOUD_LOCATION is ${place.location}.`,
    });
  if (status === 413)
    return new Problem('UPSTREAM_BAD_REQUEST', { params: { reason: 'the picture is too large' } });
  if (status === 429) return new Problem('UPSTREAM_RATE_LIMITED', { params: { seconds: 30 } });
  if (status >= 500) return new Problem('UPSTREAM_UNAVAILABLE');
  if (status >= 400) return problemOfRefusal(message, place);
  // A redirect: the token goes where we send it and nowhere else.
  return new Problem('UPSTREAM_BAD_RESPONSE');
}

function problemOfRefusal(message: string, place: CallPlace): Problem {
  if (/\b(?:region|location)\b/i.test(message) && /not (?:supported|available|served)/i.test(message))
    return new Problem('UPSTREAM_MODEL_GONE', { params: { ...place }, variant: 'region' });
  const categories = supportCategories(message).join(', ');
  if (categories !== '')
    return new Problem('CONTENT_FILTERED', { variant: 'category', params: { categories } });
  if (/safety|blocked|prompt could not be submitted|responsible ai/i.test(message))
    return new Problem('CONTENT_FILTERED');
  const reason = cleanWords(message, 160).replace(/[.\s]+$/, '') || 'it was refused without a reason';
  return new Problem('UPSTREAM_BAD_REQUEST', { params: { reason } });
}

function forbiddenVariant(message: string, reasons: string): string | undefined {
  if (/BILLING/.test(reasons) || /billing/i.test(message)) return 'billing';
  if (/SERVICE_DISABLED/.test(reasons) || /has not been used|is disabled/i.test(message)) return 'apiOff';
  if (/ORG_POLICY|CONSTRAINT/i.test(reasons) || /organi[sz]ation(?:al)? polic|constraints\//i.test(message))
    return 'orgPolicy';
  if (
    /IAM_PERMISSION_DENIED/.test(reasons) ||
    /permission '?[\w.]+'? (?:was )?denied|denied on resource/i.test(message)
  )
    return 'roleMissing';
  return undefined;
}

const variantOf = (variant: string | undefined) => (variant === undefined ? {} : { variant });

const unreachableCodes = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const resetCodes = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH']);

/**
 * A call that ended without a status: no connection, no trust, no end. `hadAnswer` is true once the answer's head was
 * there: then a picture was made and billed, and the call must not be repeated.
 */
export function failureOfConnection(error: unknown, hadAnswer: boolean, proxy: string | undefined): Failure {
  const code = codeOf(error);
  if (hadAnswer)
    return { problem: new Problem('UPSTREAM_BAD_RESPONSE', { cause: error }), isTransient: false };
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/.test(code))
    return {
      problem: new Problem('UPSTREAM_UNAVAILABLE', {
        variant: 'certificate',
        params: { reason: code },
        cause: error,
      }),
      isTransient: false,
    };
  if (proxy !== undefined)
    return {
      problem: new Problem('UPSTREAM_UNAVAILABLE', { variant: 'proxy', params: { proxy }, cause: error }),
      isTransient: resetCodes.has(code),
    };
  const isUnreachable = unreachableCodes.has(code);
  const variant = isUnreachable ? 'offline' : undefined;
  return {
    problem: new Problem('UPSTREAM_UNAVAILABLE', { ...variantOf(variant), cause: error }),
    isTransient: isUnreachable || resetCodes.has(code),
  };
}

/** The system's or undici's code of an error or of its cause. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return codeOf(error.cause);
}
