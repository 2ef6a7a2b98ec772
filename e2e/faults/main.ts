/**
 * `npm run test:faults`: every row of the catalogue that this machine can run. Rows are tested where their code is; this
 * program runs the tests whose titles name a row, then ten thousand mutated files and requests, and prints one table.
 * `--no-browser` leaves the page's rows out; `--mutations N` changes how many; `--seed N` which.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';
import { browserTests, rowPattern, unitTests, type RowTest } from './reports.ts';
import { notHere, rows } from './rows.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({
  options: {
    browser: { type: 'boolean', default: true },
    mutations: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
  },
  allowNegative: true,
});

/** The script behind a package's command. */
function command(from: string, name: string, script: string): string {
  const manifest = createRequire(join(root, from, 'package.json')).resolve(`${name}/package.json`);
  return join(dirname(manifest), script);
}

function run(script: string, args: readonly string[], env: Record<string, string> = {}): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.on('close', () => resolve());
  });
}

const folder = mkdtempSync(join(tmpdir(), 'cleanplate-faults-'));
const tests: RowTest[] = [];
try {
  const unitFile = join(folder, 'unit.json');
  const named = rowPattern.source;
  await run(command('.', 'vitest', 'vitest.mjs'), [
    'run',
    '-t',
    named,
    '--reporter=json',
    `--outputFile=${unitFile}`,
  ]);
  tests.push(...unitTests(unitFile));
  if (values.browser) {
    const browserFile = join(folder, 'browser.json');
    const config = ['--config', 'e2e/playwright.config.ts'];
    await run(command('e2e', '@playwright/test', 'cli.js'), ['test', ...config, '--grep', `${named}|@long`], {
      PLAYWRIGHT_JSON_OUTPUT_FILE: browserFile,
    });
    tests.push(...browserTests(browserFile));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const mutated = await fuzz(Number(values.mutations), Number(values.seed));

const count = { held: 0, failed: 0, notHere: 0, untested: 0 };
for (const [row, what] of Object.entries(rows)) {
  const own = tests.filter((test) => test.rows.includes(row));
  const failed = own.filter(({ isPassed }) => !isPassed);
  const sentence = own.map(({ sentences }) => sentences.get(row)).find((said) => said !== undefined) ?? '–';
  let outcome: string;
  if (failed.length > 0) {
    count.failed++;
    outcome = `FAILED: ${failed.map(({ title }) => title).join('; ')}`;
  } else if (own.length > 0) {
    count.held++;
    outcome = `held (${own.length} ${own.length === 1 ? 'test' : 'tests'})`;
  } else if (row in notHere) {
    count.notHere++;
    outcome = `not run here: ${notHere[row]}`;
  } else {
    count.untested++;
    outcome = 'no test';
  }
  console.log(`| ${row} | ${what} | ${outcome} | ${sentence} |`);
}
const rowless = tests.filter(({ rows: named }) => named.length === 0);
const broken = rowless.filter(({ isPassed }) => !isPassed);
for (const { title } of broken) console.log(`FAILED, of no row: ${title}`);
console.log(`\n${rowless.length} long browser tests of no row: ${broken.length} failed.`);
console.log(
  `${mutated.files} mutated files, ${mutated.requests} mutated requests: ${mutated.exits} exits, ` +
    `${mutated.rejections} unhandled rejections, ${mutated.leaks} leaked counters, ${mutated.answers.length} answers without a code.`,
);
for (const answer of mutated.answers) console.log(`  ${answer}`);
console.log(
  `${Object.keys(rows).length} rows: ${count.held} held, ${count.failed} failed, ${count.notHere} not run here, ${count.untested} without a test.`,
);
const isClean =
  count.failed +
    broken.length +
    mutated.exits +
    mutated.rejections +
    mutated.leaks +
    mutated.answers.length ===
  0;
process.exitCode = isClean ? 0 : 1;
