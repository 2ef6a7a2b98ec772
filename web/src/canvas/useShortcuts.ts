/** Binds the map of shortcuts to the page: tools and view here, everything else through the record the page gives. */
import { useEffect, useLayoutEffect, useRef } from 'react';
import { chordsOf, focusOwns, matchShortcut, type KeyFact } from '../state/shortcutMatch.ts';
import type { ActionId, ShortcutId } from '../state/shortcuts.ts';
import { pageShortcuts, shortcutsInForce, shortcutStore } from '../state/shortcutStore.ts';
import { toolActions } from '../state/toolStore.ts';
import { viewInHand } from '../state/viewInHand.ts';
import { viewStore, views } from '../state/viewStore.ts';
import type { ToolId } from '../tools/gesture.ts';
import { focusKindOf, scopesAt } from './focusKind.ts';
import { bindHeldKeys } from './heldKeys.ts';
import { keyboardCursor } from './keyboardCursorInHand.ts';
import { unwindCanvas } from './unwind.ts';

interface KeyPress {
  /** False on the release of a shortcut that is held. */
  readonly isDown: boolean;
  readonly event: KeyboardEvent;
}
type Action = (press: KeyPress) => void;

const onDown =
  (act: (event: KeyboardEvent) => void): Action =>
  ({ isDown, event }) => {
    if (isDown) act(event);
  };
const arrow = (dx: number, dy: number): Action =>
  onDown((event) => keyboardCursor()?.move(dx, dy, event.shiftKey ? 10 : 1));

/** What this room does itself. */
const ownActions = {
  swapMode: onDown(toolActions.swapMode),
  // A tenth: about what one can see.
  sizeDown: onDown(() => toolActions.resize(1 / 1.1)),
  sizeUp: onDown(() => toolActions.resize(1.1)),
  softer: onDown(() => toolActions.harden(-0.1)),
  harder: onDown(() => toolActions.harden(0.1)),
  zoomIn: onDown(viewInHand.zoomIn),
  zoomOut: onDown(viewInHand.zoomOut),
  fit: onDown(viewInHand.fit),
  actual: onDown(viewInHand.actual),
  zoomToMask: onDown(viewInHand.zoomToMask),
  turn: onDown(() => viewInHand.turn(1)),
  cycleOverlay: onDown(views.cycleOverlay),
  showPhoto: ({ isDown }) => views.setDisplay({ photoOnly: isDown }),
  cursorLeft: arrow(-1, 0),
  cursorRight: arrow(1, 0),
  cursorUp: arrow(0, -1),
  cursorDown: arrow(0, 1),
  cursorPaint: ({ isDown, event }) => {
    if (isDown) keyboardCursor()?.press(event.key === 'Enter' ? 'enter' : 'space');
    else keyboardCursor()?.release();
  },
} satisfies Partial<Record<ActionId, Action>>;

/** What the page does when a shortcut is pressed; what is not there yet leaves its keys to the browser. */
export type ShellActions = Partial<
  Record<Exclude<ActionId, keyof typeof ownActions | `chooseResult${number}`>, () => void>
> & {
  /** 1 for "Result 1". */
  readonly chooseResult?: (number: number) => void;
};

function actionOf(id: ShortcutId, shell: ShellActions): Action | undefined {
  if (id.startsWith('tool.')) return onDown(() => toolActions.choose(id.slice('tool.'.length) as ToolId));
  if (id in ownActions) return ownActions[id as keyof typeof ownActions];
  const chosen = /^chooseResult(\d)$/.exec(id);
  if (chosen) return shell.chooseResult && onDown(() => shell.chooseResult?.(Number(chosen[1])));
  if (id === 'unwind')
    return onDown(() => {
      if (!unwindCanvas()) shell.unwind?.();
    });
  const act = shell[id as keyof Omit<ShellActions, 'chooseResult'>];
  return act && onDown(() => act());
}

const isMac = (): boolean => /mac|iphone|ipad/i.test(navigator.platform);

const factOf = (event: KeyboardEvent): KeyFact => ({
  key: event.key,
  code: event.code,
  ctrlKey: event.ctrlKey,
  metaKey: event.metaKey,
  altKey: event.altKey,
  shiftKey: event.shiftKey,
  isComposing: event.isComposing,
  keyCode: event.keyCode,
  isAltGraph: event.getModifierState('AltGraph'),
});

/** Enter finishes a path that waits for its next corner, before it can mean Remove. */
function finishesPath(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' || focusKindOf(event.target) !== 'other') return false;
  return keyboardCursor()?.finishPending() ?? false;
}

/**
 * Listens for the page's shortcuts and held keys. Call once, at the page's root.
 * @param options.isCompareOpen 1–4, Enter and Delete are the results' then, wherever the focus is.
 */
export function useShortcuts(shell: ShellActions, options: { readonly isCompareOpen: boolean }): void {
  const latest = useRef({ shell, options });
  useLayoutEffect(() => {
    latest.current = { shell, options };
  });
  useEffect(() => {
    /** Held shortcuts by the code of their key: the release may come with other modifiers. */
    const held = new Map<string, Action>();
    const keyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const { shell: actions, options: state } = latest.current;
      if (finishesPath(event)) {
        event.preventDefault();
        return;
      }
      const fact = factOf(event);
      const scopes = scopesAt(event.target, {
        isCompareOpen: state.isCompareOpen,
        isCursorShown: viewStore.getState().cursor !== null,
      });
      const inForce = shortcutsInForce(pageShortcuts, shortcutStore.getState());
      const shortcut = matchShortcut(inForce, chordsOf(fact, isMac()), scopes);
      if (!shortcut || focusOwns(focusKindOf(event.target), fact, shortcut)) return;
      // Text that is marked is what Copy means.
      if (shortcut.id === 'copyResult' && !(getSelection()?.isCollapsed ?? true)) return;
      const act = actionOf(shortcut.id, actions);
      if (!act) return;
      event.preventDefault();
      if (event.repeat && !shortcut.repeats) return;
      if (shortcut.isHold) held.set(event.code, act);
      act({ isDown: true, event });
    };
    const release = (event: KeyboardEvent): void => {
      held.get(event.code)?.({ isDown: false, event });
      held.delete(event.code);
    };
    const releaseAll = (): void => {
      for (const act of held.values()) act({ isDown: false, event: new KeyboardEvent('keyup') });
      held.clear();
    };
    const abort = new AbortController();
    const { signal } = abort;
    window.addEventListener('keydown', keyDown, { signal });
    window.addEventListener('keyup', release, { signal });
    window.addEventListener('blur', releaseAll, { signal });
    document.addEventListener('visibilitychange', releaseAll, { signal });
    const leaveHeld = bindHeldKeys();
    return () => {
      abort.abort();
      releaseAll();
      leaveHeld();
    };
  }, []);
}
