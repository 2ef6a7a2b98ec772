// Builds page and server, when a source is newer than what was built.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildKernels } from './buildKernels.mjs';
import { bin, root, runCommand } from './process.mjs';

const sources = [
  'shared/src',
  'server/src',
  'web/src',
  'web/public',
  'web/offline',
  'web/index.html',
  'web/vite.config.ts',
  'samples',
  'pnpm-lock.yaml',
];

function* filesUnder(path) {
  if (!existsSync(path)) return;
  const entries = readdirSync(path, { withFileTypes: true, recursive: true });
  for (const entry of entries) if (entry.isFile()) yield join(entry.parentPath ?? entry.path, entry.name);
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const source of sources) {
    const path = join(root, source);
    const files = /\.[a-z]+$/.test(source) ? [path] : [...filesUnder(path)].sort();
    for (const file of files)
      if (!/\.test\.|\.wasm$/.test(file)) hash.update(file.slice(root.length)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** Builds `web/dist` and `server/dist` unless they were made from these very sources. Resolves to an exit code. */
export async function run() {
  const stamp = join(root, 'server', 'dist', '.built-from');
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return 0;
  process.stderr.write('Building page and server…\n');
  await buildKernels();
  const page = await runCommand(bin('vite'), ['build', 'web', '--logLevel', 'warn'], { quiet: true });
  if (page !== 0) return page;
  const server = await runCommand(
    bin('vite'),
    ['build', 'server', '--ssr', 'src/index.ts', '--outDir', 'dist', '--logLevel', 'warn'],
    { quiet: true },
  );
  if (server !== 0) return server;
  writeFileSync(stamp, wanted);
  return 0;
}
