import { Eraser, Trash2 } from 'lucide-react';
import { Button } from '../controls/Button.tsx';
import { useText } from '../i18n/useText.ts';
import { useFacts, useSession } from '../sessionContext.tsx';
import styles from './panel.module.css';

interface GuideOptionsProps {
  /** The engine follows drawn lines. */
  readonly canFollow: boolean;
}

/** What guide lines are for, and how to be rid of them. */
export function GuideOptions({ canFollow }: GuideOptionsProps) {
  const text = useText();
  const session = useSession();
  const count = useFacts(({ facts }) => facts?.guides.length ?? 0);
  const hasSelected = useFacts(({ facts }) => facts?.selectedGuide != null);
  return (
    <>
      <p className={styles.advice}>{text(canFollow ? 'guides.hint' : 'guides.notHere')}</p>
      {count > 0 && (
        <div className={styles.buttons}>
          <Button disabled={!hasSelected} onClick={() => void session.deleteGuide()}>
            <Trash2 size={16} strokeWidth={1.75} aria-hidden />
            {text('guides.remove')}
          </Button>
          <Button onClick={() => void session.clearGuides()}>
            <Eraser size={16} strokeWidth={1.75} aria-hidden />
            {text('guides.clear')}
          </Button>
        </div>
      )}
    </>
  );
}
