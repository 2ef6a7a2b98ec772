import { ShieldCheck, TriangleAlert } from 'lucide-react';
import type { ProofFacts } from '../../document/facts.ts';
import { useText } from '../i18n/useText.ts';
import { useLanguage } from '../useAppearance.ts';
import styles from './results.module.css';

/** Counted in the composited pixels, not promised; and how well the edge sits, measured along it. */
export function Proof({ changedOutside, pixelsOutside, margin, seam }: ProofFacts) {
  const text = useText();
  const language = useLanguage();
  const isKept = changedOutside === 0;
  const isOpen = seam?.isVisible === true;
  const Icon = isKept ? ShieldCheck : TriangleAlert;
  const number = (value: number) => value.toLocaleString(language);
  const marginPx = Math.round(margin);
  return (
    <div className={styles.proofs}>
      <p className={styles.proof} data-kept={isKept ? '' : undefined}>
        <Icon size={16} strokeWidth={1.75} aria-hidden />
        <span>
          {text(marginPx === 0 ? 'proof.outsideTight' : 'proof.outside', {
            changed: number(changedOutside),
            total: number(pixelsOutside),
            margin: number(marginPx),
          })}
        </span>
      </p>
      {seam && (
        <p className={isOpen ? styles.proof : styles.origin}>
          {isOpen && <TriangleAlert size={16} strokeWidth={1.75} aria-hidden />}
          <span>
            {text(isOpen ? 'proof.seamOpen' : 'proof.seam', {
              contrast: seam.contrast.toFixed(1),
              distance: seam.distance.toFixed(1),
            })}
          </span>
        </p>
      )}
    </div>
  );
}
