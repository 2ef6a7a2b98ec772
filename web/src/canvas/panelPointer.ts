/** Moves the panels' shared view: drag, wheel, two fingers. */
import { panBy, zoomAt, type Point, type Size, type View } from '../document/view.ts';
import { pinchView } from './pinch.ts';
import { createWheelReader } from './wheel.ts';

export interface PanelHost {
  /** In device pixels. */
  size(): Size;
  view(): View;
  setView(view: View): void;
}

/** Binds an element's events. Returns the way to undo it. */
export function bindPanelPointer(element: HTMLElement, host: PanelHost): () => void {
  const pointers = new Map<number, Point>();
  const readWheel = createWheelReader();
  const at = (event: MouseEvent): Point => {
    const rect = element.getBoundingClientRect();
    const { width, height } = host.size();
    return {
      x: ((event.clientX - rect.left) * width) / rect.width,
      y: ((event.clientY - rect.top) * height) / rect.height,
    };
  };
  const down = (event: PointerEvent): void => {
    if (event.button > 1 || pointers.size >= 2) return;
    pointers.set(event.pointerId, at(event));
    if (event.button === 1) event.preventDefault();
    element.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent): void => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const now = at(event);
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    pointers.set(event.pointerId, now);
    host.setView(
      other
        ? pinchView(host.view(), [before, other], [now, other])
        : panBy(host.view(), now.x - before.x, now.y - before.y),
    );
  };
  const gone = (event: PointerEvent): void => void pointers.delete(event.pointerId);
  const wheel = (event: WheelEvent): void => {
    event.preventDefault();
    const intent = readWheel(event, 'auto');
    const view = host.view();
    if (intent.kind === 'pan') {
      const ratio = host.size().width / element.clientWidth;
      host.setView(panBy(view, intent.dx * ratio, intent.dy * ratio));
    } else if (intent.kind === 'zoom') host.setView(zoomAt(view, at(event), view.scale * intent.factor));
  };
  const abort = new AbortController();
  const { signal } = abort;
  element.addEventListener('pointerdown', down, { signal });
  element.addEventListener('pointermove', move, { signal });
  element.addEventListener('pointerup', gone, { signal });
  element.addEventListener('pointercancel', gone, { signal });
  element.addEventListener('lostpointercapture', gone, { signal });
  element.addEventListener('wheel', wheel, { passive: false, signal });
  return () => abort.abort();
}
