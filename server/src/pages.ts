import { fileURLToPath } from 'node:url';
import express from 'express';
import type { RequestHandler } from 'express';

/** Where the built page is: beside this package, whether it runs from `src` or from `dist`. */
export const builtPages = fileURLToPath(new URL('../../web/dist', import.meta.url));

/**
 * Serves one folder and nothing else: no listing, no dotfiles, no redirects. Files under `assets/` carry a hash of
 * their content in their name and may be kept forever; everything else is asked for again each time.
 */
export function servePages(folder: string): RequestHandler {
  const files = express.static(folder, {
    dotfiles: 'ignore',
    index: ['index.html'],
    redirect: false,
    fallthrough: true,
    setHeaders: (response, path) => {
      const isHashed = /[/\\]assets[/\\][^/\\]+-[\w-]{8,}\.\w+$/.test(path);
      response.setHeader('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  return (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    // Only the root is a page; a folder is not.
    if (request.path !== '/' && request.path.endsWith('/')) return next();
    if (request.path.includes('//') || request.path.includes('\\')) return next();
    files(request, response, next);
  };
}
