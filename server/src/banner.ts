import type { EngineAvailability } from '@cleanplate/shared/contract/engine.ts';
import type { Identity } from './engines/credentials.ts';

/** The address as a person types it. */
export function pageAddress(host: string, port: number): string {
  const name = host.includes(':') ? `[${host.replace(/^\[|\]$/g, '')}]` : host;
  return `http://${name}:${port}`;
}

/** Which kind of credentials is in use and for which project; never what they are. */
export function credentialLine(identity: Identity | undefined): string {
  if (identity === undefined) return 'Google: not signed in.';
  return `Google: ${identity.kind}, ${identity.project === undefined ? 'no project' : `project ${identity.project}`}.`;
}

/** What is ready, one line an engine; the fix beside what is not. */
export function engineLines(list: readonly { label: string; availability: EngineAvailability }[]): string {
  const lines = list.map(({ label, availability: { state, reason, fix } }) =>
    state === 'ready' ? `  ${label}: ready` : `  ${label}: ${[reason, fix].filter(Boolean).join(' ')}`,
  );
  return ['  This computer: ready', ...lines].join('\n');
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}
