import { z } from './schema.ts';

interface ProblemRule {
  /** HTTP status; 0 for problems that only the page has. */
  readonly status: number;
  /** Whether the same request can succeed later without a change by the user. */
  readonly retryable: boolean;
  /** English sentences by variant; `{name}` stands for a parameter. */
  readonly sentences: { readonly default: string; readonly [variant: string]: string };
}

const useLocal = 'Use this computer instead.';

/**
 * Every problem the product can end in (`faults.md` §2.9). The server sends code, variant and parameters, and the
 * English sentence; the page says it in the user's language from the same code, variant and parameters.
 */
export const problemTable = {
  BAD_REQUEST: rule(400, false, 'The request was not valid: {field} {rule}.'),
  FILE_UNREADABLE: rule(0, false, 'The file is no longer readable. Choose it again.'),
  IMAGE_EMPTY: rule(400, false, 'The file is empty.'),
  BAD_IMAGE: rule(422, false, 'The file is damaged or is not a picture we can read.', {
    looksLike: 'Not a picture we can read (looks like {type}).',
  }),
  IMAGE_TRUNCATED: rule(
    422,
    false,
    'The file is incomplete (stopped at {stoppedAtKb} KB). Open what is there?',
  ),
  IMAGE_TYPE_UNSUPPORTED: rule(415, false, '{type} is not supported here. Export as JPEG or PNG.'),
  IMAGE_TOO_LARGE_PIXELS: rule(
    413,
    false,
    '{width}×{height} = {megapixels} megapixels; the limit is {limit}. Open a reduced copy?',
    { side: '{width}×{height}: the longest side may be {maxSide} pixels.' },
  ),
  BODY_TOO_LARGE: rule(
    413,
    false,
    'The part to send is {megabytes} MB; the limit is {limit} MB. Select a smaller area.',
    { unknown: 'The part to send is over the limit of {limit} MB. Select a smaller area.' },
  ),
  MASK_MISMATCH: rule(
    400,
    false,
    'Mask ({maskWidth}×{maskHeight}) and picture ({width}×{height}) differ in size.',
  ),
  MASK_EMPTY: rule(400, false, 'Nothing is masked.'),
  MASK_FULL: rule(400, false, 'Everything is masked; leave some of the picture.'),
  NOT_FOUND: rule(404, false, 'There is nothing at this address.'),
  METHOD_NOT_ALLOWED: rule(405, false, 'This address takes {allow} only.'),
  HEADERS_TOO_LARGE: rule(431, false, 'The request head is too large.'),
  IDEMPOTENCY_CONFLICT: rule(409, false, 'The same Idempotency-Key came with another request.'),
  CANDIDATE_MISALIGNED: rule(0, false, 'This result does not line up with the photo. Try again.'),
  NOTHING_CHANGED: rule(0, false, 'The engine changed nothing here.'),
  SLOW_UPLOAD: rule(408, true, 'The connection is too slow or dropped during upload.'),
  HOST_NOT_ALLOWED: rule(
    403,
    false,
    'Cleanplate was opened under an address it does not accept ({host}). Open {url}.',
  ),
  ORIGIN_NOT_ALLOWED: rule(
    403,
    false,
    'Cleanplate was opened under an address it does not accept ({host}). Open {url}.',
  ),
  AUTH_REQUIRED: rule(401, true, 'Your session ended. Reload to sign in.'),
  AUTH_INVALID: rule(401, true, 'Your session ended. Reload to sign in.'),
  RATE_LIMITED: rule(429, true, 'You are sending faster than {limit} per minute. Next one in {seconds} s.'),
  QUEUE_FULL: rule(429, true, '{waiting} people are waiting. Trying again in {seconds} s.'),
  BUDGET_EXCEEDED: rule(
    429,
    false,
    "Today's limit of {limit} Google removals is used up (resets {time}). Use this computer instead?",
    {
      unknown:
        "The team's budget for Google removals cannot be read at the moment. Use this computer instead?",
    },
  ),
  CREDENTIALS_UNAVAILABLE: rule(
    503,
    false,
    'Not signed in to Google. Run `gcloud auth application-default login`, or use this computer.',
    {
      expired:
        'The sign-in to Google has expired or was revoked. Run `gcloud auth application-default login`, or use this computer.',
      clock:
        "This computer's clock is wrong, so Google refuses the sign-in. Set the clock, or use this computer.",
      unreachable: "Google's sign-in service is not answering. Try again, or use this computer.",
    },
  ),
  UPSTREAM_AUTH: rule(
    502,
    false,
    'Google refused the account: the sign-in expired. Run `gcloud auth application-default login`, or use this computer.',
  ),
  UPSTREAM_FORBIDDEN: rule(
    502,
    false,
    'Google refused the account. Ask the owner of project {project} for access.',
    {
      apiOff:
        'Google refused the account: the Vertex AI API is off. Run `gcloud services enable aiplatform.googleapis.com --project {project}`.',
      roleMissing:
        'Google refused the account: a role is missing. Grant it `roles/aiplatform.user` on project {project}.',
      billing: 'Google refused the account: billing is off. Link a billing account to project {project}.',
      orgPolicy:
        'Google refused the account: a policy of your organisation forbids it. Ask your administrator to allow Vertex AI in {location}.',
    },
  ),
  UPSTREAM_MODEL_GONE: rule(
    502,
    false,
    'Google no longer serves {model}, or not to this project. Choose another engine.',
    {
      region:
        'Google does not serve {model} in {location}. Set GOOGLE_CLOUD_LOCATION to another region, or choose another engine.',
    },
  ),
  UPSTREAM_BAD_REQUEST: rule(422, false, 'Google could not use this picture: {reason}.'),
  UPSTREAM_RATE_LIMITED: rule(
    503,
    true,
    'Google is at its limit for this project. Trying again in {seconds} s.',
    {
      later: `Google is at its limit for this project until {time}. ${useLocal}`,
      // After the last retry nobody tries again by themselves, and the sentence must not say so.
      spent: 'Google is at its limit for this project. Try again in {seconds} s, or use this computer.',
    },
  ),
  UPSTREAM_UNAVAILABLE: rule(503, true, 'Google is not answering. Try again, or use this computer.', {
    offline: "Can't reach Google (offline?). Try again, or use this computer.",
    certificate:
      "Google's certificate was not accepted ({reason}). Behind a company proxy, set NODE_EXTRA_CA_CERTS to its certificate.",
    proxy: "Can't reach Google through the proxy {proxy}. Check HTTPS_PROXY, or use this computer.",
  }),
  UPSTREAM_TIMEOUT: rule(504, false, 'Google did not answer within {seconds} s.'),
  UPSTREAM_BAD_RESPONSE: rule(502, false, 'Google sent something that is not a usable picture.', {
    noPicture: 'Google returned no picture. Try again, or use this computer.',
    words: 'Google answered in words instead of a picture: {reason}',
  }),
  CONTENT_FILTERED: rule(
    422,
    false,
    "Google's safety filter declined this picture. Use this computer, or change the area.",
    {
      category:
        "Google's safety filter declined this picture ({categories}). Use this computer, or change the area.",
      said: 'Google held a result back: {reason}',
    },
  ),
  NETWORK_OFFLINE: rule(0, true, 'You are offline. Editing and export still work.', {
    server:
      "Cleanplate's server does not answer. Start it again, or use this computer. Editing and export still work.",
    portal:
      'Something else answered in the place of the server: the sign-in page of this network, or a proxy. Sign in there, then try again. Editing and export still work.',
  }),
  ENGINE_BUSY: rule(503, true, 'This computer is busy (place {place}).'),
  ENGINE_FAILED: rule(500, false, 'The removal failed here.', {
    paused: 'The removal failed here several times in a row. Wait a minute, or mask a smaller area.',
  }),
  ENGINE_UNAVAILABLE: rule(503, false, `{engine} is not set up: {fix}. ${useLocal}`),
  STORAGE_FULL: rule(0, true, "Not being saved: the browser's storage is full. Export your work."),
  STORAGE_BLOCKED: rule(0, true, "Not being saved: the browser's storage is blocked. Export your work.", {
    newer:
      'Not being saved: a newer version of Cleanplate has been here, and what it keeps stays as it is. Reload to get it.',
    nothing: 'The browser has cleared what was kept of this photo. Open the file again.',
  }),
  PROJECT_UNREADABLE: rule(0, false, 'This project file is damaged or incomplete. Open another copy of it.', {
    newer:
      'This project was saved by a newer version of Cleanplate. Reload the page to get it, then open it again.',
  }),
  PROJECT_OPEN_ELSEWHERE: rule(0, false, 'Open in another tab. Edit here instead?'),
  SHUTTING_DOWN: rule(503, true, 'The server is restarting.'),
  INTERNAL: rule(
    500,
    false,
    'Something in Cleanplate failed (ID {requestId}). Export works; please report the ID.',
  ),
} as const satisfies Record<string, ProblemRule>;

function rule(
  status: number,
  retryable: boolean,
  sentence: string,
  variants: Record<string, string> = {},
): ProblemRule {
  return { status, retryable, sentences: { default: sentence, ...variants } };
}

export type ProblemCode = keyof typeof problemTable;
export const problemCodes = Object.keys(problemTable) as [ProblemCode, ...ProblemCode[]];

export const problemParamsSchema = z.record(z.string(), z.union([z.string(), z.number()]));
export type ProblemParams = z.infer<typeof problemParamsSchema>;

/** A problem on the wire: `{error: …}` as an HTTP body, or the `error` of a `problem` event. */
export const problemDataSchema = z.object({
  code: z.enum(problemCodes),
  variant: z.string().optional(),
  params: problemParamsSchema.optional(),
  message: z.string(),
  hint: z.string().optional(),
  retryable: z.boolean(),
  retryAfterMs: z.number().int().nonnegative().optional(),
  requestId: z.string(),
});
export type ProblemData = z.infer<typeof problemDataSchema>;
export const problemBodySchema = z.object({ error: problemDataSchema });

/** The sentence that closes every message about a failed removal. */
export const keptSentence = 'Your picture and mask are kept.';

/**
 * The English sentence of a problem, its parameters filled in; a parameter that is missing stays visible as `{name}`.
 * A `variant` that the code does not have falls back to the code's first sentence.
 */
export function problemSentence(code: ProblemCode, params: ProblemParams = {}, variant = 'default'): string {
  const { sentences }: ProblemRule = problemTable[code];
  const template = Object.hasOwn(sentences, variant) ? sentences[variant] : sentences.default;
  return template.replace(/\{(\w+)\}/g, (hole, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : hole,
  );
}

/** The parameters a sentence names, each once, in order. */
export function sentenceParams(template: string): string[] {
  return [...new Set([...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))];
}

export interface ProblemOptions {
  /** Another HTTP status than the table's, where one code stands for two (431 and 414, 400 and 415). */
  readonly status?: number;
  readonly params?: ProblemParams;
  readonly variant?: string;
  readonly hint?: string;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** An error that the user is meant to read: a code, what it speaks of, and so its sentence. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly params: ProblemParams;
  readonly variant: string | undefined;
  readonly hint: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly status: number;

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(problemSentence(code, options.params, options.variant), { cause: options.cause });
    this.code = code;
    this.params = options.params ?? {};
    this.variant = options.variant;
    this.hint = options.hint;
    this.retryAfterMs = options.retryAfterMs;
    this.status = options.status ?? problemTable[code].status;
  }
}

/** A problem as it goes over the wire. Nothing of its cause is taken along. */
export function problemData(problem: Problem, requestId: string): ProblemData {
  const named = problem.code === 'INTERNAL';
  const params = named ? { ...problem.params, requestId } : problem.params;
  const sentence = problemSentence(problem.code, params, problem.variant);
  return {
    code: problem.code,
    ...(problem.variant === undefined ? {} : { variant: problem.variant }),
    ...(Object.keys(params).length === 0 ? {} : { params }),
    message: `${sentence} ${keptSentence}`,
    ...(problem.hint === undefined ? {} : { hint: problem.hint }),
    retryable: problemTable[problem.code].retryable,
    ...(problem.retryAfterMs === undefined
      ? {}
      : { retryAfterMs: Math.max(0, Math.ceil(problem.retryAfterMs)) }),
    requestId,
  };
}
