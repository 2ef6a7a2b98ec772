import { ChevronLeft, ChevronRight, History } from 'lucide-react';
import { shownRun } from '../../state/runs.ts';
import { Button } from '../controls/Button.tsx';
import { IconButton } from '../controls/IconButton.tsx';
import { useText } from '../i18n/useText.ts';
import { useFacts, useSession } from '../sessionContext.tsx';
import styles from './results.module.css';

/** From the results of one mask to those of another; nothing while there is only one. */
export function RoundSteps() {
  const text = useText();
  const session = useSession();
  const rounds = useFacts(({ facts }) => facts?.rounds) ?? [];
  const shown = useFacts(({ facts }) => facts?.results[0]?.roundId);
  const at = rounds.findIndex(({ id }) => id === shown);
  if (rounds.length < 2 || at < 0) return null;
  const step = (by: number) => void session.showRound(rounds[at + by].removalId);
  return (
    <span className={styles.rounds}>
      <IconButton
        label={text('rounds.previous')}
        icon={ChevronLeft}
        disabled={at === 0}
        onClick={() => step(-1)}
      />
      {text('rounds.of', { number: at + 1, total: rounds.length })}
      <IconButton
        label={text('rounds.next')}
        icon={ChevronRight}
        disabled={at === rounds.length - 1}
        onClick={() => step(1)}
      />
    </span>
  );
}

/** The way back to results when none are on the table. */
export function EarlierRounds() {
  const text = useText();
  const session = useSession();
  const last = useFacts(({ facts }) => facts?.rounds.at(-1));
  const isRunning = useFacts((state) => shownRun(state) !== null);
  if (!last || isRunning) return null;
  return (
    <section className={styles.earlier} aria-label={text('rounds.earlier')}>
      <Button tone="quiet" onClick={() => void session.showRound(last.removalId)}>
        <History size={16} strokeWidth={1.75} aria-hidden />
        {text('rounds.earlier')}
      </Button>
    </section>
  );
}
