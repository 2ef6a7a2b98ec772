import { RotateCcw, TriangleAlert, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RefusedCandidate } from '../../state/sessionStore.ts';
import { Button } from '../controls/Button.tsx';
import { IconButton } from '../controls/IconButton.tsx';
import { problemKey, problemParams, type Translate } from '../i18n/problemText.ts';
import { useText } from '../i18n/useText.ts';
import { useFacts, useSession } from '../sessionContext.tsx';
import styles from './refused.module.css';

/** Candidates that came and cannot be offered: each says why, and can be asked for once more. */
export function RefusedCards() {
  const text = useText();
  const documentId = useFacts(({ facts }) => facts?.id);
  const refused = useFacts((state) => state.refused);
  const shown = refused.filter((one) => one.documentId === documentId);
  if (shown.length === 0) return null;
  return (
    <ul className={styles.list} aria-label={text('refused.heading')}>
      {shown.map((one) => (
        <RefusedCard key={one.id} refused={one} />
      ))}
    </ul>
  );
}

function RefusedCard({ refused }: { refused: RefusedCandidate }) {
  const text = useText();
  const { t } = useTranslation();
  const session = useSession();
  return (
    <li className={styles.card}>
      <TriangleAlert size={16} strokeWidth={1.75} aria-hidden />
      <p>{t(problemKey(refused.problem), problemParams(refused.problem, t as Translate))}</p>
      <IconButton label={text('notices.dismiss')} icon={X} onClick={() => session.dismissRefused(refused)} />
      <Button tone="quiet" onClick={() => void session.retryRefused(refused)}>
        <RotateCcw size={14} aria-hidden />
        {text('refused.retry')}
      </Button>
    </li>
  );
}
