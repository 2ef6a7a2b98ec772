// Child processes: one way to start them, with npm's own settings kept out of pnpm's and the tools' sight.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** The environment without what npm adds for its children: pnpm would read npm_config_* as its own settings. */
export function cleanEnvironment(extra = {}) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  return { ...env, ...extra };
}

/**
 * Runs a command in the project's root and resolves to its exit code.
 * @param {{quiet?: boolean, env?: Record<string, string>}} [options] quiet: output is shown only when it fails.
 */
export function runCommand(command, args, { quiet = false, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: cleanEnvironment(env),
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      shell: process.platform === 'win32',
    });
    const output = [];
    child.stdout?.on('data', (chunk) => output.push(chunk));
    child.stderr?.on('data', (chunk) => output.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (quiet && code !== 0) process.stderr.write(Buffer.concat(output));
      resolve(code ?? (signal ? 1 : 0));
    });
  });
}

/** A program of an installed package of the root or of one workspace, by its name in node_modules/.bin. */
export const bin = (name, workspace = '.') => join(root, workspace, 'node_modules', '.bin', name);
