/** Whether the photo is being zoomed, so that no frame is looked at for long. */
export interface Zooming {
  /** The view has another scale now. */
  changed(): void;
  /** Between two changes that follow each other. */
  isUnderWay(): boolean;
}

/** Turns of a wheel and fingers follow each other faster, steps by key or button slower. */
const sameZoomMs = 100;

/** @param onRest called when a zoom that was under way has ended */
export function createZooming(onRest: () => void): Zooming {
  let last = -Infinity;
  let rest: ReturnType<typeof setTimeout> | undefined;
  const end = (): void => {
    rest = undefined;
    onRest();
  };
  return {
    changed() {
      const now = performance.now();
      const follows = now - last < sameZoomMs;
      last = now;
      if (!follows && rest === undefined) return;
      clearTimeout(rest);
      rest = setTimeout(end, sameZoomMs);
    },
    isUnderWay: () => rest !== undefined,
  };
}
