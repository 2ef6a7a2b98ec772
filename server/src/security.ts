import { Problem } from '@cleanplate/shared/contract/problem.ts';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import type { Config } from './config.ts';

/**
 * The Content-Security-Policy (`faults.md` T16). `dev` loosens it for Vite's hot reload, which talks over a socket and
 * injects styles and a script; it is never used by `npm start`.
 */
export function contentSecurityPolicy(mode: 'strict' | 'dev' | 'evalWorker'): string {
  const directives: Record<string, string> = {
    'default-src': "'none'",
    'script-src': "'self' 'wasm-unsafe-eval'",
    'style-src': "'self'",
    'img-src': "'self' blob: data:",
    'connect-src': "'self' blob:",
    'worker-src': "'self' blob:",
    'manifest-src': "'self'",
    'font-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
    'object-src': "'none'",
  };
  if (mode === 'strict') {
    directives['require-trusted-types-for'] = "'script'";
    directives['trusted-types'] = 'cleanplate';
  }
  // OpenCV.js builds functions from strings. A worker is governed by the policy its own script came with.
  if (mode === 'evalWorker') directives['script-src'] += " 'unsafe-eval'";
  if (mode === 'dev') {
    directives['script-src'] += " 'unsafe-inline'";
    directives['style-src'] += " 'unsafe-inline'";
    directives['connect-src'] += ' ws: wss:';
  }
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}

/** Worker scripts that may build functions from strings: built from a source file named `opencv….ts`. */
const evalWorkerPath = /^\/assets\/opencv[A-Za-z0-9]*-[\w-]+\.js$/;

/** Features no part of the page uses; `clipboard-write` and full screen are left to it. */
const permissionsPolicy = [
  'accelerometer',
  'autoplay',
  'camera',
  'display-capture',
  'encrypted-media',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'publickey-credentials-get',
  'serial',
  'usb',
  'xr-spatial-tracking',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

/** Headers on every answer, errors included. */
export function securityHeaders(config: Config, isDev: boolean): RequestHandler[] {
  const base = helmet({
    // Set by hand below: Helmet's own adds upgrade-insecure-requests, which breaks plain http in Safari.
    contentSecurityPolicy: false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: { policy: 'require-corp' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    originAgentCluster: true,
    referrerPolicy: { policy: 'no-referrer' },
    // On loopback there is no TLS to insist on.
    strictTransportSecurity: config.isLoopback ? false : { maxAge: 31_536_000, includeSubDomains: false },
    xContentTypeOptions: true,
    xDnsPrefetchControl: { allow: false },
    xDownloadOptions: false,
    xFrameOptions: { action: 'deny' },
    xPermittedCrossDomainPolicies: false,
    xPoweredBy: true,
    xXssProtection: false,
  });
  const policies = (request: Request, response: Response, next: NextFunction) => {
    const mode = isDev ? 'dev' : evalWorkerPath.test(request.path) ? 'evalWorker' : 'strict';
    response.setHeader('Content-Security-Policy', contentSecurityPolicy(mode));
    response.setHeader('Permissions-Policy', permissionsPolicy);
    next();
  };
  return [base, policies];
}

/**
 * Refuses what a browser on this page never sends: another Host (DNS rebinding), two Host lines (Node lets the first
 * win), a target in absolute form (Node lets it override the Host in the reader's mind), encoded tricks in the path.
 */
export function checkTarget(config: Config): RequestHandler {
  return (request, _response, next) => {
    const target = request.url;
    if (!target.startsWith('/'))
      throw new Problem('BAD_REQUEST', { params: { field: 'the target', rule: 'must begin with /' } });
    const hosts = request.rawHeaders.filter(
      (_, index, all) => index % 2 === 0 && all[index]?.toLowerCase() === 'host',
    );
    if (hosts.length !== 1)
      throw new Problem('BAD_REQUEST', {
        params: { field: 'Host', rule: `must come once, not ${hosts.length} times` },
      });
    const host = (request.headers.host ?? '').toLowerCase();
    if (!isAllowedHost(config, host, request.socket.localPort ?? 0))
      throw new Problem('HOST_NOT_ALLOWED', {
        params: { host: host.slice(0, 100) || '(none)', url: ownUrl(config, request) },
      });
    if (target.length > 4096) throw new Problem('HEADERS_TOO_LARGE', { status: 414 });
    next();
  };
}

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

function isAllowedHost(config: Config, host: string, port: number): boolean {
  return config.allowedHosts.includes(host) || isLoopbackHost(host, port);
}

/** Whether a Host header names this computer by its own port; the only place where plain http is right. */
export function isLoopbackHost(header: string, port: number): boolean {
  const host = header.toLowerCase();
  return loopbackNames.some((name) => host === `${name}:${port}` || (port === 80 && host === name));
}

/** The address to open instead: the first configured name, or this computer's. */
function ownUrl(config: Config, request: Request): string {
  const named = config.allowedHosts[0];
  return named === undefined || config.isLoopback
    ? `http://127.0.0.1:${request.socket.localPort ?? config.port}`
    : `https://${named}`;
}

/**
 * Keeps other web pages from using the API through the user's browser (`faults.md` T2). Reading is for this page or a
 * typed address; writing needs this page's exact Origin and a header that no plain form can send. `same-site` is not
 * enough: another port of localhost is same-site.
 */
export function checkOrigin(config: Config, { needsHeader } = { needsHeader: true }): RequestHandler {
  return (request, _response, next) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const site = request.headers['sec-fetch-site'];
    const isOwnSite = site === undefined || site === 'same-origin' || (isRead && site === 'none');
    const origin = request.headers.origin;
    const isOwnOrigin = origin === undefined ? isRead : isOriginOf(config, request, origin.toLowerCase());
    if (!isOwnSite || !isOwnOrigin)
      throw new Problem('ORIGIN_NOT_ALLOWED', {
        params: { host: (origin ?? site ?? '(unknown)').slice(0, 100), url: ownUrl(config, request) },
      });
    if (!isRead && needsHeader && request.headers['x-cleanplate'] !== '1')
      throw new Problem('ORIGIN_NOT_ALLOWED', {
        params: { host: 'without X-Cleanplate: 1', url: ownUrl(config, request) },
      });
    next();
  };
}

function isOriginOf(config: Config, request: Request, origin: string): boolean {
  const host = (request.headers.host ?? '').toLowerCase();
  if (isLoopbackHost(host, request.socket.localPort ?? 0)) return origin === `http://${host}`;
  // Off loopback something in front of us speaks TLS to the browser.
  return origin === `https://${host}` || (config.isLoopback && origin === `http://${host}`);
}
