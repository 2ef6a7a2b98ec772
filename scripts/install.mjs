// Installs what is missing, and only then: a hash over manifests and lockfile is compared with a stamp in node_modules.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runCommand } from './process.mjs';

const pnpmVersion = '12.21.0';
const manifests = [
  'package.json',
  'shared/package.json',
  'server/package.json',
  'web/package.json',
  'e2e/package.json',
  'pnpm-workspace.yaml',
  'pnpm-lock.yaml',
];

function fingerprint() {
  const hash = createHash('sha256').update(
    `${process.versions.modules} ${process.platform} ${process.arch}\n`,
  );
  for (const file of manifests) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** Runs `pnpm install` when the manifests differ from what node_modules was made from. Throws with npm's own words when that fails. */
export async function ensureInstalled() {
  const stamp = join(root, 'node_modules', '.cleanplate-installed');
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  process.stderr.write('Installing what is missing (once)…\n');
  const code = await runCommand(
    'npx',
    [
      '--yes',
      `pnpm@${pnpmVersion}`,
      'install',
      '--frozen-lockfile',
      '--prefer-offline',
      '--reporter=append-only',
    ],
    { quiet: true },
  );
  if (code !== 0) {
    process.stderr.write(
      'The installation failed. Check the network and the disk, then run the command again.\n',
    );
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
