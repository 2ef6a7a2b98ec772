import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

const port = 18_431;
const root = fileURLToPath(new URL('..', import.meta.url));

/** The built product as `npm start` serves it, in the Chromium that scripts/chromium.mjs found. */
export default defineConfig({
  testDir: './specs',
  outputDir: '../test-results/browser',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json']],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    acceptDownloads: true,
    launchOptions: {
      ...(process.env.CLEANPLATE_CHROMIUM ? { executablePath: process.env.CLEANPLATE_CHROMIUM } : {}),
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  webServer: {
    command: 'node server/dist/index.js',
    cwd: root,
    url: `http://127.0.0.1:${port}/livez`,
    env: { PORT: String(port), METADATA_SERVER_DETECTION: 'none' },
    reuseExistingServer: false,
    timeout: 20_000,
  },
});
