import type { Size } from '../document/view.ts';

/** An element's content box in whole device pixels, as the browser itself rounds it where it says so. */
function deviceSizeOf(entry: ResizeObserverEntry): Size {
  const box = entry.devicePixelContentBoxSize?.[0];
  if (box) return { width: box.inlineSize, height: box.blockSize };
  // Safari does not know the device-pixel box.
  const { width, height } = entry.contentRect;
  return { width: Math.round(width * devicePixelRatio), height: Math.round(height * devicePixelRatio) };
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
