// The program as it is started: settings, ports, signals, crashes, and what it prints.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { quickFiller } from '../../e2e/fakeVertex/pictures.ts';
import { createFakeVertex } from '../../e2e/fakeVertex/server.ts';
import type { FakeVertex } from '../../e2e/fakeVertex/server.ts';
import { noteSentence } from './testFaults.ts';
import { formOf, headersOf, imagen3Request, testMask, testPhoto } from './testProxy.ts';

const entry = fileURLToPath(new URL('index.ts', import.meta.url));
const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});

interface Program {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exit: Promise<number | null>;
  readonly says: (pattern: RegExp) => Promise<RegExpExecArray>;
}

/** Off loopback every request is logged; without a login it would not start there. */
const asTeam = { HOST: '0.0.0.0', CLEANPLATE_ACCESS_TOKEN: 'x'.repeat(32) };

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

function start(
  env: Record<string, string>,
  args: string[] = [],
  [stdout, stderr]: readonly (number | 'pipe')[] = ['pipe', 'pipe'],
): Program {
  const { PATH = '', HOME = '/nonexistent' } = process.env;
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), entry, ...args], {
    env: { PATH, HOME, METADATA_SERVER_DETECTION: 'none', PORT: '0', ...env },
    stdio: ['ignore', stdout, stderr],
  });
  running.add(child);
  let output = '';
  child.stdout?.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (output += data.toString()));
  const exit = new Promise<number | null>((resolve) =>
    child.on('exit', (code) => {
      running.delete(child);
      resolve(code);
    }),
  );
  const says = async (pattern: RegExp) => {
    await expect.poll(() => pattern.test(output), { timeout: 20_000, message: output }).toBe(true);
    return pattern.exec(output) as RegExpExecArray;
  };
  return { child, output: () => output, exit, says };
}

describe('starting', () => {
  it('lists every bad setting at once and exits with 2 (S-6, T4)', async () => {
    const program = start({ PORT: 'x', CLEANPLATE_SPEED: '1', HOST: '0.0.0.0' });
    expect(await program.exit).toBe(2);
    expect(program.output().trim().split('\n')).toHaveLength(3);
  });

  it('prints the settings in force, and no secret', async () => {
    const program = start({ VERTEX_ACCESS_TOKEN: 'fake-secret', CLEANPLATE_MAX_WAITING: '7' }, [
      '--print-config',
    ]);
    expect(await program.exit).toBe(0);
    expect(JSON.parse(program.output())).toMatchObject({
      limits: { maxWaiting: 7 },
      google: { accessToken: 'set' },
    });
    expect(program.output()).not.toContain('fake-secret');
  });

  it('says in one sentence that the port is taken, and exits with 2 (H-17)', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const program = start({ PORT: String(port) });
    expect(await program.exit).toBe(2);
    expect(program.output().trim()).toBe(
      `Port ${port} on 127.0.0.1 is in use by another program. Set PORT to another one.`,
    );
    other.close();
  });

  it('names the address, and what to run to sign in', async () => {
    const program = start({});
    await program.says(/Cleanplate: http:\/\/127\.0\.0\.1:\d+/);
    await program.says(/Imagen 2: .*gcloud auth application-default login/);
    program.child.kill('SIGTERM');
    expect(await program.exit).toBe(0);
  });

  it('serves before it looks for credentials, and says what to run when there are none (U-24)', async () => {
    const port = await freePort();
    const livez = () =>
      fetch(`http://127.0.0.1:${port}/livez`).then(
        ({ status }) => status,
        () => 0,
      );
    // A metadata server that never answers; it looks whether the page is there when it is first asked.
    let servedWhenAsked: Promise<number> | undefined;
    const metadata = createHttpServer(() => void (servedWhenAsked ??= livez()));
    await new Promise<void>((resolve) => metadata.listen(0, '127.0.0.1', resolve));
    const { port: asked } = metadata.address() as AddressInfo;
    const program = start({
      PORT: String(port),
      METADATA_SERVER_DETECTION: '',
      GCE_METADATA_HOST: `127.0.0.1:${asked}`,
    });
    await program.says(/Cleanplate: /);
    await program.says(/Imagen 2: .*gcloud auth application-default login/);
    expect(await servedWhenAsked).toBe(200);
    metadata.closeAllConnections();
    metadata.close();
  });

  it('names the kind of credentials and the project, never the token', async () => {
    const program = start({
      VERTEX_ACCESS_TOKEN: 'fake-secret',
      GOOGLE_CLOUD_PROJECT: 'demo',
      VERTEX_BASE_URL: 'http://127.0.0.1:9',
    });
    await program.says(/Google: fixed token, project demo\./);
    await program.says(/Imagen 2: /);
    expect(program.output()).not.toContain('fake-secret');
  });
});

describe('SIGTERM with work under way (S-1)', () => {
  /** A server with one removal at Google, which takes as long as `hold` makes it. */
  async function underWay(env: Record<string, string>, hold: (fake: FakeVertex) => void) {
    const fake = createFakeVertex(quickFiller);
    await new Promise<void>((resolve) => fake.server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(fake.server.address() as AddressInfo).port}`;
    const program = start({
      VERTEX_BASE_URL: base,
      VERTEX_ACCESS_TOKEN: 'test',
      GOOGLE_CLOUD_PROJECT: 'demo',
      ...env,
    });
    const [, origin = ''] = await program.says(/Cleanplate: (\S+)/);
    await program.says(/Imagen 2: ready/);
    const [image, mask] = await Promise.all([testPhoto(), testMask()]);
    const post = () =>
      fetch(`${origin}/api/removals`, {
        method: 'POST',
        headers: headersOf(origin),
        body: formOf({ request: imagen3Request, image, mask }),
      });
    hold(fake);
    const first = post();
    await expect.poll(() => fake.calls.length).toBe(1);
    program.child.kill('SIGTERM');
    await expect.poll(async () => (await fetch(`${origin}/readyz`)).status).toBe(503);
    const stop = () => {
      fake.server.closeAllConnections();
      fake.server.close();
    };
    return { program, post, first, stop };
  }

  it('lets it finish, is not ready meanwhile, takes nothing new, and exits with 0', async () => {
    const { program, post, first, stop } = await underWay({}, (fake) => fake.delay(1500));
    const late = await post();
    expect([late.status, late.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await late.text()).toContain('SHUTTING_DOWN');
    expect(await (await first).text()).toContain('"candidates":2');
    expect(await program.exit).toBe(0);
    stop();
  });

  it('tells what does not end in time that the server restarts: the page asks the next one', async (context) => {
    const { program, first, stop } = await underWay({ CLEANPLATE_DRAIN_MS: '800' }, (fake) =>
      fake.fail('U-9'),
    );
    const text = await (await first).text();
    expect(text).toContain('"code":"SHUTTING_DOWN"');
    noteSentence(context, /"message":"([^"]*)"/.exec(text)?.[1]);
    expect(await program.exit).toBe(0);
    stop();
  });
});

describe('what happens to the process', () => {
  /** A module that Node loads before the program: where a test reaches into it. */
  const injected = (code: string) => ({
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}`,
  });

  it('ends with 1 after an error nobody caught, which is logged and drained (S-3)', async () => {
    const program = start(injected("process.once('SIGUSR2',()=>{throw new TypeError('CAN'+'ARY')})"));
    await program.says(/Cleanplate: \S+/);
    await program.says(/Imagen 2: /);
    program.child.kill('SIGUSR2');
    expect(await program.exit).toBe(1);
    expect(program.output()).toContain('"error":"TypeError"');
    expect(program.output()).not.toContain('CANARY');
  });

  it.skipIf(!existsSync('/dev/full'))(
    'goes on serving when its log can be written no more (S-4)',
    async () => {
      for (const sink of ['closed pipe', 'full disk']) {
        const port = await freePort();
        const full = sink === 'full disk' ? openSync('/dev/full', 'w') : 'pipe';
        const program = start({ PORT: String(port), ...asTeam }, [], [full, full]);
        program.child.stdout?.destroy();
        program.child.stderr?.destroy();
        const livez = () =>
          fetch(`http://127.0.0.1:${port}/livez`).then(
            ({ status }) => status,
            () => 0,
          );
        await expect.poll(livez, { timeout: 20_000 }).toBe(200);
        // Each is a line for the log.
        for (let i = 0; i < 5; i += 1) await fetch(`http://127.0.0.1:${port}/nothing`);
        expect([sink, await livez(), program.child.exitCode]).toEqual([sink, 200, null]);
        program.child.kill('SIGTERM');
        expect(await program.exit).toBe(0);
      }
    },
  );

  it('says what is wrong with its address, in one sentence (H-17)', async (context) => {
    const elsewhere = start({ ...asTeam, HOST: '192.0.2.1' });
    expect(await elsewhere.exit).toBe(2);
    expect(elsewhere.output().trim()).toBe('HOST=192.0.2.1 is not an address of this computer.');
    noteSentence(context, elsewhere.output().trim());
    const six = start({ HOST: '::1' });
    const [, origin = ''] = await six.says(/Cleanplate: (\S+)/);
    expect((await fetch(`${origin}/livez`)).status).toBe(200);
  });
});
