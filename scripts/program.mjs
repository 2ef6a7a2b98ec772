// Runs one TypeScript program of the project (benches, the emulator) under tsx.
import { buildKernels } from './buildKernels.mjs';
import { bin, root, runCommand } from './process.mjs';

/** Exit code of `tsx <file> ...args`; INIT_CWD tells it where npm was called, so that paths mean what the user sees. */
export async function runProgram(file, args, env = {}) {
  await buildKernels();
  return runCommand(bin('tsx'), [`${root}${file}`, ...args], {
    env: { INIT_CWD: process.env.INIT_CWD ?? process.cwd(), ...env },
  });
}
