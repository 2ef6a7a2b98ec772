import type { Server } from 'node:http';
import { googleEngineIds } from '@cleanplate/shared/contract/engine.ts';
import { Problem } from '@cleanplate/shared/contract/problem.ts';
import type { RequestHandler } from 'express';
import { createApp } from './app.ts';
import { withoutProject } from './availability.ts';
import { complain, engineLines, pageAddress, say } from './banner.ts';
import type { Config } from './config.ts';
import { engines } from './engines/index.ts';
import { createHttpServer, listen, listenProblem } from './listen.ts';
import { createLog } from './log.ts';

export interface StartOptions {
  readonly pages: RequestHandler;
  readonly isDev?: boolean;
}

/** Listens, says where and with what, and drains on SIGTERM, SIGINT or SIGHUP. Undefined when it could not start. */
export async function startServer(config: Config, options: StartOptions): Promise<Server | undefined> {
  const log = createLog({ quiet: config.isLoopback });
  let isDraining = false;
  const availability = async () =>
    withoutProject(config) ?? {
      state: 'unreachable' as const,
      code: 'NO_ANSWER' as const,
      reason: 'The Google engines are not connected yet.',
      fix: 'Use this computer instead.',
    };
  const removals: RequestHandler = () => {
    throw new Problem('ENGINE_UNAVAILABLE', {
      params: {
        engine: 'Google',
        fix: 'run `gcloud auth application-default login` and set GOOGLE_CLOUD_PROJECT',
      },
    });
  };
  const app = createApp(config, { log, availability, removals, isDraining: () => isDraining, ...options });
  const server = createHttpServer(app, config.limits);
  let port: number;
  try {
    port = await listen(server, config.host, config.port);
  } catch (error) {
    complain(listenProblem(error as NodeJS.ErrnoException, config.host, config.port));
    process.exitCode = 2;
    return undefined;
  }
  // Browsers try ::1 first for "localhost"; without this another program there would answer in our name.
  const second = config.host === '127.0.0.1' ? createHttpServer(app, config.limits) : undefined;
  if (second) await listen(second, '::1', port).catch(() => undefined);

  say(`Cleanplate: ${pageAddress(config.host, port)}`);
  const list = await Promise.all(
    googleEngineIds.map(async (id) => ({
      label: engines[id].describe(config).label,
      availability: await availability(),
    })),
  );
  say(engineLines(list));

  const stop = () => {
    if (isDraining) return;
    isDraining = true;
    log.event('draining');
    const deadline = setTimeout(() => process.exit(0), config.limits.drainMs);
    deadline.unref();
    for (const each of [server, second]) {
      each?.close();
      each?.closeIdleConnections();
    }
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, stop);
  return server;
}
