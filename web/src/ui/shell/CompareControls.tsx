import { Menu } from '@base-ui/react/menu';
import { Check, Columns2, Diff, SquareSplitHorizontal, type LucideIcon } from 'lucide-react';
import type { ActionId } from '../../state/shortcuts.ts';
import { IconButton } from '../controls/IconButton.tsx';
import iconStyles from '../controls/IconButton.module.css';
import menuStyles from '../controls/Menu.module.css';
import { Tip } from '../controls/Tip.tsx';
import type { MessageKey } from '../i18n/en.ts';
import { useText } from '../i18n/useText.ts';
import { useFacts, useSession } from '../sessionContext.tsx';
import { useSlimBar } from '../useNarrow.ts';
import { useShortcutLabel } from '../useShortcutLabel.ts';
import styles from './TopBar.module.css';

interface Way {
  readonly mode: 'split' | 'grid' | 'difference';
  readonly label: MessageKey;
  readonly icon: LucideIcon;
  readonly shortcut?: ActionId;
}

const ways: readonly Way[] = [
  { mode: 'split', label: 'top.beforeAfter', icon: SquareSplitHorizontal, shortcut: 'toggleSplit' },
  { mode: 'grid', label: 'top.sideBySide', icon: Columns2 },
  { mode: 'difference', label: 'compare.difference', icon: Diff, shortcut: 'toggleDifference' },
];

/** The ways of comparing: a button each, or where the bar is slim one menu. */
export function CompareControls() {
  const isPossible = useFacts(
    ({ facts }) => facts !== null && facts.results.length + facts.patches.length > 0,
  );
  const isSlim = useSlimBar();
  return isSlim ? <CompareMenu isPossible={isPossible} /> : <CompareButtons isPossible={isPossible} />;
}

function CompareButtons({ isPossible }: { isPossible: boolean }) {
  const text = useText();
  const keyOf = useShortcutLabel();
  const session = useSession();
  const compare = useFacts((state) => state.compare);
  return (
    <div className={styles.group} role="group" aria-label={text('top.compare')}>
      {ways.map(({ mode, label, icon, shortcut }) => (
        <IconButton
          key={mode}
          label={text(label)}
          {...(shortcut && { keys: keyOf(shortcut) })}
          icon={icon}
          pressed={compare === mode}
          disabled={!isPossible}
          onClick={() => session.compare(mode)}
        />
      ))}
    </div>
  );
}

function CompareMenu({ isPossible }: { isPossible: boolean }) {
  const text = useText();
  const session = useSession();
  const compare = useFacts((state) => state.compare);
  // The trigger shows which way is on, as the buttons would.
  const Icon = ways.find(({ mode }) => mode === compare)?.icon ?? SquareSplitHorizontal;
  return (
    <Menu.Root>
      <Tip text={text('top.compare')}>
        <Menu.Trigger
          aria-label={text('top.compare')}
          className={iconStyles.button}
          data-on={compare === 'off' ? undefined : ''}
          disabled={!isPossible}
        >
          <Icon size={18} strokeWidth={1.75} aria-hidden />
        </Menu.Trigger>
      </Tip>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={4}>
          <Menu.Popup className={menuStyles.popup}>
            {ways.map(({ mode, label, icon: WayIcon }) => (
              <Menu.CheckboxItem
                key={mode}
                className={menuStyles.item}
                checked={compare === mode}
                closeOnClick
                onCheckedChange={() => session.compare(mode)}
              >
                <WayIcon size={16} strokeWidth={1.75} aria-hidden />
                <span className={menuStyles.label}>{text(label)}</span>
                <Menu.CheckboxItemIndicator className={menuStyles.markAfter}>
                  <Check size={14} aria-hidden />
                </Menu.CheckboxItemIndicator>
              </Menu.CheckboxItem>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
