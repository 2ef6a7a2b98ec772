// npm run bench:export: needs a Chromium as the tests do, to have something to compare with.
import { ensureChromium } from './chromium.mjs';
import { runProgram } from './program.mjs';

/** Resolves to an exit code. */
export async function run(args) {
  return runProgram('e2e/bench/export.ts', args, { CLEANPLATE_CHROMIUM: await ensureChromium() });
}
