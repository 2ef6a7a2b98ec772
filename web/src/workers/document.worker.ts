/** Entry of the worker that owns every pixel. */
import { expose } from 'comlink';
import { createDesk } from './desk.ts';
import type { DocumentEvent, PointerMessage } from './documentApi.ts';
import { createDocumentCalls } from './documentCalls.ts';

const desk = createDesk(
  (event: DocumentEvent) => self.postMessage(event),
  (frame) => requestAnimationFrame(frame),
);

self.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (typeof data === 'object' && data !== null && ('pointer' in data || 'view' in data))
    desk.pointer(data as PointerMessage);
});
expose(createDocumentCalls(desk));
