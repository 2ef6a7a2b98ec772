// npm run test:kill [-- --times 100 --seed 1]: a browser killed at random moments, and what comes back.
import { parseArgs } from 'node:util';
import { run as build } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { bin, runCommand } from './process.mjs';

/** Resolves to 0 when nothing was lost. */
export async function run(args) {
  const { values } = parseArgs({ args, options: { times: { type: 'string' }, seed: { type: 'string' } } });
  const chromium = await ensureChromium();
  const built = await build();
  if (built !== 0) return built;
  return runCommand(
    bin('playwright', 'e2e'),
    ['test', '--config', 'e2e/playwright.config.ts', 'specs/kill.spec.ts'],
    {
      env: {
        CLEANPLATE_CHROMIUM: chromium,
        KILL_TIMES: values.times ?? '100',
        KILL_SEED: values.seed ?? '1',
      },
    },
  );
}
