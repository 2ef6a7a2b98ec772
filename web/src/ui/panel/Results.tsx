import { Check, Cloud, Monitor, Star, Trash2 } from 'lucide-react';
import { useEffect, useId, useRef, type KeyboardEvent } from 'react';
import { PanelCanvas } from '../../canvas/PanelCanvas.tsx';
import type { ResultFacts } from '../../document/facts.ts';
import { shownRun } from '../../state/runs.ts';
import { Button } from '../controls/Button.tsx';
import { useText, type Text } from '../i18n/useText.ts';
import { useFacts, useSession } from '../sessionContext.tsx';
import { makerName, originText, secondsText } from '../resultText.ts';
import { EarlierRounds, RoundSteps } from './Rounds.tsx';
import { MixSection } from './MixSection.tsx';
import { Proof } from './Proof.tsx';
import { Processed } from './Processed.tsx';
import styles from './results.module.css';

/** "Result 4, Best match, Smooth light, 3.8 s, Stayed on this computer" */
function optionName(result: ResultFacts, text: Text): string {
  return [
    text('results.result', { number: result.number }),
    ...(result.best ? [text('results.best')] : []),
    makerName(result, text),
    secondsText(result, text),
    text(result.leftComputer ? 'results.leftComputer' : 'results.stayed'),
  ].join(', ');
}

/** The candidates, side by side under one view. Arrow keys move, Enter uses, Delete discards. */
export function Results() {
  const text = useText();
  const session = useSession();
  const results = useFacts(({ facts }) => facts?.results) ?? [];
  const selectedId = useFacts((state) => state.selectedResult);
  const selected = results.find(({ id }) => id === selectedId);
  const isMix = useFacts(({ mix }) => mix !== null);
  const list = useRef<HTMLDivElement>(null);
  const base = useId();
  const optionId = (result: ResultFacts) => `${base}-${result.number}`;

  // Results arrive above what the user has scrolled to.
  const hasResults = results.length > 0;
  useEffect(() => {
    if (hasResults) list.current?.parentElement?.scrollIntoView({ block: 'start' });
  }, [hasResults]);
  // Whoever pressed Remove and waited there judges next: 1–4, Enter and Delete are theirs.
  const isRunning = useFacts((state) => shownRun(state) !== null);
  useEffect(() => {
    if (hasResults && !isRunning && document.activeElement?.closest('[data-run]'))
      list.current?.focus({ preventScroll: true });
  }, [hasResults, isRunning]);

  if (results.length === 0) return <EarlierRounds />;
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const edge = { Home: 0, End: results.length - 1 }[event.key];
    if (step === undefined && edge === undefined) return;
    event.preventDefault();
    const at = results.findIndex(({ id }) => id === selectedId);
    const next = edge ?? Math.min(results.length - 1, Math.max(0, at + (step ?? 0)));
    session.selectResult(results[next].id);
  };
  return (
    <section className={styles.results} data-shortcut-scope="results" aria-label={text('results.heading')}>
      <header className={styles.top}>
        <h3 className={styles.heading}>{text('results.heading')}</h3>
        <RoundSteps />
      </header>
      <div
        ref={list}
        className={styles.grid}
        role="listbox"
        aria-label={text('results.heading')}
        tabIndex={0}
        {...(selected && { 'aria-activedescendant': optionId(selected) })}
        onKeyDown={move}
      >
        {results.map((result) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the listbox moves by keys
          <div
            key={result.id}
            id={optionId(result)}
            role="option"
            tabIndex={-1}
            aria-selected={result.id === selectedId}
            aria-label={optionName(result, text)}
            className={styles.card}
            onClick={() => session.selectResult(result.id)}
            onDoubleClick={() => void session.acceptResult(result.id)}
          >
            <div className={styles.picture}>
              <PanelCanvas
                client={session.client}
                panelId={`thumb-${result.id}`}
                content={{ kind: 'result', resultId: result.id }}
              />
              <span className={styles.number}>
                {result.number}
                {result.leftComputer ? <Cloud size={11} aria-hidden /> : <Monitor size={11} aria-hidden />}
              </span>
              {result.best && (
                <span className={styles.best}>
                  <Star size={11} fill="currentColor" aria-hidden />
                  <span className={styles.bestWord}>{text('results.best')}</span>
                </span>
              )}
            </div>
            <span className={styles.caption}>
              <span className={styles.strategy}>{makerName(result, text)}</span>
              <span className={styles.seconds}>
                {result.preview ? text('results.preview') : secondsText(result, text)}
              </span>
            </span>
          </div>
        ))}
      </div>
      <div className={styles.actions}>
        <Button
          tone="primary"
          disabled={!selected || selected.preview}
          onClick={() => selected && void (isMix ? session.acceptMix() : session.acceptResult(selected.id))}
        >
          <Check size={16} strokeWidth={2} aria-hidden />
          {text(isMix ? 'mixing.use' : 'results.use')}
        </Button>
        <Button disabled={!selected} onClick={() => selected && void session.discardResult(selected.id)}>
          <Trash2 size={16} strokeWidth={1.75} aria-hidden />
          {text('results.discard')}
        </Button>
      </div>
      <MixSection />
      {selected ? (
        <>
          <Proof {...selected} />
          <p className={styles.origin}>{originText(selected, text)}</p>
          {selected.processedAt && <Processed at={selected.processedAt} />}
        </>
      ) : (
        <p className={styles.note}>{text('results.pick')}</p>
      )}
    </section>
  );
}
