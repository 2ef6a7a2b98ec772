// npm start: build what changed, then become the server.
import { spawn } from 'node:child_process';
import { run as build } from './build.mjs';
import { cleanEnvironment, root } from './process.mjs';

/** Resolves when the server ends, to its exit code; a signal is handed on so that it may drain. */
export async function run(args) {
  const built = await build();
  if (built !== 0) return built;
  return new Promise((resolve) => {
    const server = spawn(process.execPath, ['--enable-source-maps', `${root}server/dist/index.js`, ...args], {
      stdio: 'inherit',
      env: cleanEnvironment(),
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
    server.on('close', (code) => resolve(code ?? 1));
  });
}
