import { readFileSync, statSync } from 'node:fs';

/** Group and others may do nothing with a file that holds a private key. */
const othersMode = 0o077;

/** A sentence when a service account's key can be read by other users of this computer. The key itself is not kept. */
export function keyFileWarning(path: string | undefined): string | undefined {
  if (path === undefined || process.platform === 'win32') return undefined;
  try {
    const mode = statSync(path).mode & 0o777;
    if ((mode & othersMode) === 0) return undefined;
    const { type } = JSON.parse(readFileSync(path, 'utf8')) as { type?: unknown };
    if (type !== 'service_account') return undefined;
    return `The key file in GOOGLE_APPLICATION_CREDENTIALS can be read by others (mode ${mode.toString(8).padStart(4, '0')}). Run \`chmod 600\` on it.`;
  } catch {
    // A file that is missing or broken is reported by whoever needs it.
    return undefined;
  }
}
