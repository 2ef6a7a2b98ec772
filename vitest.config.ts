import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{shared,server,web,e2e,scripts}/**/*.test.{ts,tsx,mjs}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    environment: 'node',
    pool: 'threads',
    // The default leaves one core to a watching editor; a test run has them all.
    maxWorkers: '100%',
    testTimeout: 60_000,
    // What is waited for comes within milliseconds, but not on a machine that is busy with something else.
    expect: { poll: { timeout: 15_000 } },
  },
});
