import { wrap, type Remote } from 'comlink';
import type { RemoteApi } from './remoteApi.ts';
import remoteWorkerUrl from './remote.worker.ts?worker&url';
import { startWorker } from './workerUrl.ts';

let client: Remote<RemoteApi> | undefined;

/** The worker beside the network, started when a server engine is first used. */
export function remoteClient(): Remote<RemoteApi> {
  client ??= wrap<RemoteApi>(startWorker(remoteWorkerUrl, 'remote'));
  return client;
}
