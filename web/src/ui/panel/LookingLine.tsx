import { useText } from '../i18n/useText.ts';
import { useFacts, useSession } from '../sessionContext.tsx';
import styles from './panel.module.css';

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

/** What is being looked for; the detector of people says how much of it is there. */
export function LookingLine() {
  const text = useText();
  const session = useSession();
  const looking = useFacts((state) => state.looking);
  if (!looking) return null;
  const { what, load } = looking;
  const sentence = !load
    ? text(what === 'people' ? 'looking.people' : 'looking.product')
    : load.loaded >= load.total && load.total > 0
      ? text('looking.people')
      : text('looking.loading', {
          loaded: megabytes(load.loaded),
          total: load.total > 0 ? megabytes(load.total) : '…',
        });
  return (
    <p className={styles.search} role="status">
      <span className={styles.spinner} aria-hidden />
      <span>{sentence}</span>
      {what === 'people' && (
        <button type="button" className={styles.fix} onClick={() => session.cancelLook()}>
          {text('panel.cancel')}
        </button>
      )}
    </p>
  );
}
