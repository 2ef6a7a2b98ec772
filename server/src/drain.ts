import type { Server } from 'node:http';
import { Problem } from '@cleanplate/shared/contract/problem.ts';
import type { Log } from './log.ts';
import type { Services } from './services.ts';

export interface Drain {
  readonly isDraining: () => boolean;
  /** Finishes what runs and lets the process end; a second call does nothing. Resolves when all is let go. */
  readonly begin: () => Promise<void>;
}

/** The page asks once more, under the same key, when the next server is there. */
const restarting = () => new Problem('SHUTTING_DOWN', { retryAfterMs: 5000 });

/** How often connections that have fallen idle are looked for, while the last answers are being sent. */
const sweepMs = 50;

/**
 * The way out: no new work, who waits is turned away, who runs may finish within `drainMs`. Until then the server goes
 * on listening, so that `/readyz` can say 503 and a late removal gets its sentence instead of a refused connection.
 */
export function createDrain(
  servers: readonly Server[],
  services: Services,
  drainMs: number,
  log: Log,
): Drain {
  let isDraining = false;
  return {
    isDraining: () => isDraining,
    begin: async () => {
      if (isDraining) return;
      isDraining = true;
      const { jobs, queue } = services;
      log.event('draining', { running: jobs.running(), waiting: queue.counts().waiting });
      queue.close();
      const overdue = setTimeout(() => jobs.cancelAll(restarting()), drainMs);
      await jobs.idle();
      clearTimeout(overdue);
      await Promise.all(servers.map(closeServer));
      await services.close();
      log.event('drained');
    },
  };
}

/** Stops listening; connections close as their answers are through, the last after two seconds in any case. */
async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
  const cut = setTimeout(() => server.closeAllConnections(), 2000);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearInterval(sweep);
  clearTimeout(cut);
}

/**
 * Ties the drain to the process: signals end it with 0; an error that nobody caught is logged, drained and ends it with
 * 1, since nobody knows what state it left behind. A closed stdout is no reason to stop serving.
 */
export function drainOnExit(drain: Drain, log: Log): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => {
      // The second Ctrl-C means now.
      if (drain.isDraining()) process.exit(130);
      // A log that can be written no more would keep the process alive for ever.
      void drain.begin().finally(() => process.exit());
    });
  const crash = (error: unknown) => {
    log.internal('process', error);
    process.exitCode = 1;
    if (drain.isDraining()) process.exit(1);
    void drain.begin().finally(() => process.exit(1));
  };
  process.on('uncaughtException', crash).on('unhandledRejection', crash);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}
