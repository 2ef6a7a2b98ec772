import { LoaderCircle, X } from 'lucide-react';
import { IconButton } from '../controls/IconButton.tsx';
import { useText } from '../i18n/useText.ts';
import { useFacts, useSession } from '../sessionContext.tsx';
import styles from './StagePills.module.css';

/** Says that a result stands in the photo's place, and leads back to the mask. */
export function ResultPill() {
  const text = useText();
  const session = useSession();
  const number = useFacts(
    ({ facts, selectedResult }) => facts?.results.find(({ id }) => id === selectedResult)?.number,
  );
  const isGrid = useFacts(({ compare }) => compare === 'grid');
  if (number === undefined || isGrid) return null;
  return (
    <div className={styles.pill}>
      <span className={styles.name}>{text('results.result', { number })}</span>
      <span className={styles.hint}>{text('results.beforeAfterHint')}</span>
      <IconButton
        label={text('results.back')}
        keys="Esc"
        icon={X}
        onClick={() => session.selectResult(null)}
      />
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
