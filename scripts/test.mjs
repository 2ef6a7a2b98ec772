// npm test: format, lint, types, dependency rule, unit and browser tests; closes on `N passed, N failed`.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run as build } from './build.mjs';
import { buildKernels } from './buildKernels.mjs';
import { ensureChromium } from './chromium.mjs';
import { bin, root, runCommand } from './process.mjs';

const results = join(root, 'test-results');
const tally = { passed: 0, failed: 0 };

async function check(name, command, args, env) {
  const started = Date.now();
  const code = await runCommand(command, args, { quiet: true, env });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n`);
  if (code === 0) tally.passed++;
  else tally.failed++;
}

async function suite(name, reportFile, count, command, args, env) {
  const started = Date.now();
  const code = await runCommand(command, args, { quiet: true, env });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  let counted = { passed: 0, failed: 0 };
  try {
    counted = count(JSON.parse(readFileSync(reportFile, 'utf8')));
  } catch {
    counted.failed = 1;
  }
  // A suite that ran nothing, or whose process failed without a failed test, has failed.
  if ((code !== 0 && counted.failed === 0) || counted.passed + counted.failed === 0) counted.failed++;
  tally.passed += counted.passed;
  tally.failed += counted.failed;
  process.stdout.write(
    `${counted.failed === 0 ? 'ok    ' : 'FAILED'} ${name}: ${counted.passed} passed, ${counted.failed} failed (${seconds} s)\n`,
  );
}

/** Runs everything and resolves to 0 when nothing failed. `npm test -- unit` or `-- browser` runs one part. */
export async function run(args) {
  const parts = args.filter((arg) => !arg.startsWith('-'));
  const wants = (part) => parts.length === 0 || parts.includes(part);
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });

  await buildKernels();
  if (wants('static')) {
    await check('format', bin('oxfmt'), ['--check', '.']);
    await check('lint', bin('oxlint'), ['--type-aware', '--deny-warnings']);
    for (const project of [
      'shared',
      'shared/tsconfig.test.json',
      'server',
      'web',
      'web/tsconfig.worker.json',
      'e2e',
    ])
      await check(`types ${project}`, bin('tsc'), ['-p', project]);
    await check('dependency rule', bin('depcruise'), [
      'shared/src',
      'server/src',
      'web/src',
      '--config',
      '.dependency-cruiser.cjs',
    ]);
    await check('nothing unused', bin('knip'), ['--no-progress']);
  }
  if (wants('unit')) {
    const report = join(results, 'unit.json');
    await suite(
      'unit',
      report,
      (json) => ({
        passed: json.numPassedTests,
        failed: json.numFailedTests + json.numFailedTestSuites * (json.numFailedTests ? 0 : 1),
      }),
      bin('vitest'),
      ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    );
  }
  if (wants('browser')) {
    const chromium = await ensureChromium();
    if ((await build()) !== 0) {
      tally.failed++;
      process.stdout.write('FAILED build\n');
    } else {
      const report = join(results, 'browser.json');
      await suite(
        'browser',
        report,
        (json) => ({ passed: json.stats.expected, failed: json.stats.unexpected + json.stats.flaky }),
        bin('playwright', 'e2e'),
        [
          'test',
          '--config',
          'e2e/playwright.config.ts',
          // What is long and seldom breaks runs with the catalogue of faults: npm run test:faults.
          '--grep-invert',
          '@long',
          ...args.filter((arg) => arg.startsWith('-')),
        ],
        { CLEANPLATE_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
      );
    }
  }
  process.stdout.write(`${tally.passed} passed, ${tally.failed} failed\n`);
  return tally.failed === 0 ? 0 : 1;
}
