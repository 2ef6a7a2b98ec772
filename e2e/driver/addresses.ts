/** Where the browser tests' own servers listen: three ports from CLEANPLATE_TEST_PORT on, so that two checkouts can test at once. */
const host = 'http://127.0.0.1';
const first = Number(process.env.CLEANPLATE_TEST_PORT ?? 18_431);

export const ports = { app: first, appWithGoogle: first + 1, emulator: first + 2 } as const;
export const app = `${host}:${ports.app}`;
/** The same server, told that the emulator is Google. */
export const appWithGoogle = `${host}:${ports.appWithGoogle}`;
export const emulator = `${host}:${ports.emulator}`;
