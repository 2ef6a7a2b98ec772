import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../i18n/useText.ts';
import { useFacts } from '../sessionContext.tsx';
import { PatchRow } from './PatchRow.tsx';
import styles from './patches.module.css';

/** What was accepted, the topmost first; nothing while there is nothing. */
export function Patches() {
  const text = useText();
  const patches = useFacts(({ facts }) => facts?.patches) ?? [];
  const [isShut, setShut] = useState(false);
  const [openId, setOpenId] = useState<string | null>(null);
  if (patches.length === 0) return null;
  return (
    <section className={styles.section} aria-label={text('patches.heading')}>
      <h3>
        <button
          type="button"
          className={styles.heading}
          aria-expanded={!isShut}
          onClick={() => setShut(!isShut)}
        >
          <span>{text('patches.heading')}</span>
          <span className={styles.count}>{patches.length}</span>
          <ChevronDown size={16} aria-hidden />
        </button>
      </h3>
      {!isShut && (
        <ol className={styles.list}>
          {patches.toReversed().map((patch, at) => (
            <PatchRow
              key={patch.id}
              patch={patch}
              place={at}
              total={patches.length}
              isOpen={patch.id === openId}
              onToggle={() => setOpenId(patch.id === openId ? null : patch.id)}
            />
          ))}
        </ol>
      )}
    </section>
  );
}
