import { wrap, type Remote } from 'comlink';
import documentWorkerUrl from './document.worker.ts?worker&url';
import type { DocumentApi, DocumentEvent, PointerMessage } from './documentApi.ts';
import { startWorker } from './workerUrl.ts';

export interface DocumentClient {
  /** Every call answers with a promise. */
  readonly api: Remote<DocumentApi>;
  /** The fast lane for pointer samples and the view: fire and forget. */
  send(message: PointerMessage): void;
}

/**
 * Starts the worker that owns every pixel.
 * @param onEvent called for every event the worker posts.
 * @param onFailure called when the worker cannot be loaded or dies.
 */
export function connectDocument(
  onEvent: (event: DocumentEvent) => void,
  onFailure: (message: string) => void,
): DocumentClient {
  const worker = startWorker(documentWorkerUrl, 'document');
  worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'object' && data !== null && 'event' in data) onEvent(data as DocumentEvent);
  });
  worker.addEventListener('error', (event) => onFailure(event.message));
  return { api: wrap<DocumentApi>(worker), send: (message) => worker.postMessage(message) };
}
