import { Menu } from '@base-ui/react/menu';
import { ChevronDown } from 'lucide-react';
import type { MaskFile } from '../../document/facts.ts';
import buttonStyles from '../controls/Button.module.css';
import menuStyles from '../controls/Menu.module.css';
import { useText } from '../i18n/useText.ts';
import { useSession } from '../sessionContext.tsx';
import styles from './panel.module.css';

const files = [
  { channel: 'grey', remove: 'white', label: 'mask.fileWhite' },
  { channel: 'grey', remove: 'black', label: 'mask.fileBlack' },
  { channel: 'alpha', remove: 'white', label: 'mask.fileOpaque' },
  { channel: 'alpha', remove: 'black', label: 'mask.fileClear' },
] as const satisfies readonly (MaskFile & { label: string })[];

/** The mask as other tools want it, beside the plain download. */
export function MaskFileMenu() {
  const text = useText();
  const session = useSession();
  return (
    <Menu.Root>
      <Menu.Trigger
        aria-label={text('mask.fileMenu')}
        className={`${buttonStyles.button} ${buttonStyles.plain} ${styles.splitMore}`}
      >
        <ChevronDown size={14} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={4}>
          <Menu.Popup className={menuStyles.popup}>
            <Menu.Group>
              <Menu.GroupLabel className={menuStyles.heading}>{text('mask.fileMenu')}</Menu.GroupLabel>
              {files.map(({ label, ...file }) => (
                <Menu.Item
                  key={label}
                  className={menuStyles.item}
                  onClick={() => void session.downloadMask(file)}
                >
                  <span className={menuStyles.label}>{text(label)}</span>
                </Menu.Item>
              ))}
            </Menu.Group>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
