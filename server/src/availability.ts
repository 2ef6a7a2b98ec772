import type { EngineAvailability } from '@cleanplate/shared/contract/engine.ts';
import type { Config } from './config.ts';

/** What can be told without asking Google: whether there is a project to bill. */
export function withoutProject(config: Config): EngineAvailability | undefined {
  if (config.google.project !== undefined) return undefined;
  return {
    state: 'unconfigured',
    code: 'NO_PROJECT',
    reason: 'No Google Cloud project is set.',
    fix: 'Run `gcloud auth application-default login` and set GOOGLE_CLOUD_PROJECT.',
  };
}
