/** Space, Alt and Shift while they are held: the hand, the other mode, the straight line. */
import { toolActions, type HeldKey } from '../state/toolStore.ts';
import { viewStore } from '../state/viewStore.ts';
import { focusKindOf } from './focusKind.ts';

const heldKeyOf = (key: string): HeldKey | null =>
  key === ' ' ? 'space' : key === 'Alt' ? 'alt' : key === 'Shift' ? 'shift' : null;

/**
 * Whether Space belongs to what has the focus: a text field, or a control that was reached by keyboard. A button that
 * was clicked keeps the focus, but whoever then points at the photo means the hand. (`:focus-visible` cannot tell: it
 * begins to match with the very key press.)
 */
function needsSpace(target: EventTarget | null, wasReachedByKey: boolean): boolean {
  const kind = focusKindOf(target);
  if (kind === 'text' || kind === 'popup') return true;
  const isAtPhoto = viewStore.getState().pointer !== null;
  return kind !== 'other' && (!isAtPhoto || wasReachedByKey);
}

/** Follows the held keys into the tool store; a window that loses the focus releases all. Returns the way to stop. */
export function bindHeldKeys(): () => void {
  let spaceIsOurs = false;
  let lastWasKey = false;
  let wasReachedByKey = false;
  const down = (event: KeyboardEvent): void => {
    lastWasKey = true;
    const key = heldKeyOf(event.key);
    if (!key || event.isComposing) return;
    if (key === 'space') {
      // With the keyboard cursor shown, Space paints.
      if (needsSpace(event.target, wasReachedByKey) || viewStore.getState().cursor) return;
      spaceIsOurs = true;
      event.preventDefault();
    }
    if (key === 'alt' && viewStore.getState().pointer) event.preventDefault();
    toolActions.hold(key, true);
  };
  const up = (event: KeyboardEvent): void => {
    const key = heldKeyOf(event.key);
    if (!key) return;
    // Firefox presses a focused button on the release of Space; Alt would open the window's menu.
    if ((key === 'space' && spaceIsOurs) || (key === 'alt' && viewStore.getState().pointer))
      event.preventDefault();
    if (key === 'space') spaceIsOurs = false;
    toolActions.hold(key, false);
  };
  const abort = new AbortController();
  const { signal } = abort;
  window.addEventListener('keydown', down, { capture: true, signal });
  window.addEventListener('keyup', up, { capture: true, signal });
  window.addEventListener('pointerdown', () => void (lastWasKey = false), { capture: true, signal });
  window.addEventListener('focusin', () => void (wasReachedByKey = lastWasKey), { capture: true, signal });
  window.addEventListener('blur', toolActions.releaseAll, { signal });
  document.addEventListener('visibilitychange', toolActions.releaseAll, { signal });
  return () => {
    abort.abort();
    toolActions.releaseAll();
  };
}
