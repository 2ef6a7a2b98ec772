import { Check, Star, Trash2 } from 'lucide-react';
import { useEffect, useId, useRef, type KeyboardEvent } from 'react';
import { PanelCanvas } from '../../canvas/PanelCanvas.tsx';
import type { ResultFacts } from '../../document/facts.ts';
import { Button } from '../controls/Button.tsx';
import type { MessageKey } from '../i18n/en.ts';
import { useText, type Text } from '../i18n/useText.ts';
import { useFacts, useSession } from '../sessionContext.tsx';
import styles from './results.module.css';

/** "Balanced, 2.4 s" in the page's language; a strategy or model it does not know stands as it is. */
function detail(result: ResultFacts, text: Text): string {
  const known = ['balanced', 'nearby', 'texture', 'smoothLight'].includes(result.strategy);
  const strategy = known ? text(`strategies.${result.strategy}` as MessageKey) : result.strategy;
  return `${strategy} · ${result.seconds.toFixed(1)} s`;
}

/** The candidates, side by side under one view. Arrow keys move, Enter uses, Delete discards. */
export function Results() {
  const text = useText();
  const session = useSession();
  const results = useFacts(({ facts }) => facts?.results) ?? [];
  const selectedId = useFacts((state) => state.selectedResult);
  const selected = results.find(({ id }) => id === selectedId);
  const list = useRef<HTMLDivElement>(null);
  const base = useId();
  const optionId = (result: ResultFacts) => `${base}-${result.number}`;

  useEffect(() => {
    if (selectedId !== null) list.current?.scrollIntoView({ block: 'nearest' });
  }, [selectedId]);

  if (results.length === 0) return null;
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
      <h3 className={styles.heading}>{text('results.heading')}</h3>
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
            aria-label={`${text('results.result', { number: result.number })}${result.best ? `, ${text('results.best')}` : ''}, ${detail(result, text)}`}
            className={styles.card}
            onClick={() => session.selectResult(result.id === selectedId ? null : result.id)}
            onDoubleClick={() => void session.acceptResult(result.id)}
          >
            <div className={styles.picture}>
              <PanelCanvas
                client={session.client}
                panelId={`thumb-${result.id}`}
                content={{ kind: 'result', resultId: result.id }}
              />
              {result.best && (
                <span className={styles.best}>
                  <Star size={12} fill="currentColor" aria-hidden />
                  {text('results.best')}
                </span>
              )}
            </div>
            <span className={styles.caption}>
              <span className={styles.number}>{result.number}</span>
              {detail(result, text)}
            </span>
          </div>
        ))}
      </div>
      <div className={styles.actions}>
        <Button
          tone="primary"
          disabled={!selected || selected.preview}
          onClick={() => selected && void session.acceptResult(selected.id)}
        >
          <Check size={16} strokeWidth={2} aria-hidden />
          {text('results.use')}
        </Button>
        <Button disabled={!selected} onClick={() => selected && void session.discardResult(selected.id)}>
          <Trash2 size={16} strokeWidth={1.75} aria-hidden />
          {text('results.discard')}
        </Button>
      </div>
      <p className={styles.proof}>
        {selected
          ? text('results.outside', {
              changed: selected.changedOutside.toLocaleString(),
              total: selected.pixelsOutside.toLocaleString(),
            })
          : text('results.pick')}
      </p>
    </section>
  );
}
