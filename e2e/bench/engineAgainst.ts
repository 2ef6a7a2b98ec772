import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BenchCase, writeGrey, writeRgb } from './engineCases.ts';

export type PrototypeRun = { readonly ms: number; readonly wasmMb: number };

/**
 * Runs the prototype's `run.mjs` in `directory` on the same photo and mask, in a process of its own.
 *
 * @throws Error with what it printed when it fails
 */
export async function runPrototype(
  directory: string,
  bench: BenchCase,
  settings: { readonly protect: boolean; readonly threads: number; readonly runs: number },
): Promise<PrototypeRun> {
  const cases = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const folder = join(cases, bench.name);
    mkdirSync(folder);
    await writeRgb(join(folder, 'photo.png'), bench.photo);
    await writeGrey(join(folder, 'mask.png'), bench.mask, bench.photo);
    const args = [
      'run.mjs',
      '--cases',
      cases,
      '--runs',
      String(settings.runs),
      `threads=${settings.threads}`,
    ];
    if (settings.protect && bench.foreground) {
      await writeGrey(join(folder, 'foreground.png'), bench.foreground, bench.photo);
      args.push('--protect');
    }
    const { stdout, stderr, status } = spawnSync(process.execPath, args, {
      cwd: directory,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`The prototype ended with ${status}: ${stderr}`);
    return JSON.parse(stdout.trim().split('\n')[0]) as PrototypeRun;
  } finally {
    rmSync(cases, { recursive: true, force: true });
  }
}
