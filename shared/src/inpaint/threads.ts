import { type BandRunner, runInTurn } from './host.ts';
import { BANDED_KERNELS, type Kernels } from './kernels/contract.ts';

/*
 * Bands on several threads over one shared memory. The caller writes a job into a control block and wakes the helpers; all of
 * them, and the caller, take bands by counting down one word: it is set last, so whoever counts finds the whole job written. Which thread runs a band changes nothing in it, and
 * results are summed in the order of the bands: the same bytes whatever the number of threads.
 */

/** Bytes of the control block: a SharedArrayBuffer of its own, made by the caller and sent to each helper. */
export const CONTROL_BYTES = 1024;

// Places in the block, as i32: the job's number, its kernel, bands left to take, bands done, how many arguments; cuts. Then f64.
const JOB = 0;
const KERNEL = 1;
const LEFT = 2;
const DONE = 3;
const ARG_COUNT = 4;
const CUTS = 32;
/** Bytes: what each band returned, and the job's arguments. */
const RESULTS_AT = 256;
const ARGS_AT = 512;
const STOP = -1;

/** Runs bands here and on the helpers that serve the same control block. `Atomics.wait` must be allowed on this thread. */
export function createThreadedRunner(control: SharedArrayBuffer, kernels: Kernels): BandRunner {
  const words = new Int32Array(control);
  const results = new Float64Array(control, RESULTS_AT, 16);
  const jobArgs = new Float64Array(control, ARGS_AT, 16);
  const runHere = runInTurn(kernels);
  return (kernel, args, cuts) => {
    const bands = cuts.length - 1;
    if (bands < 2) return runHere(kernel, args, cuts);
    words[KERNEL] = BANDED_KERNELS.indexOf(kernel);
    words[ARG_COUNT] = args.length;
    jobArgs.set(args);
    words.set(cuts, CUTS);
    Atomics.store(words, DONE, 0);
    Atomics.store(words, LEFT, bands);
    Atomics.add(words, JOB, 1);
    Atomics.notify(words, JOB);
    takeBands(control, kernels);
    for (let done = Atomics.load(words, DONE); done < bands; done = Atomics.load(words, DONE)) {
      Atomics.wait(words, DONE, done);
    }
    let sum = 0;
    for (let k = 0; k < bands; k++) sum += results[k];
    return sum;
  };
}

/** A helper's life: waits for jobs and works on them until `stopHelpers`. */
export function serveBands(control: SharedArrayBuffer, kernels: Kernels): void {
  const words = new Int32Array(control);
  for (let job = 0; ;) {
    Atomics.wait(words, JOB, job);
    job = Atomics.load(words, JOB);
    if (Atomics.load(words, KERNEL) === STOP) return;
    takeBands(control, kernels);
  }
}

/** Ends every helper of the control block. */
export function stopHelpers(control: SharedArrayBuffer): void {
  const words = new Int32Array(control);
  Atomics.store(words, KERNEL, STOP);
  Atomics.add(words, JOB, 1);
  Atomics.notify(words, JOB);
}

function takeBands(control: SharedArrayBuffer, kernels: Kernels): void {
  const words = new Int32Array(control);
  const results = new Float64Array(control, RESULTS_AT, 16);
  const jobArgs = new Float64Array(control, ARGS_AT, 16);
  for (;;) {
    // A helper that wakes late counts below zero, or joins the next job: both are right.
    const band = Atomics.sub(words, LEFT, 1) - 1;
    if (band < 0) return;
    const run = kernels[BANDED_KERNELS[words[KERNEL]]] as (...args: number[]) => number | void;
    const args = Array.from(jobArgs.subarray(0, words[ARG_COUNT]));
    results[band] = run(...args, words[CUTS + band], words[CUTS + band + 1]) ?? 0;
    Atomics.add(words, DONE, 1);
    Atomics.notify(words, DONE);
  }
}
