/** Entry of the worker that owns every pixel. */
import { expose } from 'comlink';
import { createDesk } from './desk.ts';
import type { DocumentEvent, PointerMessage } from './documentApi.ts';
import { createDocumentCalls } from './documentCalls.ts';
import { createKeeping } from './keeping.ts';
import { createLooks } from './looks.ts';
import { loadOverlayKernels } from './loadOverlayKernels.ts';
import { createMarkFollower } from './markFollower.ts';
import { refuseWhileReadOnly } from './readOnlyCalls.ts';
import { thumbnailOf } from './thumbnail.ts';
import { warmUp } from './warmUp.ts';

const warmUpAfterMs = 300;

const post = (event: DocumentEvent): void => self.postMessage(event);
const looks = createLooks();
const desk = createDesk(post, (frame) => requestAnimationFrame(frame), looks);
const followMark = createMarkFollower(desk.screen);
const keeping = createKeeping(desk, post, thumbnailOf);

self.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (typeof data === 'object' && data !== null && ('pointer' in data || 'view' in data || 'mark' in data)) {
    followMark(data as PointerMessage);
    desk.pointer(data as PointerMessage);
  }
  if (typeof data === 'object' && data !== null && 'view' in data) keeping.viewed();
});
expose(refuseWhileReadOnly(createDocumentCalls(desk, keeping, looks), desk));
// When what the page asks for first is under way.
setTimeout(() => {
  void loadOverlayKernels().then((kernels) => {
    desk.screen.useKernels(kernels);
    return warmUp(kernels);
  });
}, warmUpAfterMs);
