/** How long a step of a long job may take before pointer and paint get their turn: half a frame. */
const sliceMs = 8;

/** Tells a long job when to pause, and whether to stop. */
export interface Turns {
  /** Resolves at once within a slice; otherwise in a new turn of the event loop. Throws `CancelledError` when asked to stop. */
  next(): Promise<void>;
}

export class CancelledError extends Error {}

/** @param signal looked at in every turn */
export function createTurns(signal: { readonly aborted: boolean }): Turns {
  let started = performance.now();
  return {
    async next() {
      if (signal.aborted) throw new CancelledError('cancelled');
      if (performance.now() - started < sliceMs) return;
      // A message comes behind what waits already, and unlike a timer it is not held back to 4 ms.
      await new Promise<void>((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          port1.close();
          resolve();
        };
        port2.postMessage(null);
      });
      started = performance.now();
      if (signal.aborted) throw new CancelledError('cancelled');
    },
  };
}
