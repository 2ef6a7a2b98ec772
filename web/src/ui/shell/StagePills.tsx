import { LoaderCircle, X } from 'lucide-react';
import { IconButton } from '../controls/IconButton.tsx';
import { useText } from '../i18n/useText.ts';
import { useFacts, useSession } from '../sessionContext.tsx';
import styles from './StagePills.module.css';

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
