/**
 * `npm run test:mutants`: takes out each control of the threat model in turn, in a copy of this checkout, and runs that
 * control's own tests. At least one must fail for each; a control that nothing misses has no proof. `--only T5` runs a part.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { mutants, type Mutant } from './mutants.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({ options: { only: { type: 'string' } } });
const chosen = mutants.filter(({ control }) => values.only === undefined || control === values.only);

/** A copy with dependencies of its own: a run that is killed leaves the checkout as it was. */
function copyCheckout(): string {
  const copy = mkdtempSync(join(tmpdir(), 'cleanplate-mutants-'));
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of listed.split('\0').filter(Boolean)) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  const installed = spawnSync(process.execPath, ['scripts/run.mjs', 'build'], {
    cwd: copy,
    stdio: 'inherit',
  });
  if (installed.status !== 0) throw new Error('the copy could not be installed');
  return copy;
}

function runTests(copy: string, tests: readonly string[]): boolean {
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  const { status } = spawnSync(process.execPath, [vitest, 'run', ...tests], { cwd: copy, stdio: 'ignore' });
  return status === 0;
}

/** Whether the control's tests notice that it is gone. */
function isMissed(copy: string, { file, find, replace, tests }: Mutant): boolean {
  const path = join(copy, file);
  const source = readFileSync(path, 'utf8');
  if (source.split(find).length !== 2)
    throw new Error(`${file} no longer has exactly one "${find}"; the mutant must follow the code`);
  writeFileSync(
    path,
    source.replace(find, () => replace),
  );
  try {
    return !runTests(copy, tests);
  } finally {
    writeFileSync(path, source);
  }
}

const copy = copyCheckout();
let unproven = 0;
try {
  const tests = [...new Set(chosen.flatMap((mutant) => mutant.tests))];
  if (!runTests(copy, tests))
    throw new Error('these tests fail with every control in place; mend them first');
  for (const mutant of chosen) {
    const missed = isMissed(copy, mutant);
    if (!missed) unproven++;
    console.log(`${missed ? 'noticed   ' : 'NOT NOTICED'} ${mutant.control.padEnd(4)} ${mutant.what}`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
const controls = new Set(chosen.map(({ control }) => control)).size;
console.log(`\n${chosen.length} mutants of ${controls} controls: ${unproven} not noticed.`);
process.exitCode = unproven === 0 ? 0 : 1;
