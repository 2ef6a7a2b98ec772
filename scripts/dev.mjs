// npm run dev: the same server from source, with Vite's hot reload in front of the page.
import { bin, root, runCommand } from './process.mjs';

/** Resolves when the server is stopped. */
export const run = (args) =>
  runCommand(bin('tsx'), ['watch', '--clear-screen=false', `${root}scripts/devServer.ts`, ...args]);
