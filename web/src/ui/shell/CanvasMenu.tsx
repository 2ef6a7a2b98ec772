import { Menu } from '@base-ui/react/menu';
import { useCallback, useState } from 'react';
import type { ShortcutId } from '../../state/shortcuts.ts';
import { useView, views } from '../../state/viewStore.ts';
import styles from '../controls/Menu.module.css';
import { useText } from '../i18n/useText.ts';
import { useFacts, useSession } from '../sessionContext.tsx';
import { useShortcutLabel } from '../useShortcutLabel.ts';

/** Where a menu was asked for, in CSS pixels of the window. */
export interface MenuPlace {
  readonly x: number;
  readonly y: number;
}

/** Gives the place of the menu and what asks for it. */
export function useCanvasMenu() {
  const [place, setPlace] = useState<MenuPlace | null>(null);
  return { place, ask: setPlace, close: useCallback(() => setPlace(null), []) };
}

const focusCanvas = (): HTMLElement | null =>
  document.querySelector<HTMLElement>('[data-shortcut-scope=canvas]');

/** What the right button, or the menu key, offers over the photo: never a stroke. */
export function CanvasMenu({ place, onClose }: { place: MenuPlace | null; onClose: () => void }) {
  const text = useText();
  const session = useSession();
  const keyOf = useShortcutLabel();
  const facts = useFacts((state) => state.facts);
  const hasMask = useView(({ maskBounds }) => maskBounds !== null);
  const entry = (id: ShortcutId, label: string, act: () => void, isPossible = true) => (
    <Menu.Item className={styles.item} disabled={!isPossible} onClick={act}>
      <span className={styles.label}>{label}</span>
      <kbd className={styles.keys}>{keyOf(id)}</kbd>
    </Menu.Item>
  );
  const anchor = { getBoundingClientRect: () => new DOMRect(place?.x ?? 0, place?.y ?? 0, 0, 0) };
  return (
    <Menu.Root open={place !== null} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Menu.Portal>
        <Menu.Positioner anchor={anchor} side="bottom" align="start">
          <Menu.Popup className={styles.popup} finalFocus={focusCanvas}>
            {entry('undo', text('top.undo'), () => void session.undo(), facts?.undo != null)}
            {entry('redo', text('top.redo'), () => void session.redo(), facts?.redo != null)}
            <Menu.Separator className={styles.rule} />
            {entry('invertMask', text('mask.invertMask'), () => void session.invertMask())}
            {entry('selectAll', text('shortcut.selectAll'), () => void session.selectAll())}
            {entry('clearMask', text('mask.clearMask'), () => void session.clearMask(), hasMask)}
            {entry(
              'previousMask',
              text('shortcut.previousMask'),
              () => void session.bringBackMask(),
              facts?.hasPrevious,
            )}
            <Menu.Separator className={styles.rule} />
            {entry('zoomToMask', text('top.zoomToMask'), views.zoomToMask, hasMask)}
            {entry('fit', text('top.fitPhoto'), views.fit)}
            {entry('actual', text('top.actualSize'), views.actual)}
            <Menu.Separator className={styles.rule} />
            {entry('copyResult', text('save.copy'), () => void session.copyPhoto())}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
