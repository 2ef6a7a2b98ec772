import type { ProcessedAt } from '../../document/facts.ts';
import { useText } from '../i18n/useText.ts';
import styles from './panel.module.css';

/** At which size the engine worked: finer detail than that it never saw. */
export function Processed({ at }: { at: ProcessedAt }) {
  const text = useText();
  const size = text('processed.at', { side: at.side, scale: at.scale.toFixed(at.scale < 0.995 ? 2 : 0) });
  return (
    <p className={styles.note}>
      {at.crops > 1 ? `${size} · ${text('processed.crops', { count: at.crops })}` : size}
    </p>
  );
}
