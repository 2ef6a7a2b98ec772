/**
 * Every limit of the product in one place. The editor's are the page's own; the server's can each be set by
 * `CLEANPLATE_` + the name in capitals and are printed by `npm start -- --print-config`.
 */

/** What the page opens. Units: photo pixels and bytes. */
export const editorLimits = {
  maxPixels: 100_000_000,
  maxSide: 65_500,
  maxFileBytes: 256 * 1024 * 1024,
} as const;

interface LimitRule {
  readonly default: number;
  readonly min: number;
  readonly max: number;
}

const limit = (value: number, min: number, max: number): LimitRule => ({ default: value, min, max });

const second = 1000;
const hour = 3_600_000;
const mebibyte = 1024 * 1024;

/** Default and allowed range of each server limit. 0 switches a budget, a rate or the retries off where the range begins at 0. */
export const serverLimitRules = {
  // Google counts its 10 MB and 7 MB in decimal units; so do we, which is the stricter reading.
  maxImageBytes: limit(10_000_000, 1024, 64_000_000),
  maxGeminiImageBytes: limit(7_000_000, 1024, 64_000_000),
  maxMaskBytes: limit(4_000_000, 1024, 64_000_000),
  maxUploadPixels: limit(25_000_000, 1, 100_000_000),
  maxJsonBytes: limit(16_384, 256, 1_048_576),
  maxParts: limit(4, 2, 16),
  maxPartHeaderBytes: limit(4096, 256, 16_384),
  maxHeaderBytes: limit(16_384, 2048, 131_072),
  headerTimeoutMs: limit(10 * second, 100, 300 * second),
  // Longer than maxWaitMs, otherwise a waiting request would be cut by its own upload limit.
  requestTimeoutMs: limit(120 * second, 100, hour),
  minUploadBytesPerSecond: limit(8192, 0, 10_000_000),
  uploadGraceMs: limit(10 * second, 0, 300 * second),
  keepAliveMs: limit(5 * second, 0, hour),
  maxConnections: limit(256, 1, 100_000),
  upstreamConnectTimeoutMs: limit(5 * second, 10, 60 * second),
  upstreamTryTimeoutMs: limit(90 * second, 10, hour),
  upstreamTotalTimeoutMs: limit(120 * second, 10, hour),
  // Below the 5 s at which many servers close an idle connection, so that we are always the first to let go.
  upstreamKeepAliveMs: limit(4 * second, 1, hour),
  upstreamRetries: limit(2, 0, 2),
  upstreamRetryBaseMs: limit(second, 1, 60 * second),
  upstreamRetryBudgetPercent: limit(10, 0, 100),
  maxRetryAfterMs: limit(30 * second, 0, 600 * second),
  maxResponseBytes: limit(32 * mebibyte, 1024, 1024 * mebibyte),
  breakerWindow: limit(20, 1, 10_000),
  breakerFailurePercent: limit(50, 1, 100),
  breakerOpenMs: limit(30 * second, 10, 600 * second),
  availabilityTimeoutMs: limit(3 * second, 10, 60 * second),
  availabilityTtlMs: limit(600 * second, 0, 24 * hour),
  disconnectGraceMs: limit(30 * second, 0, 600 * second),
  maxInFlight: limit(40, 1, 10_000),
  maxInFlightPerUser: limit(4, 1, 10_000),
  maxWaiting: limit(64, 0, 100_000),
  maxWaitingPerUser: limit(8, 0, 100_000),
  maxWaitMs: limit(45 * second, 0, hour),
  maxReservedBytes: limit(768 * mebibyte, mebibyte, 64 * 1024 * mebibyte),
  ratePerMinutePerUser: limit(20, 0, 1_000_000),
  ratePerMinute: limit(60, 0, 1_000_000),
  budgetPerDayPerUser: limit(200, 0, 10_000_000),
  budgetPerDay: limit(1000, 0, 10_000_000),
  idempotencyMs: limit(600 * second, 0, 24 * hour),
  idempotencyBytes: limit(64 * mebibyte, 0, 4096 * mebibyte),
  drainMs: limit(45 * second, 0, 600 * second),
} as const satisfies Record<string, LimitRule>;

export type ServerLimitName = keyof typeof serverLimitRules;

/** The limits in force: whole numbers; units are in the names (bytes, ms, pictures, requests). */
export type ServerLimits = Readonly<Record<ServerLimitName, number>>;

export const serverLimitNames = Object.keys(serverLimitRules) as ServerLimitName[];

/** Characters (UTF-16 units) of a prompt, a negative prompt, or the words of an extract. */
export const maxPromptChars = 2000;

/** Candidates of one removal: Google's own ceiling. */
export const maxCandidates = 4;

/** The environment variable that sets a limit: `maxInFlight` is `CLEANPLATE_MAX_IN_FLIGHT`. */
export function limitEnvName(name: ServerLimitName): string {
  return `CLEANPLATE_${name.replace(/[A-Z]/g, (capital) => `_${capital}`).toUpperCase()}`;
}

/** The limits of `faults.md` §5.1, before any setting. */
export function defaultServerLimits(): ServerLimits {
  const limits = {} as Record<ServerLimitName, number>;
  for (const name of serverLimitNames) limits[name] = serverLimitRules[name].default;
  return limits;
}
