import { wrap, type Remote } from 'comlink';
import type { RemoteApi } from './remoteApi.ts';
import remoteWorkerUrl from './remote.worker.ts?worker&url';
import { startWorker } from './workerUrl.ts';

/** The worker's script could not be had: there is no way to the server, or it has another version now. */
export class RemoteMissing extends Error {}

/** Calls of the worker beside the network. They reject when it dies, and the next one starts it anew. */
export type RemoteClient = {
  readonly [Name in keyof RemoteApi]: (
    ...args: Parameters<RemoteApi[Name]>
  ) => Promise<Awaited<ReturnType<RemoteApi[Name]>>>;
};

interface Connection {
  readonly api: Remote<RemoteApi>;
  readonly died: Promise<never>;
}

let connection: Connection | undefined;

function connect(): Connection {
  const worker = startWorker(remoteWorkerUrl, 'remote');
  const api = wrap<RemoteApi>(worker);
  let hasSpoken = false;
  worker.addEventListener('message', () => (hasSpoken = true), { once: true });
  const died = new Promise<never>((_, reject) => {
    worker.addEventListener('error', ({ message }) => {
      connection = undefined;
      worker.terminate();
      reject(hasSpoken ? new Error(message || 'the remote worker failed') : new RemoteMissing());
    });
  });
  // Nobody may be waiting when it dies.
  died.catch(() => undefined);
  return { api, died };
}

async function ask<T>(call: (api: Remote<RemoteApi>) => T): Promise<Awaited<T>> {
  connection ??= connect();
  const { api, died } = connection;
  return Promise.race([call(api), died]);
}

/** Started when a server engine is first used. */
export const remoteClient: RemoteClient = {
  open: (...args) => ask((api) => api.open(...args)),
  fit: (...args) => ask((api) => api.fit(...args)),
  encodePhoto: (...args) => ask((api) => api.encodePhoto(...args)),
  readMask: (...args) => ask((api) => api.readMask(...args)),
  close: (...args) => ask((api) => api.close(...args)),
};
