import { Problem } from '@cleanplate/shared/contract/problem.ts';
import type { ZodType } from 'zod';
import { badRequest } from './problem.ts';

/**
 * The `request` part, parsed once and trusted from then on. Strict UTF-8; of two equal keys the last counts, for the
 * check and for the use alike, since both see the same parsed value.
 */
export function parseRequestPart<Value>(bytes: Uint8Array | undefined, schema: ZodType<Value>): Value {
  if (bytes === undefined) throw notJson('is missing');
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    throw notJson('must be JSON in UTF-8', error);
  }
  const result = schema.safeParse(value);
  if (!result.success) throw badRequest(result.error);
  return result.data;
}

function notJson(rule: string, cause?: unknown): Problem {
  return new Problem('BAD_REQUEST', { params: { field: 'request', rule }, cause });
}
