import { Problem } from '@cleanplate/shared/contract/problem.ts';
import type { RequestHandler } from 'express';

/** Answers every method but those of a route with 405 and the list of those it has. */
export function onlyMethods(...methods: string[]): RequestHandler {
  return (request, response, next) => {
    if (methods.includes(request.method)) return next();
    response.setHeader('Allow', methods.join(', '));
    throw new Problem('METHOD_NOT_ALLOWED', { params: { allow: methods.join(' or ') } });
  };
}

/** 404 for a path nobody serves; 405 for a method no path takes. */
export const nothingHere: RequestHandler = (request, response) => {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    throw new Problem('METHOD_NOT_ALLOWED', { params: { allow: 'GET or HEAD' } });
  }
  throw new Problem('NOT_FOUND');
};
