import { Progress } from '@base-ui/react/progress';
import type { EngineDescription } from '@cleanplate/shared/contract/engine.ts';
import { Sparkles, X } from 'lucide-react';
import type { MouseEvent } from 'react';
import type { RunProgress } from '../../state/removalRun.ts';
import { shownRun } from '../../state/runs.ts';
import { maskInForce } from '../../state/removing.ts';
import { obstacle } from '../../state/session.ts';
import { hasResults } from '../../state/sessionStore.ts';
import { Button } from '../controls/Button.tsx';
import { useText, type Text } from '../i18n/useText.ts';
import { useFacts, useSession } from '../sessionContext.tsx';
import styles from './panel.module.css';
import { WherePixelsGo } from './WherePixelsGo.tsx';

const stages = {
  preparing: 'run.preparing',
  waiting: 'run.waiting',
  queued: 'run.waiting',
  uploading: 'run.sending',
  retrying: 'run.retrying',
  received: 'run.received',
  behind: 'run.behind',
} as const;

/** The second click of a double click: it must not hit what the first one has put there. */
const isRepeated = (event: MouseEvent): boolean => event.detail > 1;

/** The one thing to do: Remove, which turns into its own progress and Cancel, and keeps the focus while it does. */
export function RunSection({ engine }: { engine: EngineDescription }) {
  const text = useText();
  const session = useSession();
  const run = useFacts(shownRun);
  const facts = useFacts((state) => state.facts);
  const choice = useFacts((state) => state.maskChoice);
  const reason = run ? null : obstacle(facts, engine, choice);
  const isFound = maskInForce(engine, choice).mode !== 'user';
  // While results wait, using one is the next thing to do.
  const areResultsIn = useFacts(hasResults);
  const press = (event: MouseEvent) => {
    if (isRepeated(event)) return;
    if (run) session.cancelRemoval();
    else void session.remove(session.engines.of(engine));
  };
  return (
    <div className={styles.run} data-run>
      {run ? <RunProgressBar run={run} /> : <WherePixelsGo engine={engine} isWhole={isFound} />}
      <Button
        key="go"
        tone={run || areResultsIn ? 'plain' : 'primary'}
        className={`${styles.wide} ${styles.remove}`}
        disabled={reason !== null}
        aria-describedby={reason ? 'why-not-remove' : undefined}
        onClick={press}
      >
        {run ? <X size={18} aria-hidden /> : <Sparkles size={18} strokeWidth={2} aria-hidden />}
        {text(run ? 'panel.cancel' : 'panel.remove')}
      </Button>
      {reason && (
        <p id="why-not-remove" className={`${styles.note} ${styles.why}`}>
          {text(reason)}
        </p>
      )}
    </div>
  );
}

function stageText({ stage, place, retryInMs, finished, total }: RunProgress, text: Text): string {
  if (stage === 'waiting' && place !== undefined) return text('run.waitingAt', { place });
  if (stage === 'retrying' && retryInMs !== undefined)
    return text('run.retryingIn', { seconds: Math.max(1, Math.round(retryInMs / 1000)) });
  if (stage === 'full' && retryInMs !== undefined)
    return text('run.fullRetryingIn', { seconds: Math.max(1, Math.round(retryInMs / 1000)) });
  if (stage === 'sending') return text('run.atGoogle', { done: finished, total });
  if (Object.hasOwn(stages, stage)) return text(stages[stage as keyof typeof stages]);
  return text('run.working', { done: finished, total });
}

function RunProgressBar({ run }: { run: RunProgress }) {
  const text = useText();
  const percent = run.fraction === null ? null : Math.round(run.fraction * 100);
  const stage = stageText(run, text);
  return (
    <Progress.Root className={styles.progress} value={percent} aria-label={text('run.progress')}>
      <span className={styles.stage}>{stage}</span>
      <span className={styles.stageValue} aria-hidden>
        {percent === null ? '' : `${percent} %`}
      </span>
      <Progress.Track className={styles.track}>
        <Progress.Indicator className={styles.indicator} />
      </Progress.Track>
    </Progress.Root>
  );
}
