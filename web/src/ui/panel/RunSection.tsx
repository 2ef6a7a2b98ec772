import { Progress } from '@base-ui/react/progress';
import type { EngineDescription } from '@cleanplate/shared/contract/engine.ts';
import { Sparkles, X } from 'lucide-react';
import { obstacle } from '../../state/session.ts';
import { Button } from '../controls/Button.tsx';
import { useText } from '../i18n/useText.ts';
import { useFacts, useSession } from '../sessionContext.tsx';
import styles from './panel.module.css';

const stages = {
  preparing: 'run.preparing',
  waiting: 'run.waiting',
  queued: 'run.waiting',
  sending: 'run.sending',
  retrying: 'run.retrying',
  received: 'run.received',
} as const;

/** The one thing to do: Remove, which turns into its own progress and Cancel. */
export function RunSection({ engine }: { engine: EngineDescription }) {
  const text = useText();
  const session = useSession();
  const facts = useFacts((state) => state.facts);
  const run = useFacts((state) => state.run);
  if (run) {
    const stage = Object.hasOwn(stages, run.stage)
      ? text(stages[run.stage as keyof typeof stages])
      : text('run.working', { done: run.finished, total: run.total });
    return (
      <div className={styles.run}>
        <Progress.Root
          className={styles.progress}
          value={run.fraction === null ? null : Math.round(run.fraction * 100)}
          aria-label={text('run.progress')}
        >
          <span className={styles.stage}>{stage}</span>
          <span className={styles.stageValue} aria-hidden>
            {run.fraction === null ? '' : `${Math.round(run.fraction * 100)} %`}
          </span>
          <Progress.Track className={styles.track}>
            <Progress.Indicator className={styles.indicator} />
          </Progress.Track>
        </Progress.Root>
        <Button className={styles.wide} onClick={session.cancelRemoval}>
          <X size={16} aria-hidden />
          {text('panel.cancel')}
        </Button>
      </div>
    );
  }
  const reason = obstacle(facts, engine);
  // While results wait, using one is the next thing to do.
  const hasResults = facts !== null && facts.results.length > 0;
  return (
    <div className={styles.run}>
      <Button
        tone={hasResults ? 'plain' : 'primary'}
        className={`${styles.wide} ${styles.remove}`}
        disabled={reason !== null}
        aria-describedby={reason ? 'why-not-remove' : undefined}
        onClick={() => void session.remove(session.engines.of(engine))}
      >
        <Sparkles size={18} strokeWidth={2} aria-hidden />
        {text('panel.remove')}
      </Button>
      {reason && (
        <p id="why-not-remove" className={`${styles.note} ${styles.why}`}>
          {text(reason)}
        </p>
      )}
    </div>
  );
}
