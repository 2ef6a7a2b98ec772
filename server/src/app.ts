import { performance } from 'node:perf_hooks';
import type { EngineList } from '@cleanplate/shared/contract/engine.ts';
import express from 'express';
import type { Express, RequestHandler } from 'express';
import type { Config } from './config.ts';
import { listAvailability } from './availability.ts';
import type { Availability } from './availability.ts';
import { describeEngine } from './engines/index.ts';
import type { Log } from './log.ts';
import { nameRequest, problemHandler, requestIdOf } from './problem.ts';
import type { RemovalRoutes } from './removals.ts';
import { nothingHere, onlyMethods } from './routes.ts';
import { checkOrigin, checkTarget, securityHeaders } from './security.ts';

/** What the app needs from its surroundings; tests give their own. */
export interface AppDeps {
  readonly log: Log;
  /** Serves everything that is not the API: the built folder, or Vite's middleware in development. */
  readonly pages: RequestHandler;
  /** Loosens the Content-Security-Policy for Vite's hot reload. */
  readonly isDev?: boolean;
  /** Lets through, and names, who may use the server. */
  readonly access: RequestHandler;
  readonly availability: Availability;
  readonly removals: RemovalRoutes;
  /** True once the server is draining. */
  readonly isDraining: () => boolean;
}

/** The whole server as one value: a request listener without a port. */
export function createApp(config: Config, deps: AppDeps): Express {
  const app = express();
  app.enable('case sensitive routing').enable('strict routing');
  app.disable('x-powered-by').disable('etag').disable('trust proxy').disable('query parser');

  app.use(
    nameRequest,
    logRequest(deps.log),
    ...securityHeaders(config, deps.isDev === true),
    checkTarget(config),
  );

  const empty: RequestHandler = (_request, response) =>
    void response.set('Cache-Control', 'no-store').status(200).end();
  app.all('/livez', onlyMethods('GET'), empty);
  app.all('/readyz', onlyMethods('GET'), (request, response, next) =>
    deps.isDraining() ? void response.status(503).end() : empty(request, response, next),
  );

  app.use(deps.access);

  const api = express.Router({ caseSensitive: true, strict: true });
  api.use(noStore);
  api.all('/engines', onlyMethods('GET', 'HEAD'), checkOrigin(config), async (_request, response) => {
    const known = await listAvailability(deps.availability);
    const list: EngineList = {
      engines: known.map(([id, availability]) => ({ ...describeEngine(id, config), availability })),
    };
    response.json(list);
  });
  api.all('/removals', onlyMethods('POST'), checkOrigin(config), deps.removals.remove);
  api.all('/removals/:key', onlyMethods('DELETE'), checkOrigin(config), deps.removals.cancel);
  api.all('/extracts', onlyMethods('POST'), checkOrigin(config), deps.removals.extract);
  api.use(checkOrigin(config), nothingHere);
  app.use('/api', api);

  app.use(deps.pages);
  app.use(nothingHere);
  app.use(problemHandler(deps.log));
  return app;
}

const noStore: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store');
  next();
};

function logRequest(log: Log): RequestHandler {
  return (request, response, next) => {
    const start = performance.now();
    response.once('close', () => {
      log.request({
        requestId: requestIdOf(response),
        method: request.method,
        route: routeOf(request.originalUrl),
        status: response.statusCode,
        ms: performance.now() - start,
        code: textOf(response.locals.code),
        engine: textOf(response.locals.engine),
        user: textOf(response.locals.user),
      });
    });
    next();
  };
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** A path as it may be logged: known routes by name, everything else as what kind of thing it was. */
function routeOf(url: string): string {
  const path = url.split('?', 1)[0] ?? '';
  const known = [
    '/',
    '/livez',
    '/readyz',
    '/api/engines',
    '/api/removals',
    '/api/extracts',
    '/api/session',
    '/sign-in',
  ];
  if (known.includes(path)) return path;
  if (path.startsWith('/api/removals/')) return '/api/removals/:key';
  return path.startsWith('/api/') ? '/api/…' : '/…';
}
