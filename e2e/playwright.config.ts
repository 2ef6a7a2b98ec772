import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { app, appWithFaults, appWithGoogle, emulator, ports, quickEmulator } from './driver/addresses.ts';

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
      },
      reuseExistingServer: false,
      timeout: 20_000,
    },
    {
      command: 'node server/dist/index.js',
      cwd: root,
      url: `${appWithFaults}/livez`,
      env: {
        PORT: String(ports.appWithFaults),
        METADATA_SERVER_DETECTION: 'none',
        VERTEX_BASE_URL: quickEmulator,
        VERTEX_ACCESS_TOKEN: 'test',
        GOOGLE_CLOUD_PROJECT: 'demo',
        CLEANPLATE_UPSTREAM_RETRY_BASE_MS: '5',
        CLEANPLATE_UPSTREAM_CONNECT_TIMEOUT_MS: '2000',
        CLEANPLATE_UPSTREAM_TRY_TIMEOUT_MS: '4000',
        CLEANPLATE_UPSTREAM_TOTAL_TIMEOUT_MS: '8000',
        CLEANPLATE_UPSTREAM_RETRY_BUDGET_PERCENT: '100',
        CLEANPLATE_AVAILABILITY_TTL_MS: '0',
        CLEANPLATE_RATE_PER_MINUTE: '0',
        CLEANPLATE_RATE_PER_MINUTE_PER_USER: '0',
        CLEANPLATE_BREAKER_WINDOW: '1000',
      },
      reuseExistingServer: false,
      timeout: 20_000,
    },
    {
      command: 'node_modules/.bin/tsx e2e/fakeVertex/main.ts',
      cwd: root,
      url: `${quickEmulator}/control/calls`,
      env: { PORT: String(ports.quickEmulator), FAKE_VERTEX_FILL: 'quick' },
      reuseExistingServer: false,
      timeout: 30_000,
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
