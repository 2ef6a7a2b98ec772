import type { Server } from 'node:http';
import type { RequestHandler } from 'express';
import { createAccess } from './access.ts';
import { createApp } from './app.ts';
import { createAvailability, listAvailability } from './availability.ts';
import { createByteReserve } from './byteReserve.ts';
import { complain, credentialLine, engineLines, pageAddress, say } from './banner.ts';
import type { Config } from './config.ts';
import { createLocalCounters, createRedisCounters } from './counters.ts';
import { createCredentials } from './engines/credentials.ts';
import { describeEngine } from './engines/index.ts';
import { createVertex } from './engines/vertex.ts';
import { createJobs } from './jobs.ts';
import { createHttpServer, listen, listenProblem } from './listen.ts';
import { createLog } from './log.ts';
import { createQueue } from './queue.ts';
import { createQuotas } from './quotas.ts';
import { createRemovalRoutes } from './removals.ts';

export interface StartOptions {
  /** Serves everything that is not the API. */
  readonly pages: RequestHandler;
  readonly isDev?: boolean;
}

/** Listens, says where and with what, and drains on SIGTERM, SIGINT or SIGHUP. Undefined when it could not start. */
export async function startServer(config: Config, options: StartOptions): Promise<Server | undefined> {
  const log = createLog({ quiet: config.isLoopback });
  const credentials = createCredentials(config);
  const vertex = createVertex(config, credentials);
  const availability = createAvailability(config, vertex, credentials);
  const jobs = createJobs(config.limits);
  const counters =
    config.redisUrl === undefined ? createLocalCounters() : createRedisCounters(config.redisUrl, log);
  const quotas = createQuotas(config.limits, counters);
  const queue = createQueue(config.limits);
  const reserve = createByteReserve(config.limits.maxReservedBytes);
  const removals = createRemovalRoutes(config, { vertex, availability, jobs, queue, quotas, reserve });
  let isDraining = false;
  const access = createAccess(config);
  const app = createApp(config, {
    log,
    access,
    availability,
    removals,
    isDraining: () => isDraining,
    ...options,
  });
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
  const servers = second ? [server, second] : [server];

  const drain = async () => {
    if (isDraining) return;
    isDraining = true;
    log.event('draining', { running: jobs.running() });
    queue.close();
    const overdue = setTimeout(() => jobs.cancelAll(), config.limits.drainMs);
    for (const each of servers) {
      each.close();
      each.closeIdleConnections();
    }
    await jobs.idle();
    clearTimeout(overdue);
    for (const each of servers) each.closeIdleConnections();
    await Promise.all([vertex.close(), counters.close()]);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => void drain());

  say(`Cleanplate: ${pageAddress(config.host, port)}`);
  // The page works without Google, so the address comes first and what Google says when it says it.
  const [identity, known] = await Promise.all([credentials.identity(), listAvailability(availability)]);
  say(credentialLine(identity));
  say(
    engineLines(
      known.map(([id, state]) => ({ label: describeEngine(id, config).label, availability: state })),
    ),
  );
  return server;
}
