import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { app, appWithGoogle, emulator, ports } from './driver/addresses.ts';

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
    baseURL: app,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    acceptDownloads: true,
    // It would answer before the tests' own routes do; the offline tests allow it.
    serviceWorkers: 'block',
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
  webServer: [
    {
      command: 'node server/dist/index.js',
      cwd: root,
      url: `${app}/livez`,
      env: { PORT: String(ports.app), METADATA_SERVER_DETECTION: 'none' },
      reuseExistingServer: false,
      timeout: 20_000,
    },
    {
      command: 'node server/dist/index.js',
      cwd: root,
      url: `${appWithGoogle}/livez`,
      env: {
        PORT: String(ports.appWithGoogle),
        METADATA_SERVER_DETECTION: 'none',
        VERTEX_BASE_URL: emulator,
        VERTEX_ACCESS_TOKEN: 'test',
        GOOGLE_CLOUD_PROJECT: 'demo',
        // It may be up before the emulator is: what it saw then must not be remembered.
        CLEANPLATE_AVAILABILITY_TTL_MS: '0',
      },
      reuseExistingServer: false,
      timeout: 20_000,
    },
    {
      command: 'node_modules/.bin/tsx e2e/fakeVertex/main.ts',
      cwd: root,
      url: `${emulator}/control/calls`,
      env: { PORT: String(ports.emulator) },
      reuseExistingServer: false,
      timeout: 30_000,
    },
  ],
});
