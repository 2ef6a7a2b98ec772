import { Problem } from '@cleanplate/shared/contract/problem.ts';
import express from 'express';
import type { Request, RequestHandler, Response, Router } from 'express';
import type { Config } from './config.ts';
import { createIapVerifier } from './iap.ts';
import { onlyMethods } from './routes.ts';
import { checkOrigin, isLoopbackHost } from './security.ts';
import { isSameSecret, issueSession, readSession, sessionMs } from './session.ts';

export interface AccessOptions {
  /** Where IAP's public keys are: a local server in tests. */
  readonly iapKeysUrl?: string;
}

/**
 * Everything behind this is for who may use the server, and knows them as `response.locals.user`. Mount it after the
 * Host check and after the health routes. No forwarded header is ever believed.
 */
export function createAccess(config: Config, options: AccessOptions = {}): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  const { access } = config;
  if (access.kind === 'open') return router.use(asUser('local'));
  if (access.kind === 'iap') return router.use(behindIap(access.audience, options.iapKeysUrl));
  router.use(signInRoutes(config, access.token));
  return router.use(withSession(access.token));
}

const asUser =
  (user: string): RequestHandler =>
  (_request, response, next) => {
    response.locals.user = user;
    next();
  };

function behindIap(audience: string, keysUrl?: string): RequestHandler {
  const verify = createIapVerifier(audience, keysUrl);
  return async (request, response, next) => {
    const name = 'x-goog-iap-jwt-assertion';
    const count = request.rawHeaders.filter(
      (header, i) => i % 2 === 0 && header.toLowerCase() === name,
    ).length;
    const assertion = request.headers[name];
    if (count === 0 || typeof assertion !== 'string') throw new Problem('AUTH_REQUIRED');
    if (count > 1) throw new Problem('AUTH_INVALID');
    try {
      response.locals.user = await verify(assertion);
    } catch {
      // The library's messages may quote the assertion: they go nowhere.
      throw new Problem('AUTH_INVALID');
    }
    next();
  };
}

function withSession(token: string): RequestHandler {
  return (request, response, next) => {
    const cookie = cookieOf(request);
    const session = readSession(token, cookie, Date.now());
    if (session) {
      response.locals.user = session.id;
      return next();
    }
    const isPage = request.method === 'GET' && request.path === '/';
    if (!isPage) throw new Problem(cookie === '' ? 'AUTH_REQUIRED' : 'AUTH_INVALID');
    response.set('Cache-Control', 'no-store').redirect(303, '/sign-in');
  };
}

function signInRoutes(config: Config, token: string): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  router.all('/sign-in', onlyMethods('GET', 'HEAD'), (_request, response) => sendSignIn(response, 200, ''));
  router.all('/sign-in.css', onlyMethods('GET', 'HEAD'), (_request, response) => {
    response.set('Cache-Control', 'no-cache').type('css').send(signInStyle);
  });
  router.all(
    '/api/session',
    onlyMethods('POST', 'DELETE'),
    // A form cannot send X-Cleanplate; its Origin still must be ours.
    checkOrigin(config, { needsHeader: false }),
    express.urlencoded({ extended: false, limit: 4096, parameterLimit: 4, inflate: false }),
    (request, response) => {
      if (request.method === 'DELETE') return signOut(request, response);
      const given: unknown = (request.body as { token?: unknown } | undefined)?.token;
      if (typeof given !== 'string' || !isSameSecret(given, token))
        return sendSignIn(response, 401, 'That is not the access token.');
      setCookie(request, response, issueSession(token, Date.now()), sessionMs);
      response.set('Cache-Control', 'no-store').redirect(303, '/');
    },
  );
  return router;
}

function signOut(request: Request, response: Response): void {
  setCookie(request, response, '', 0);
  // The next person at this computer finds none of the photos.
  response.set('Clear-Site-Data', '"cache", "cookies", "storage"').status(204).end();
}

const isOnLoopback = ({ headers, socket }: Request): boolean =>
  isLoopbackHost(headers.host ?? '', socket.localPort ?? 0);

/**
 * Over https the name itself forbids that another host sets the cookie; plain http on loopback has no such thing. Each
 * is read only where it is set: a sibling host could plant the plain one.
 */
const cookieName = (isLoopback: boolean): string => (isLoopback ? 'cleanplate' : '__Host-cleanplate');

function setCookie(request: Request, response: Response, value: string, maxAgeMs: number): void {
  const isLoopback = isOnLoopback(request);
  response.cookie(cookieName(isLoopback), value, {
    httpOnly: true,
    sameSite: 'strict',
    secure: !isLoopback,
    path: '/',
    maxAge: maxAgeMs,
  });
}

function cookieOf(request: Request): string {
  const wanted = cookieName(isOnLoopback(request));
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === wanted)?.[1] ?? '';
}

function sendSignIn(response: Response, status: number, problem: string): void {
  response
    .status(status)
    .set('Cache-Control', 'no-store')
    .type('html')
    .send(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
        `<title>Sign in – Cleanplate</title><link rel="stylesheet" href="/sign-in.css"></head><body><main>` +
        `<h1>Cleanplate</h1><form method="post" action="/api/session"><label for="token">Access token</label>` +
        `<input id="token" name="token" type="password" autocomplete="current-password" required autofocus>` +
        `<p role="alert">${problem}</p><button>Sign in</button></form></main></body></html>`,
    );
}

const signInStyle = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{display:grid;place-items:center;min-height:100vh;margin:0}
main{width:min(20rem,90vw)}label,input,button{display:block;width:100%;box-sizing:border-box}
input,button{margin-top:.5rem;padding:.5rem;font:inherit}p{min-height:1.5rem;margin:.5rem 0}`;
