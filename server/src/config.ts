import {
  defaultServerLimits,
  limitEnvName,
  serverLimitNames,
  serverLimitRules,
} from '@cleanplate/shared/contract/limits.ts';
import type { ServerLimitName, ServerLimits } from '@cleanplate/shared/contract/limits.ts';

/** Who may use the server: anybody on this computer, who knows the token, or who comes through Google's IAP. */
export type Access =
  | { readonly kind: 'open' }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'iap'; readonly audience: string };

export interface GoogleConfig {
  /** Undefined: ask Application Default Credentials for it. */
  readonly project: string | undefined;
  readonly location: string;
  readonly models: { readonly gemini: string; readonly imagen3: string; readonly imagen2: string };
  /** Origin that takes the place of Google's hosts: an emulator, a private endpoint, a forward proxy. */
  readonly baseUrl: string | undefined;
  readonly accessToken: string | undefined;
}

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly isLoopback: boolean;
  /** Lower case, with the port where it is not the scheme's own. */
  readonly allowedHosts: readonly string[];
  readonly access: Access;
  readonly google: GoogleConfig;
  readonly redisUrl: string | undefined;
  readonly limits: ServerLimits;
}

/** What the settings depend on besides the environment. */
export interface Machine {
  /** Memory this process may use (its cgroup's limit); undefined when nothing limits it. */
  readonly memoryBytes?: number | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;
export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: string[] };

/** An access token shorter than this could be guessed. */
const minTokenChars = 32;
const otherCleanplateNames = [
  'CLEANPLATE_ACCESS_TOKEN',
  'CLEANPLATE_ALLOWED_HOSTS',
  'CLEANPLATE_CHROMIUM',
  'CLEANPLATE_TEST_PORT',
];

const hostPattern =
  /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:]+\])(?::\d{1,5})?$/;
const projectPattern = /^[a-z0-9][a-z0-9.:-]{0,62}$/;
const locationPattern = /^[a-z]{2,}(?:-[a-z]+\d{1,2})?$/;
const modelPattern = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,99}(?:@[a-zA-Z0-9._-]{1,50})?$/;
const endpointPattern =
  /^projects\/[a-z0-9][a-z0-9.:-]{0,62}\/locations\/[a-z]{2,}(?:-[a-z]+\d{1,2})?\/endpoints\/[a-zA-Z0-9_-]{1,63}$/;

/** Whether a bind address is reachable from this computer only. */
export function isLoopbackAddress(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** Reads every setting; a wrong one never hides another: all problems come back together, one sentence each. */
export function readConfig(env: Environment, machine: Machine = {}): ConfigResult {
  const problems: string[] = [];
  const text = (name: string): string | undefined => env[name]?.trim() || undefined;
  const matching = (name: string, pattern: RegExp, wanted: string): string | undefined => {
    const value = text(name);
    if (value !== undefined && !pattern.test(value)) problems.push(`${name} must be ${wanted}.`);
    return value;
  };

  const host = text('HOST') ?? '127.0.0.1';
  const isLoopback = isLoopbackAddress(host);
  const port = wholeNumber(text('PORT') ?? '8080', 0, 65_535);
  if (port === undefined) problems.push('PORT must be a whole number from 0 to 65535.');
  const access = readAccess(
    text('CLEANPLATE_ACCESS_TOKEN'),
    text('IAP_AUDIENCE'),
    isLoopback,
    host,
    problems,
  );
  const allowedHosts = readHosts(text('CLEANPLATE_ALLOWED_HOSTS'), problems);

  const modelWords = 'a model id or a full projects/…/locations/…/endpoints/… name';
  const modelOrEndpoint = new RegExp(`${modelPattern.source}|${endpointPattern.source}`);
  const google: GoogleConfig = {
    project: matching('GOOGLE_CLOUD_PROJECT', projectPattern, 'a project id'),
    location:
      matching('GOOGLE_CLOUD_LOCATION', locationPattern, 'a location such as us-central1') ?? 'us-central1',
    models: {
      gemini: matching('GEMINI_MODEL', modelPattern, 'a model id') ?? 'gemini-nano-banana-2.1',
      imagen3: matching('IMAGEN3_MODEL', modelOrEndpoint, modelWords) ?? 'imagen-3.0-capability-001',
      imagen2: matching('IMAGEN2_MODEL', modelOrEndpoint, modelWords) ?? 'imagegeneration@006',
    },
    accessToken: matching('VERTEX_ACCESS_TOKEN', /^[\x21-\x7e]+$/, 'printable characters without spaces'),
    baseUrl: readBaseUrl(text('VERTEX_BASE_URL'), text('VERTEX_ACCESS_TOKEN') !== undefined, problems),
  };

  const redisUrl = matching('REDIS_URL', /^rediss?:\/\/\S+$/, 'a redis:// or rediss:// address');
  const limits = readLimits(
    env,
    { isLoopback, isBehindIap: access.kind === 'iap', memoryBytes: machine.memoryBytes },
    problems,
  );

  const known = new Set([...otherCleanplateNames, ...serverLimitNames.map(limitEnvName)]);
  for (const name of Object.keys(env).sort())
    if (name.startsWith('CLEANPLATE_') && !known.has(name))
      problems.push(`${name} is not a setting of Cleanplate.`);

  if (problems.length > 0 || port === undefined) return { ok: false, problems };
  return { ok: true, config: { host, port, isLoopback, allowedHosts, access, google, redisUrl, limits } };
}

function readAccess(
  token: string | undefined,
  audience: string | undefined,
  isLoopback: boolean,
  host: string,
  problems: string[],
): Access {
  if (token !== undefined && token.length < minTokenChars)
    problems.push(
      `CLEANPLATE_ACCESS_TOKEN is ${token.length} characters; it needs at least ${minTokenChars}.`,
    );
  if (token !== undefined && audience !== undefined)
    problems.push('CLEANPLATE_ACCESS_TOKEN and IAP_AUDIENCE are both set; choose one.');
  if (token === undefined && audience === undefined && !isLoopback)
    problems.push(
      `HOST=${host} can be reached from other computers: set IAP_AUDIENCE or CLEANPLATE_ACCESS_TOKEN (at least ${minTokenChars} characters), or HOST=127.0.0.1.`,
    );
  if (audience !== undefined) return { kind: 'iap', audience };
  return token === undefined ? { kind: 'open' } : { kind: 'token', token };
}

function readHosts(list: string | undefined, problems: string[]): string[] {
  const hosts = (list ?? '').split(',').map((host) => host.trim().toLowerCase());
  const named = hosts.filter((host) => host !== '');
  for (const host of named)
    if (!hostPattern.test(host)) problems.push(`CLEANPLATE_ALLOWED_HOSTS: "${host}" is not a host name.`);
  return named;
}

/** The Google token goes to googleapis.com over TLS and nowhere else; a fixed token may go to an emulator. */
function readBaseUrl(
  value: string | undefined,
  hasFixedToken: boolean,
  problems: string[],
): string | undefined {
  if (value === undefined) return undefined;
  const url = URL.canParse(value) ? new URL(value) : null;
  if (
    url === null ||
    !/^https?:$/.test(url.protocol) ||
    url.username ||
    url.password ||
    url.search ||
    url.hash
  ) {
    problems.push(
      'VERTEX_BASE_URL must be an http:// or https:// address without credentials, query or fragment.',
    );
    return undefined;
  }
  const isGoogle = url.protocol === 'https:' && /(?:^|\.)googleapis\.com$/.test(url.hostname);
  if (!isGoogle && !hasFixedToken)
    problems.push(
      'VERTEX_BASE_URL is not an https:// address of googleapis.com, so VERTEX_ACCESS_TOKEN must be set too.',
    );
  return url.href.replace(/\/+$/, '');
}

function readLimits(
  env: Environment,
  place: { isLoopback: boolean; isBehindIap: boolean; memoryBytes: number | undefined },
  problems: string[],
): ServerLimits {
  const limits: Record<ServerLimitName, number> = { ...defaultServerLimits() };
  // On one's own computer one's own quota at Google is the budget.
  if (place.isLoopback) limits.budgetPerDay = limits.budgetPerDayPerUser = 0;
  // Google's load balancer keeps backend connections for 600 s; Cloud Run kills 10 s after SIGTERM.
  if (place.isBehindIap) limits.keepAliveMs = 620_000;
  if (env.K_SERVICE) limits.drainMs = 8000;
  if (place.memoryBytes !== undefined)
    limits.maxReservedBytes = Math.min(limits.maxReservedBytes, Math.floor(place.memoryBytes * 0.4));
  for (const name of serverLimitNames) {
    const value = env[limitEnvName(name)]?.trim();
    if (!value) continue;
    const { min, max } = serverLimitRules[name];
    const number = wholeNumber(value, min, max);
    if (number === undefined)
      problems.push(`${limitEnvName(name)} must be a whole number from ${min} to ${max}.`);
    else limits[name] = number;
  }
  const atMost = (smaller: ServerLimitName, larger: ServerLimitName) => {
    if (limits[smaller] > limits[larger])
      problems.push(
        `${limitEnvName(smaller)} (${limits[smaller]}) must not exceed ${limitEnvName(larger)} (${limits[larger]}).`,
      );
  };
  atMost('maxInFlightPerUser', 'maxInFlight');
  atMost('maxWaitMs', 'requestTimeoutMs');
  atMost('headerTimeoutMs', 'requestTimeoutMs');
  atMost('upstreamConnectTimeoutMs', 'upstreamTryTimeoutMs');
  atMost('upstreamTryTimeoutMs', 'upstreamTotalTimeoutMs');
  return limits;
}

function wholeNumber(value: string, min: number, max: number): number | undefined {
  const number = /^\d{1,15}$/.test(value) ? Number(value) : NaN;
  return number >= min && number <= max ? number : undefined;
}

/** The settings in force as JSON; of a secret only whether it is set. */
export function printedConfig(config: Config): string {
  const { access, google, redisUrl, ...rest } = config;
  const secret = (value: string | undefined) => (value === undefined ? 'not set' : 'set');
  const shown = {
    ...rest,
    access: access.kind === 'iap' ? access : { kind: access.kind },
    google: { ...google, accessToken: secret(google.accessToken) },
    redisUrl: secret(redisUrl),
  };
  return JSON.stringify(shown, null, 2);
}
