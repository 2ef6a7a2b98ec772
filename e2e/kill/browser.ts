/** A whole browser on a profile of its own, to be killed with everything it started. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';

export interface KillableBrowser {
  readonly page: Page;
  /** SIGKILL for the browser and all its processes; resolves when it is gone. */
  kill(): Promise<void>;
}

const flags = [
  '--headless=new',
  '--no-sandbox',
  '--no-first-run',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--lang=en-GB',
  '--window-size=1440,900',
  '--remote-debugging-port=0',
];

async function waitFor<T>(what: string, ms: number, look: () => T | undefined): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`${what} did not happen within ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const gone = (child: ChildProcess): Promise<unknown> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', resolve));

/**
 * @param profile folder that survives the kill
 * @param downloads where saved files go
 */
export async function startBrowser(
  executable: string,
  profile: string,
  downloads: string,
): Promise<KillableBrowser> {
  const portFile = join(profile, 'DevToolsActivePort');
  // A killed browser leaves its port and its lock behind.
  for (const left of ['DevToolsActivePort', 'SingletonLock', 'SingletonCookie', 'SingletonSocket'])
    rmSync(join(profile, left), { force: true });
  const child = spawn(executable, [...flags, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: 'ignore',
    // A process group of its own, so that one signal reaches every process of it.
    detached: true,
  });
  const port = await waitFor('the start of the browser', 60_000, () =>
    existsSync(portFile) ? readFileSync(portFile, 'utf8').split('\n')[0] || undefined : undefined,
  );
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const [context] = browser.contexts();
  if (!context) throw new Error('the browser has no window');
  const page = context.pages()[0] ?? (await context.newPage());
  const session = await context.newCDPSession(page);
  await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads });
  await page.setViewportSize({ width: 1440, height: 900 });
  return {
    page,
    async kill() {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      await gone(child);
      await browser.close().catch(() => undefined);
    },
  };
}
