/** The one door through which DOM pointer and wheel events come in; behind it there are only facts and photo pixels. */
import { screenToPhoto, zoomAt, panBy, type Point, type Size } from '../document/view.ts';
import type { PointerFact, PointerInput } from './pointerInput.ts';
import { createWheelReader, type WheelSetting } from './wheel.ts';
import type { Views } from '../state/viewStore.ts';

export interface PointerBinding {
  readonly input: PointerInput;
  readonly views: Views;
  /** Size of the canvas in device pixels. */
  canvas(): Size;
  wheelSetting(): WheelSetting;
  /** The right button, or the menu key, in CSS pixels of the window. */
  onMenu(place: Point): void;
  resizeBrush(factor: number): void;
  /** The pointer over the canvas in CSS pixels; null when it left or is a finger. */
  onHover(point: Point | null): void;
  /** The wheel or a pinch of the trackpad has zoomed the photo. */
  onZoom(): void;
  /** A pointer came down: the keyboard cursor goes. */
  onDown(): void;
  /** Whether the pointer's readout may follow: not while a brush paints or the photo is moved. */
  isReadoutLive(): boolean;
}

const kindOf = (event: PointerEvent): PointerFact['type'] =>
  event.pointerType === 'pen' || event.pointerType === 'touch' ? event.pointerType : 'mouse';

/** Binds an element's events. Returns the way to undo it. */
export function bindPointer(element: HTMLElement, binding: PointerBinding): () => void {
  const { input, views } = binding;
  const readWheel = createWheelReader();
  let readout: Point | null = null;
  let readoutFrame = 0;
  /** Device pixels that the wheel has asked for and the photo not moved yet. */
  let scrolled: Point = { x: 0, y: 0 };
  /** Time of the last position of each pointer that was drawn at once. */
  const drawnUntil = new Map<number, number>();

  let seen: DOMRect | null = null;
  const lookAgain = (): DOMRect => (seen = element.getBoundingClientRect());

  /** CSS pixels from the element's corner → device pixels of the canvas, which the browser may have rounded. */
  const toScreen = (rect: DOMRect, clientX: number, clientY: number): Point => {
    const { width, height } = binding.canvas();
    return {
      x: ((clientX - rect.left) * width) / rect.width,
      y: ((clientY - rect.top) * height) / rect.height,
    };
  };
  const factOf = (event: PointerEvent, rect: DOMRect): PointerFact => ({
    ...toScreen(rect, event.clientX, event.clientY),
    id: event.pointerId,
    type: kindOf(event),
    button: event.button,
    buttons: event.buttons,
    pressure: event.pressure,
    shift: event.shiftKey,
    alt: event.altKey,
    timeMs: event.timeStamp,
  });
  const showReadout = (): void => {
    readoutFrame = 0;
    if (binding.isReadoutLive()) views.setPointer(readout);
  };
  const hover = (event: PointerEvent | null, rect?: DOMRect): void => {
    const isShown = event !== null && rect !== undefined && kindOf(event) !== 'touch';
    // While the brush is sized by a drag its circle stays where the drag began.
    if (input.activity() !== 'size')
      binding.onHover(isShown ? { x: event.clientX - rect.left, y: event.clientY - rect.top } : null);
    readout =
      event && rect
        ? screenToPhoto(views.store.getState().view, toScreen(rect, event.clientX, event.clientY))
        : null;
    if (binding.isReadoutLive()) readoutFrame ||= requestAnimationFrame(showReadout);
  };

  const down = (event: PointerEvent): void => {
    // Only the canvas itself: handles and the minimap over it have pointers of their own.
    if (event.target !== element) return;
    const rect = lookAgain();
    // No ring round the photo for whoever points at it, even after a shortcut has made the browser think of keys.
    element.dataset.pointed = '';
    element.focus({ preventScroll: true });
    binding.onDown();
    const isWanted = input.down(factOf(event, rect));
    hover(event, rect);
    if (!isWanted) return;
    // Middle button: no autoscroll. Touch: no emulated mouse.
    event.preventDefault();
    try {
      element.setPointerCapture(event.pointerId);
    } catch {
      // The pointer is gone already; its up or cancel is on the way.
    }
  };
  const factsOf = (event: PointerEvent, rect: DOMRect): PointerFact[] => {
    const coalesced = event.getCoalescedEvents?.() ?? [];
    return (coalesced.length > 0 ? coalesced : [event]).map((one) => factOf(one, rect));
  };
  const move = (event: PointerEvent): void => {
    const rect = lookAgain();
    // What was drawn ahead of the frame comes once more with it.
    const drawn = drawnUntil.get(event.pointerId) ?? -Infinity;
    const facts = factsOf(event, rect).filter(({ timeMs }) => timeMs > drawn);
    if (facts.length > 0) input.move(facts);
    hover(event, rect);
  };
  /** While something is drawn, positions go to the worker as they come, not with the page's next frame. */
  const moveAtOnce = (event: PointerEvent): void => {
    if (input.activity() !== 'draw') return;
    drawnUntil.set(event.pointerId, event.timeStamp);
    // Where the element was a frame ago: asked for anew, the page lays itself out in the middle of what it does.
    input.move(factsOf(event, seen ?? lookAgain()));
  };
  const up = (event: PointerEvent): void => {
    drawnUntil.delete(event.pointerId);
    const rect = element.getBoundingClientRect();
    input.up(factOf(event, rect));
    hover(event, rect);
  };
  const cancel = (event: PointerEvent): void => input.cancel(factOf(event, element.getBoundingClientRect()));
  const lost = (event: PointerEvent): void => input.lost(event.pointerId);
  const leave = (): void => {
    if (input.activity() === 'idle') hover(null);
  };
  const wheel = (event: WheelEvent): void => {
    event.preventDefault();
    const intent = readWheel(event, binding.wheelSetting());
    const { view } = views.store.getState();
    const rect = element.getBoundingClientRect();
    if (intent.kind === 'size') binding.resizeBrush(intent.factor);
    else if (intent.kind === 'zoom') {
      views.setView(zoomAt(view, toScreen(rect, event.clientX, event.clientY), view.scale * intent.factor));
      binding.onZoom();
    } else {
      const ratio = binding.canvas().width / rect.width;
      // By whole pixels, as a drag; what is left over comes with the next turn.
      const [x, y] = [scrolled.x + intent.dx * ratio, scrolled.y + intent.dy * ratio];
      const [dx, dy] = [Math.round(x), Math.round(y)];
      scrolled = { x: x - dx, y: y - dy };
      views.setView(panBy(view, dx, dy));
    }
  };
  const unpoint = (): void => {
    delete element.dataset.pointed;
  };
  const refuse = (event: Event): void => event.preventDefault();
  const menu = (event: MouseEvent): void => {
    event.preventDefault();
    // A long press of a finger is how it paints a dot; with Alt the right button sizes the brush.
    const isFinger = event instanceof PointerEvent && event.pointerType === 'touch';
    if (isFinger || event.altKey || input.activity() !== 'idle') return;
    binding.onMenu({ x: event.clientX, y: event.clientY });
  };
  const blur = (): void => input.blur();
  const hidden = (): void => {
    if (document.visibilityState === 'hidden') input.blur();
  };

  const abort = new AbortController();
  const { signal } = abort;
  element.addEventListener('pointerdown', down, { signal });
  element.addEventListener('pointermove', move, { signal });
  // Not in Safari, where the moves come with the frames.
  element.addEventListener('pointerrawupdate', (event) => moveAtOnce(event as PointerEvent), { signal });
  element.addEventListener('pointerup', up, { signal });
  element.addEventListener('pointercancel', cancel, { signal });
  element.addEventListener('lostpointercapture', lost, { signal });
  element.addEventListener('pointerleave', leave, { signal });
  element.addEventListener('blur', unpoint, { signal });
  element.addEventListener('wheel', wheel, { passive: false, signal });
  element.addEventListener('contextmenu', menu, { signal });
  element.addEventListener('dragstart', refuse, { signal });
  window.addEventListener('blur', blur, { signal });
  document.addEventListener('visibilitychange', hidden, { signal });
  return () => {
    abort.abort();
    cancelAnimationFrame(readoutFrame);
  };
}
