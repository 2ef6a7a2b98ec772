import { History, ImagePlus, Keyboard, Redo2, Undo2 } from 'lucide-react';
import { useDeferredValue } from 'react';
import { Button } from '../controls/Button.tsx';
import { IconButton } from '../controls/IconButton.tsx';
import { useText } from '../i18n/useText.ts';
import { useFacts, useSession } from '../sessionContext.tsx';
import { useShortcutLabel } from '../useShortcutLabel.ts';
import { AppearanceMenu } from './AppearanceMenu.tsx';
import { CompareControls } from './CompareControls.tsx';
import { Mark } from './Mark.tsx';
import { SaveControls } from './SaveControls.tsx';
import styles from './TopBar.module.css';
import { Tray } from './Tray.tsx';
import { ViewControls } from './ViewControls.tsx';

interface TopBarProps {
  readonly onOpen: () => void;
  readonly onShortcuts: () => void;
  readonly onRecent: () => void;
}

/** Everything about photos as wholes: open, switch, step back, look, compare, save. */
export function TopBar({ onOpen, onShortcuts, onRecent }: TopBarProps) {
  const text = useText();
  const keyOf = useShortcutLabel();
  // The photo shows itself first.
  const isOpen = useDeferredValue(useFacts(({ facts }) => facts !== null));
  return (
    <div className={styles.bar}>
      <h1 className={`${styles.mark} ${isOpen ? styles.spokenOnPhone : ''}`}>
        <Mark />
        <span className={isOpen ? styles.word : ''}>{text('app.name')}</span>
      </h1>
      {isOpen ? <WhileOpen onOpen={onOpen} /> : <span className={styles.gap} />}
      <div className={styles.group}>
        <IconButton
          className={isOpen ? styles.wide : ''}
          label={text('recent.title')}
          icon={History}
          onClick={onRecent}
        />
        <AppearanceMenu onRecent={onRecent} />
        <IconButton
          className={isOpen ? styles.wide : ''}
          label={text('top.shortcuts')}
          keys={keyOf('showShortcuts')}
          icon={Keyboard}
          onClick={onShortcuts}
        />
      </div>
    </div>
  );
}

function WhileOpen({ onOpen }: { onOpen: () => void }) {
  const text = useText();
  return (
    <>
      <Button tone="quiet" onClick={onOpen} aria-label={text('top.openPhoto')}>
        <ImagePlus size={18} strokeWidth={1.75} aria-hidden />
        <span className={styles.word}>{text('top.openPhoto')}</span>
      </Button>
      <div className={`${styles.gap} ${styles.trayRow}`}>
        <Tray />
      </div>
      <HistoryButtons />
      <span className={`${styles.rule} ${styles.wide}`} />
      <div className={styles.wide}>
        <ViewControls />
      </div>
      <span className={`${styles.rule} ${styles.wide}`} />
      <CompareControls />
      <span className={`${styles.rule} ${styles.wide}`} />
      <SaveControls />
    </>
  );
}

function HistoryButtons() {
  const text = useText();
  const keyOf = useShortcutLabel();
  const session = useSession();
  const undo = useFacts(({ facts }) => facts?.undo ?? null);
  const redo = useFacts(({ facts }) => facts?.redo ?? null);
  return (
    <div className={styles.group}>
      <IconButton
        label={text('top.undo')}
        tip={undo ? text('top.undoOf', { step: text(`history.${undo}`) }) : text('top.undo')}
        keys={keyOf('undo')}
        icon={Undo2}
        disabled={undo === null}
        onClick={() => void session.undo()}
      />
      <IconButton
        label={text('top.redo')}
        tip={redo ? text('top.redoOf', { step: text(`history.${redo}`) }) : text('top.redo')}
        keys={keyOf('redo')}
        icon={Redo2}
        disabled={redo === null}
        onClick={() => void session.redo()}
      />
    </div>
  );
}
