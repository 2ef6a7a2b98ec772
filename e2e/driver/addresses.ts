/** Where the browser tests' own servers listen: five ports from CLEANPLATE_TEST_PORT on, so that two checkouts can test at once. */
const host = 'http://127.0.0.1';
const first = Number(process.env.CLEANPLATE_TEST_PORT ?? 18_431);

export const ports = {
  app: first,
  appWithGoogle: first + 1,
  emulator: first + 2,
  appWithFaults: first + 3,
  quickEmulator: first + 4,
} as const;
export const app = `${host}:${ports.app}`;
/** The same server, told that the emulator is Google. */
export const appWithGoogle = `${host}:${ports.appWithGoogle}`;
/** A server with short timeouts and no limits, and an emulator that fills at once: for tests that ask often. */
export const appWithFaults = `${host}:${ports.appWithFaults}`;
export const quickEmulator = `${host}:${ports.quickEmulator}`;
export const emulator = `${host}:${ports.emulator}`;
