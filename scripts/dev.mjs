// npm run dev: the same server from source, with Vite's hot reload in front of the page.
import { buildKernels } from './buildKernels.mjs';
import { bin, root, runCommand } from './process.mjs';

/** Resolves when the server is stopped. */
export async function run(args) {
  await buildKernels();
  return runCommand(bin('tsx'), ['watch', '--clear-screen=false', `${root}scripts/devServer.ts`, ...args]);
}
