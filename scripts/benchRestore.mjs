// npm run bench:restore: measures what `npm start` serves, so it is built first; it needs a Chromium as the tests do.
import { run as build } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { runProgram } from './program.mjs';

/** Resolves to an exit code. */
export async function run(args) {
  const built = await build();
  if (built !== 0) return built;
  process.env.CLEANPLATE_CHROMIUM = await ensureChromium();
  return runProgram('e2e/bench/restore.ts', args);
}
