// npm run test:faults: the catalogue of faults, against the built product in a real browser.
import { run as build } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { runProgram } from './program.mjs';

/** Resolves to the program's exit code. */
export async function run(args) {
  const env = args.includes('--no-browser') ? {} : { CLEANPLATE_CHROMIUM: await ensureChromium() };
  const built = await build();
  return built === 0 ? runProgram('e2e/faults/main.ts', args, env) : built;
}
