import type { Size } from '../document/view.ts';

/** An element's content box in whole device pixels, as the browser itself rounds it where it says so. */
function deviceSizeOf(entry: ResizeObserverEntry): Size {
  const { width, height } = entry.contentRect;
  const scaled = { width: width * devicePixelRatio, height: height * devicePixelRatio };
  const box = entry.devicePixelContentBoxSize?.[0];
  // Under an emulated pixel ratio Chromium gives CSS pixels here; a display's own rounding differs by a pixel at the most.
  const isTrue =
    box && Math.abs(box.inlineSize - scaled.width) < 2 && Math.abs(box.blockSize - scaled.height) < 2;
  if (isTrue) return { width: box.inlineSize, height: box.blockSize };
  // Safari does not know the device-pixel box.
  return { width: Math.round(scaled.width), height: Math.round(scaled.height) };
}

/**
 * Calls back with an element's size in device pixels: at once, and when it changes, the display's pixel ratio included.
 * Returns the way to stop.
 */
export function observeDeviceSize(element: Element, onSize: (size: Size, dpr: number) => void): () => void {
  const observer = new ResizeObserver((entries) => {
    const entry = entries.at(-1);
    if (entry) onSize(deviceSizeOf(entry), devicePixelRatio);
  });
  try {
    observer.observe(element, { box: 'device-pixel-content-box' });
  } catch {
    observer.observe(element);
  }
  return () => observer.disconnect();
}
