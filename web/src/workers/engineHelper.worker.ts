/** Entry of a helper thread of the engine: takes bands of work over shared memory until its parent ends. */
import { serveBands } from '@cleanplate/shared/inpaint/threads.ts';
import { instantiateKernels, type HelperStart } from './engineKernels.ts';

self.addEventListener(
  'message',
  ({ data }: MessageEvent<HelperStart>) => {
    const kernels = instantiateKernels(data.module, data.memory);
    self.postMessage('ready');
    serveBands(data.control, kernels);
  },
  { once: true },
);
