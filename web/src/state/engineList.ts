/** Which engines there are: `local` describes itself, the server lists the others. */
import { engineListSchema, type EngineDescription } from '@cleanplate/shared/contract/engine.ts';

/** The server's engines. Throws a TypeError without network and an Error for any other answer than a list. */
export async function fetchEngines(signal: AbortSignal): Promise<readonly EngineDescription[]> {
  const response = await fetch('/api/engines', { signal, headers: { Accept: 'application/json' } });
  // A captive portal answers 200 with a page of its own.
  const isJson = response.headers.get('Content-Type')?.startsWith('application/json') ?? false;
  if (!response.ok || !isJson) throw new Error(`GET /api/engines: ${response.status}`);
  return engineListSchema.parse(await response.json()).engines;
}

/** `local` first: it needs nothing. A server's engine of the same id does not replace it. */
export function mergeEngines(
  local: EngineDescription,
  remote: readonly EngineDescription[],
): readonly EngineDescription[] {
  return [local, ...remote.filter((engine) => engine.id !== local.id)];
}

/** The engine that was chosen, while there is one of that id; otherwise the first. */
export function chosenEngine(engines: readonly EngineDescription[], id: string): EngineDescription {
  return engines.find((engine) => engine.id === id) ?? engines[0];
}
