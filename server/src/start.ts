import type { Server } from 'node:http';
import type { RequestHandler } from 'express';
import { createAccess } from './access.ts';
import { createApp } from './app.ts';
import { listAvailability } from './availability.ts';
import { complain, credentialLine, engineLines, pageAddress, say } from './banner.ts';
import type { Config } from './config.ts';
import { createDrain, drainOnExit } from './drain.ts';
import { describeEngine } from './engines/index.ts';
import { keyFileWarning } from './keyFile.ts';
import { createHttpServer, listen, listenProblem } from './listen.ts';
import { createLog } from './log.ts';
import { createServices } from './services.ts';

export interface StartOptions {
  /** Serves everything that is not the API. */
  readonly pages: RequestHandler;
  /** Loosens the Content-Security-Policy for Vite's hot reload. */
  readonly isDev?: boolean;
}

/** Listens, says where and with what, and drains when told to stop. Undefined, and exit code 2, when it could not start. */
export async function startServer(config: Config, options: StartOptions): Promise<Server | undefined> {
  const log = createLog({ quiet: config.isLoopback });
  const services = await createServices(config, log);
  const { availability, removals, credentials } = services;
  const servers: Server[] = [];
  const drain = createDrain(servers, services, config.limits.drainMs, log);
  const { isDraining } = drain;
  const app = createApp(config, {
    log,
    access: createAccess(config),
    availability,
    removals,
    isDraining,
    ...options,
  });

  const server = createHttpServer(app, config.limits);
  let port: number;
  try {
    port = await listen(server, config.host, config.port);
  } catch (error) {
    complain(listenProblem(error as NodeJS.ErrnoException, config.host, config.port));
    process.exitCode = 2;
    await services.close();
    return undefined;
  }
  servers.push(server);
  if (config.host === '127.0.0.1') {
    // Browsers try ::1 first for "localhost"; without this another program there would answer in our name.
    const second = createHttpServer(app, config.limits);
    await listen(second, '::1', port).then(
      () => servers.push(second),
      () => undefined,
    );
  }
  drainOnExit(drain, log);

  say(`Cleanplate: ${pageAddress(config.host, port)}`);
  // The page works without Google, so the address comes first and what Google says when it says it.
  const [identity, known] = await Promise.all([credentials.identity(), listAvailability(availability)]);
  say(credentialLine(identity));
  const warning = keyFileWarning(process.env.GOOGLE_APPLICATION_CREDENTIALS);
  if (warning !== undefined) complain(warning);
  say(
    engineLines(
      known.map(([id, state]) => ({ label: describeEngine(id, config).label, availability: state })),
    ),
  );
  return server;
}
