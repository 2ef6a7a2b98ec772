import { LoaderCircle, X } from 'lucide-react';
import { Button } from '../controls/Button.tsx';
import { IconButton } from '../controls/IconButton.tsx';
import { useText } from '../i18n/useText.ts';
import { useFacts, useSession } from '../sessionContext.tsx';
import styles from './StagePills.module.css';

/** The photo is worked on elsewhere: here it can be looked at and saved, or taken over. */
export function ReadOnlyPill() {
  const text = useText();
  const session = useSession();
  const why = useFacts(({ facts, readOnly }) => facts && readOnly[facts.id]);
  if (!why) return null;
  return (
    <div className={styles.pill} role="status">
      <span className={styles.name}>{text(`keeping.${why}`)}</span>
      {why === 'elsewhere' && (
        <Button onClick={() => void session.editHere()}>{text('keeping.editHere')}</Button>
      )}
      {why === 'newer' && <Button onClick={() => location.reload()}>{text('keeping.reload')}</Button>}
    </div>
  );
}

/** A large photo takes its time; many take longer, and can be stopped. */
export function OpeningPill() {
  const text = useText();
  const session = useSession();
  const opening = useFacts((state) => state.opening);
  if (opening === null) return null;
  const { name, place, total } = opening;
  return (
    <div className={`${styles.pill} ${styles.opening}`} role="status">
      <LoaderCircle size={16} className={styles.turning} aria-hidden />
      <bdi className={styles.file}>
        {total > 1 ? text('status.openingOf', { name, place, total }) : text('status.opening', { name })}
      </bdi>
      {total > place ? (
        <IconButton label={text('status.stopOpening')} icon={X} onClick={session.stopOpening} />
      ) : (
        <span />
      )}
    </div>
  );
}
