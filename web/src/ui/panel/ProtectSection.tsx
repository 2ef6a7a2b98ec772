import { Eraser, Shield } from 'lucide-react';
import { toolActions, useTool } from '../../state/toolStore.ts';
import { useView, views } from '../../state/viewStore.ts';
import { Button } from '../controls/Button.tsx';
import { SwitchField } from '../controls/SwitchField.tsx';
import { useText } from '../i18n/useText.ts';
import { shareText } from '../numbers.ts';
import { useFacts, useSession } from '../sessionContext.tsx';
import styles from './panel.module.css';

/**
 * The protected area as a whole. It comes into sight with the first protected pixel, found or painted: before that the
 * engine looks after it by itself.
 */
export function ProtectSection() {
  const text = useText();
  const session = useSession();
  const isPainting = useTool(({ plane }) => plane === 'protect');
  const area = useFacts(({ facts }) => facts?.protectPixels ?? 0);
  const pixels = useFacts(({ facts }) => (facts ? facts.width * facts.height : 1));
  const isLooking = useFacts(({ looking }) => looking !== null);
  const isShown = useView(({ display }) => display.protectHatch);
  if (area === 0 && !isPainting) return null;
  return (
    <section className={styles.section} aria-label={text('protect.heading')}>
      <h3 className={styles.heading}>
        {text('protect.heading')}
        <span className={styles.share} role="status" aria-label={text('protect.heading')}>
          {area === 0 ? text('protect.empty') : text('mask.share', { percent: shareText(area, pixels) })}
        </span>
      </h3>
      <p className={styles.advice}>{text('protect.hint')}</p>
      <div className={styles.buttons}>
        <Button disabled={isLooking} onClick={() => void session.protectProduct()}>
          <Shield size={16} strokeWidth={1.75} aria-hidden />
          {text('protect.find')}
        </Button>
        <Button
          aria-label={text('protect.clearLong')}
          disabled={area === 0}
          onClick={() => void session.clearProtected()}
        >
          <Eraser size={16} strokeWidth={1.75} aria-hidden />
          <span aria-hidden>{text('mask.clear')}</span>
        </Button>
      </div>
      <SwitchField
        label={text('protect.show')}
        checked={isShown}
        onChange={(next) => views.setDisplay({ protectHatch: next })}
      />
      {!isPainting && (
        <Button tone="quiet" onClick={() => toolActions.setPlane('protect')}>
          {text('protect.edit')}
        </Button>
      )}
    </section>
  );
}
