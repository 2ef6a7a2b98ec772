/** What a turn of the wheel means: mice, trackpads and browsers all say it differently. */

export type WheelSetting = 'auto' | 'zoom' | 'scroll';

/** The part of a WheelEvent that matters. */
export interface WheelFact {
  readonly deltaX: number;
  readonly deltaY: number;
  /** 0 pixels, 1 lines, 2 pages. */
  readonly deltaMode: number;
  /** Chromium and Safari: ±120 per notch of a mouse. */
  readonly wheelDeltaY?: number;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly timeStamp: number;
}

export type WheelIntent =
  | { readonly kind: 'zoom'; readonly factor: number }
  /** CSS pixels by which the photo moves. */
  | { readonly kind: 'pan'; readonly dx: number; readonly dy: number }
  | { readonly kind: 'size'; readonly factor: number };

/** 40 px a line: three lines of Firefox are about the 100–120 px of a Chromium notch. */
const pixelsPerLine = 40;
const pixelsPerPage = 800;
/** A flick of a free-running wheel must not throw the photo away. */
const maxDelta = 240;
/** Within this time a device stays what it was taken for: fast flicks of a trackpad look like notches. */
const sameDeviceMs = 400;

const pixels = (delta: number, mode: number): number =>
  mode === 1 ? delta * pixelsPerLine : mode === 2 ? delta * pixelsPerPage : delta;
const bounded = (delta: number): number => Math.min(maxDelta, Math.max(-maxDelta, delta));

/** Whether one event, taken alone, comes from a wheel with notches. */
export function looksLikeMouse(fact: WheelFact): boolean {
  if (fact.deltaMode !== 0) return true;
  if (fact.deltaX !== 0 && fact.deltaY !== 0) return false;
  const delta = fact.deltaY === 0 ? fact.deltaX : fact.deltaY;
  if (fact.wheelDeltaY && Math.abs(fact.wheelDeltaY) % 120 === 0) return Math.abs(delta) >= 40;
  // Display scaling makes notches fractional, but only trackpads make them small.
  return Math.abs(delta) >= 40 && Number.isInteger(delta);
}

/** Reads wheel events in their order; keeps in mind which device the last ones came from. */
export function createWheelReader(): (fact: WheelFact, setting: WheelSetting) => WheelIntent {
  let lastTime = -Infinity;
  let wasMouse = true;
  return (fact, setting) => {
    const isSequence = fact.timeStamp - lastTime < sameDeviceMs;
    // Once small or two-axis steps came, the sequence is a trackpad's until it pauses.
    const isMouse = isSequence && !wasMouse ? false : looksLikeMouse(fact);
    lastTime = fact.timeStamp;
    wasMouse = isMouse;
    const dx = bounded(pixels(fact.deltaX, fact.deltaMode));
    const dy = bounded(pixels(fact.deltaY, fact.deltaMode));
    // Browsers turn Shift or Alt + wheel into a sideways one on some systems.
    const along = dy === 0 ? dx : dy;
    if (fact.altKey) return { kind: 'size', factor: Math.exp(-along * 0.001) };
    // Pinch arrives as Ctrl + small deltas; a notch with Ctrl is bounded to about ×1.35.
    if (fact.ctrlKey || fact.metaKey)
      return { kind: 'zoom', factor: Math.exp(-Math.min(30, Math.max(-30, along)) * 0.01) };
    const zooms = setting === 'zoom' || (setting === 'auto' && isMouse);
    if (zooms && !fact.shiftKey) return { kind: 'zoom', factor: Math.exp(-along * 0.002) };
    if (fact.shiftKey && dx === 0) return { kind: 'pan', dx: -dy || 0, dy: 0 };
    return { kind: 'pan', dx: -dx || 0, dy: -dy || 0 };
  };
}
