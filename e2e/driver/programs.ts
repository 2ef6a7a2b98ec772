// Programs of the product as they are started, each on a port of its own: for tests that need Google in a certain state.
import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Program {
  /** Where it says it listens. */
  readonly address: string;
  /** Resolves when it has ended; SIGTERM lets it finish what runs. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
  readonly pid: number;
}

async function start(
  command: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<Program> {
  const { PATH = '' } = process.env;
  const child: ChildProcess = spawn(command, args, {
    cwd: root,
    env: { PATH, HOME: tmpdir(), PORT: '0', METADATA_SERVER_DETECTION: 'none', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const text of child.stdout ?? []) {
    said += String(text);
    const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
    // Read on: a full pipe would stop the program.
    if (address) {
      child.stdout?.resume();
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      return {
        address,
        pid: child.pid ?? 0,
        stop(signal = 'SIGTERM') {
          child.kill(signal);
          return ended;
        },
      };
    }
  }
  throw new Error(`${args[0]} ended before it listened: ${said}`);
}

/** The built server. */
export const startServer = (env: Record<string, string>): Promise<Program> =>
  start(process.execPath, ['server/dist/index.js'], env);

export interface GoogleAtHand extends Program {
  /** Where the emulator listens. */
  readonly emulator: string;
  /** Switches the emulator: fail, misbehave, reset, … */
  readonly control: (action: string, body?: object) => Promise<Response>;
  /** How often Google was called since the last reset. */
  readonly calls: () => Promise<number>;
  /** Another server before the same emulator. */
  readonly serverWith: (env: Record<string, string>) => Promise<Program>;
}

/** An emulator that fills at once, and a server without limits before it, whose retries wait milliseconds. */
export async function startGoogle(): Promise<GoogleAtHand> {
  const emulator = await start('node_modules/.bin/tsx', ['e2e/fakeVertex/main.ts'], {
    FAKE_VERTEX_FILL: 'quick',
  });
  const serverWith = (env: Record<string, string>) =>
    startServer({
      VERTEX_BASE_URL: emulator.address,
      VERTEX_ACCESS_TOKEN: 'test',
      GOOGLE_CLOUD_PROJECT: 'demo',
      CLEANPLATE_UPSTREAM_RETRY_BASE_MS: '5',
      CLEANPLATE_UPSTREAM_RETRY_BUDGET_PERCENT: '100',
      CLEANPLATE_AVAILABILITY_TTL_MS: '0',
      CLEANPLATE_RATE_PER_MINUTE: '0',
      CLEANPLATE_RATE_PER_MINUTE_PER_USER: '0',
      CLEANPLATE_BREAKER_WINDOW: '1000',
      ...env,
    });
  const server = await serverWith({});
  const control = (action: string, body = {}) =>
    fetch(`${emulator.address}/control/${action}`, { method: 'POST', body: JSON.stringify(body) });
  return {
    address: server.address,
    pid: server.pid,
    emulator: emulator.address,
    serverWith,
    control,
    calls: async () => ((await (await control('calls')).json()) as { calls: number }).calls,
    async stop(signal) {
      await server.stop(signal);
      await emulator.stop(signal);
    },
  };
}
