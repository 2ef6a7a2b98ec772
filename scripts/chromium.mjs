// Finds a Chromium for the browser tests, or installs one.
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { bin, root, runCommand } from './process.mjs';

const systemBrowsers = [
  // As Playwright's own: without the windows of a whole browser, whose tests take a third less time.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

function playwrightsOwn() {
  const { chromium } = createRequire(`${root}e2e/package.json`)('@playwright/test');
  return chromium.executablePath();
}

function installed() {
  const candidates = [process.env.CLEANPLATE_CHROMIUM, playwrightsOwn(), ...systemBrowsers];
  return candidates.find((path) => path && existsSync(path));
}

const canRun = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/**
 * Path of a Chromium: CLEANPLATE_CHROMIUM, Playwright's own, the system's; else downloads Playwright's (180 s at the
 * most), else Debian's package when root or passwordless sudo allow. Throws with what to do when none can be had.
 */
export async function ensureChromium() {
  const found = installed();
  if (found) return found;
  process.stderr.write('No Chromium found; fetching one (once)…\n');
  const timed = canRun('timeout', ['--version'])
    ? ['timeout', ['180', bin('playwright', 'e2e')]]
    : [bin('playwright', 'e2e'), []];
  await runCommand(timed[0], [...timed[1], 'install', '--only-shell', 'chromium'], {
    quiet: true,
    env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000' },
  });
  const downloaded = installed();
  if (downloaded) return downloaded;
  const sudo = process.getuid?.() === 0 ? [] : canRun('sudo', ['-n', 'true']) ? ['sudo', '-n'] : undefined;
  if (sudo && canRun('apt-get', ['--version'])) {
    const apt = (...args) => {
      // Another installation may be under way: wait for it instead of failing.
      const line = [...sudo, 'apt-get', '-o', 'DPkg::Lock::Timeout=120', ...args];
      return runCommand(line[0], line.slice(1), { quiet: true, env: { DEBIAN_FRONTEND: 'noninteractive' } });
    };
    await apt('update');
    const install = (name) => apt('install', '-y', '--no-install-recommends', name);
    // The shell is a package of its own in some releases only.
    if ((await install('chromium-headless-shell')) !== 0) await install('chromium');
  }
  const last = installed();
  if (last) return last;
  throw new Error('No Chromium can be had here. Install one and name it in CLEANPLATE_CHROMIUM.');
}
