import { pino } from 'pino';
import type { DestinationStream } from 'pino';

/** Everything a log line about a request may hold. Content, names of files, prompts and headers have no field. */
export interface RequestLine {
  readonly requestId: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly ms: number;
  readonly code?: string | undefined;
  readonly engine?: string | undefined;
  readonly bytesIn?: number | undefined;
  readonly user?: string | undefined;
}

export interface Log {
  request(line: RequestLine): void;
  /** An error nobody foresaw: its class and where it was thrown, not its message, which may quote anything. */
  internal(requestId: string, error: unknown): void;
  event(name: string, fields?: Readonly<Record<string, string | number>>): void;
}

/** JSON lines in UTC. `quiet` keeps requests that went well to itself: on one's own computer nobody reads them. */
export function createLog(options: { quiet: boolean; destination?: DestinationStream }): Log {
  const destination = options.destination ?? standardOutput();
  const logger = pino(
    {
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (level) => ({ level }) },
    },
    destination,
  );
  return {
    request: ({ requestId, method, route, status, ms, code, engine, bytesIn, user }) => {
      if (options.quiet && status < 500) return;
      const line = { requestId, method, route, status, ms: Math.round(ms), code, engine, bytesIn, user };
      if (status >= 500) logger.warn(line, 'request');
      else logger.info(line, 'request');
    },
    internal: (requestId, error) => logger.error({ requestId, ...describe(error) }, 'internal'),
    event: (name, fields = {}) => {
      if (!options.quiet) logger.info(fields, name);
    },
  };
}

/** How long a log that could not be written is left alone. */
const retryMs = 10_000;

/**
 * Standard output, written in the background. A full disk or a closed pipe costs the lines of the next ten seconds, not
 * the service: the writer is given up, since it would hold on to what it could not write, and wait for it at the exit.
 */
function standardOutput(): DestinationStream {
  const open = () => {
    const fresh = pino.destination({ fd: 1, sync: false });
    fresh.on('error', () => {
      retryAtMs = performance.now() + retryMs;
      writer = undefined;
      fresh.destroy();
    });
    return fresh;
  };
  let retryAtMs = 0;
  let writer: ReturnType<typeof open> | undefined = open();
  return {
    write(line) {
      if (writer === undefined && performance.now() < retryAtMs) return;
      writer ??= open();
      writer.write(line);
    },
  };
}

/** Logs nothing: for tests. */
export const silentLog: Log = { request: () => {}, internal: () => {}, event: () => {} };

function describe(error: unknown): { error: string; at: string[] } {
  if (!(error instanceof Error)) return { error: typeof error, at: [] };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { error: error.name.slice(0, 50), at: frames.slice(0, 8).map((line) => line.trim().slice(0, 200)) };
}
