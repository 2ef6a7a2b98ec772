import { Dialog } from '@base-ui/react/dialog';
import { RotateCcw } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { chordLabel } from '../../state/chordLabel.ts';
import { useKeyboardLayout } from '../../state/keyboardLayout.ts';
import { chordsOf } from '../../state/shortcutMatch.ts';
import {
  conflictOf,
  isChord,
  pageShortcuts,
  shortcutActions,
  shortcutsInForce,
  useShortcutSettings,
} from '../../state/shortcutStore.ts';
import type { Shortcut, ShortcutGroup, ShortcutId } from '../../state/shortcuts.ts';
import { Button } from '../controls/Button.tsx';
import { IconButton } from '../controls/IconButton.tsx';
import { SwitchField } from '../controls/SwitchField.tsx';
import type { MessageKey } from '../i18n/en.ts';
import { useText } from '../i18n/useText.ts';
import styles from './Dialog.module.css';
import own from './ShortcutsDialog.module.css';

const groups: readonly ShortcutGroup[] = ['tools', 'mask', 'view', 'photo', 'results', 'cursor'];
const groupKeys = {
  tools: 'shortcut.groupTools',
  mask: 'shortcut.groupMask',
  view: 'shortcut.groupView',
  photo: 'shortcut.groupPhoto',
  results: 'shortcut.groupResults',
  cursor: 'shortcut.groupCursor',
} as const;
const isMac = /mac|iphone|ipad/i.test(navigator.platform);
const modifiers = new Set(['Control', 'Meta', 'Alt', 'Shift', 'Tab', 'Escape']);

interface RowProps {
  readonly shortcut: Shortcut;
  readonly isListening: boolean;
  readonly clash: string | null;
  readonly onListen: (id: ShortcutId | null) => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

function Row({ shortcut, isListening, clash, onListen, onKey }: RowProps) {
  const text = useText();
  const layout = useKeyboardLayout();
  const name = text(shortcut.labelKey as MessageKey);
  // Two ways to write one key are one key to the user.
  const keys = [...new Set(shortcut.chords.map((chord) => chordLabel(chord, { isMac, layout })))].join('   ');
  return (
    <li className={own.row}>
      <span>{name}</span>
      <button
        type="button"
        className={own.keys}
        aria-label={text('shortcuts.change', { name, keys })}
        aria-pressed={isListening}
        onClick={() => onListen(isListening ? null : shortcut.id)}
        onKeyDown={isListening ? onKey : undefined}
        onBlur={() => isListening && onListen(null)}
      >
        {isListening ? (clash ?? text('shortcuts.press')) : keys}
      </button>
    </li>
  );
}

interface ShortcutsDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Every shortcut; each can be changed, and all single keys can be switched off (WCAG 2.1.4). */
export function ShortcutsDialog({ open, onOpenChange }: ShortcutsDialogProps) {
  const text = useText();
  const settings = useShortcutSettings((state) => state);
  const [listening, setListening] = useState<ShortcutId | null>(null);
  const [clash, setClash] = useState<string | null>(null);
  const inForce = shortcutsInForce(pageShortcuts, { ...settings, enabled: true });

  const listen = (id: ShortcutId | null) => {
    setListening(id);
    setClash(null);
  };
  const take = (event: KeyboardEvent) => {
    if (modifiers.has(event.key) || !listening) return;
    event.preventDefault();
    event.stopPropagation();
    const { nativeEvent: native } = event;
    const chord = chordsOf(
      {
        key: native.key,
        code: native.code,
        ctrlKey: native.ctrlKey,
        metaKey: native.metaKey,
        altKey: native.altKey,
        shiftKey: native.shiftKey,
        isComposing: native.isComposing,
        keyCode: native.keyCode,
        isAltGraph: native.getModifierState('AltGraph'),
      },
      isMac,
    ).find(isChord);
    if (!chord) return;
    const other = conflictOf(inForce, listening, chord);
    if (other) {
      setClash(text('shortcuts.clash', { name: text(other.labelKey as MessageKey) }));
      return;
    }
    shortcutActions.remap(listening, [chord]);
    listen(null);
  };

  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={`${styles.popup} ${styles.wide}`}>
          <Dialog.Title className={styles.title}>{text('top.shortcuts')}</Dialog.Title>
          <Dialog.Description className={styles.detail}>{text('shortcuts.hint')}</Dialog.Description>
          <SwitchField
            label={text('shortcuts.enabled')}
            checked={settings.enabled}
            onChange={shortcutActions.setEnabled}
          />
          <div className={own.groups}>
            {groups.map((group) => (
              <section key={group} aria-label={text(groupKeys[group])}>
                <h3 className={own.heading}>{text(groupKeys[group])}</h3>
                <ul>
                  {inForce
                    .filter((one) => one.group === group)
                    .filter((one, at, all) => all.findIndex(({ id }) => id === one.id) === at)
                    .map((shortcut) => (
                      <Row
                        key={shortcut.id}
                        shortcut={shortcut}
                        isListening={listening === shortcut.id}
                        clash={clash}
                        onListen={listen}
                        onKey={take}
                      />
                    ))}
                </ul>
              </section>
            ))}
          </div>
          <div className={styles.buttons}>
            <IconButton
              label={text('shortcuts.reset')}
              icon={RotateCcw}
              onClick={() => shortcutActions.reset()}
            />
            <Dialog.Close render={<Button tone="primary" />}>{text('top.close')}</Dialog.Close>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
