// npm run test:soak: the built server under load for minutes.
import { run as build } from './build.mjs';
import { runProgram } from './program.mjs';

/** Resolves to the program's exit code. */
export async function run(args) {
  const built = await build();
  return built === 0 ? runProgram('e2e/soak/main.ts', args) : built;
}
