/** A value as a readout wants it: while it changes with every frame, told only now and then. */
export interface Slow<T> {
  subscribe(listener: () => void): () => void;
  read(): T;
}

/**
 * @param subscribe calls back with every change; returns the way to stop
 * @param read the value now; the same value compares equal to itself
 * @param ms at most one call in this time; the first change is told at once, the last one always
 */
export function slowly<T>(
  subscribe: (changed: () => void) => () => void,
  read: () => T,
  ms: number,
): Slow<T> {
  const listeners = new Set<() => void>();
  let shown = read();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let stop: (() => void) | null = null;

  const changed = (): void => {
    if (timer !== null || Object.is(read(), shown)) return;
    shown = read();
    timer = setTimeout(() => {
      timer = null;
      changed();
    }, ms);
    for (const listener of listeners) listener();
  };
  return {
    subscribe(listener) {
      listeners.add(listener);
      shown = listeners.size === 1 ? read() : shown;
      stop ??= subscribe(changed);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop?.();
        stop = null;
        if (timer !== null) clearTimeout(timer);
        timer = null;
      };
    },
    read: () => (listeners.size > 0 ? shown : read()),
  };
}
