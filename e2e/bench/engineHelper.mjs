// A helper thread of the engine in Node: serves bands until the bench ends. Plain JavaScript, since a worker starts without tsx.
import { parentPort, workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
const { serveBands } = await import('@cleanplate/shared/inpaint/threads.ts');
const { module, memory, control } = workerData;
const abort = () => {
  throw new Error('A kernel stopped.');
};
const kernels = new WebAssembly.Instance(module, { env: { memory, abort } }).exports;
parentPort.postMessage('ready');
serveBands(control, kernels);
