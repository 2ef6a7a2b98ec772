import type { EngineDescription, GoogleEngineId } from '@cleanplate/shared/contract/engine.ts';
import type { RemovalRequest } from '@cleanplate/shared/contract/removal.ts';
import type { Config } from '../config.ts';
import type { Answer, RequestParts } from './engine.ts';
import { gemini } from './gemini.ts';
import { imagen2 } from './imagen2.ts';
import { imagen3 } from './imagen3.ts';
import type { PostOptions, Target, Vertex } from './vertex.ts';
import type { JsonValue } from './jsonBody.ts';

/** The engines this server translates for, in the order the page lists them. To add one: one file, one row. */
export const engines = { gemini, imagen3, imagen2 } as const;

export function describeEngine(id: GoogleEngineId, config: Config): Omit<EngineDescription, 'availability'> {
  return engines[id].describe(config);
}

/** How often the request's engine is called, and one such call. */
export function engineCall(
  request: RemovalRequest,
  parts: RequestParts,
  config: Config,
  vertex: Vertex,
): { calls: number; call: (options: PostOptions) => Promise<Answer> } {
  const post =
    (target: Target, method: string, body: JsonValue, fromBody: (answer: unknown) => Answer) =>
    async (options: PostOptions) =>
      fromBody(await vertex.post(target, method, body, options));
  if (request.engine === 'gemini') {
    const body = gemini.toBody(request, parts);
    return {
      calls: gemini.calls(request),
      call: post(gemini.target(config), gemini.method, body, gemini.fromBody),
    };
  }
  const imagen = engines[request.engine];
  const body = imagen.toBody(request, parts);
  return {
    calls: imagen.calls(request),
    call: post(imagen.target(config), imagen.method, body, imagen.fromBody),
  };
}
