/** Where the browser tests' own servers listen. */
const host = 'http://127.0.0.1';

export const ports = { app: 18_431, appWithGoogle: 18_432, emulator: 18_433 } as const;
export const app = `${host}:${ports.app}`;
/** The same server, told that the emulator is Google. */
export const appWithGoogle = `${host}:${ports.appWithGoogle}`;
export const emulator = `${host}:${ports.emulator}`;
