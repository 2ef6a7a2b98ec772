import { Blend, Columns2, Eye, Grid2x2, Rows2, Square, X } from 'lucide-react';
import { useRef } from 'react';
import { gains, type Layout } from '../../state/comparing.ts';
import { useView, views } from '../../state/viewStore.ts';
import { IconButton } from '../controls/IconButton.tsx';
import { Segmented } from '../controls/Segmented.tsx';
import { Tip } from '../controls/Tip.tsx';
import { useText } from '../i18n/useText.ts';
import { useFacts, useSession } from '../sessionContext.tsx';
import { useSlimBar } from '../useNarrow.ts';
import styles from './StageBar.module.css';

/** Over the stage while results are judged: which one, the photo before, and what the way of comparing can be told. */
export function StageBar() {
  const text = useText();
  const session = useSession();
  const compare = useFacts((state) => state.compare);
  const isShown = useFacts(
    ({ facts, selectedResult, compare: mode }) =>
      facts !== null && (selectedResult !== null || mode !== 'off'),
  );
  if (!isShown) return null;
  return (
    <div className={styles.bar} data-stage-bar role="toolbar" aria-label={text('compare.bar')}>
      <ResultChips />
      <BeforeButton />
      {compare === 'split' && <SplitTurn />}
      {compare === 'grid' && <Layouts />}
      {compare === 'difference' && <Gain />}
      <IconButton
        label={text('compare.close')}
        keys="Esc"
        icon={X}
        onClick={() => session.selectResult(null)}
      />
    </div>
  );
}

/** One press from each result to the next: the eye sees what differs where pictures change places. */
function ResultChips() {
  const text = useText();
  const session = useSession();
  const results = useFacts(({ facts }) => facts?.results) ?? [];
  const selectedId = useFacts(({ selectedResult, mix }) => (mix ? null : selectedResult));
  const isMix = useFacts(({ mix }) => mix !== null);
  if (results.length === 0) return null;
  return (
    <span className={styles.chips}>
      {results.map(({ id, number, best }) => (
        <Tip key={id} text={text('compare.show', { number })} {...(number <= 9 && { keys: String(number) })}>
          <button
            type="button"
            className={styles.chip}
            aria-label={text('compare.show', { number })}
            aria-pressed={id === selectedId}
            data-best={best ? '' : undefined}
            onClick={() => session.selectResult(id)}
          >
            {number}
          </button>
        </Tip>
      ))}
      {isMix && (
        <span className={styles.mix}>
          <Blend size={14} aria-hidden />
          {text('compare.mix')}
        </span>
      )}
    </span>
  );
}

// A press that is held longer than this is a look; a shorter one stays.
const holdMs = 250;

/** Shows the untouched photo: while held, or until it is pressed again. */
function BeforeButton() {
  const text = useText();
  const isBefore = useView(({ display }) => display.photoOnly);
  const press = useRef({ at: 0, was: false });
  const show = (photoOnly: boolean) => views.setDisplay({ photoOnly });
  return (
    <Tip text={text('compare.beforeTip')} keys="\">
      <button
        type="button"
        className={styles.before}
        aria-pressed={isBefore}
        onPointerDown={({ timeStamp, currentTarget, pointerId }) => {
          press.current = { at: timeStamp, was: isBefore };
          currentTarget.setPointerCapture(pointerId);
          show(true);
        }}
        onPointerUp={({ timeStamp }) => {
          if (press.current.was || timeStamp - press.current.at > holdMs) show(false);
        }}
        onPointerCancel={() => show(false)}
        onClick={({ detail }) => {
          // By key: a press without a pointer.
          if (detail === 0) show(!isBefore);
        }}
      >
        <Eye size={16} strokeWidth={1.75} aria-hidden />
        <span>{text('compare.before')}</span>
      </button>
    </Tip>
  );
}

function SplitTurn() {
  const text = useText();
  const session = useSession();
  const direction = useFacts((state) => state.splitDirection);
  return (
    <span className={styles.group}>
      <IconButton
        label={text('compare.vertical')}
        icon={Columns2}
        pressed={direction === 'vertical'}
        onClick={() => session.turnSplit('vertical')}
      />
      <IconButton
        label={text('compare.horizontal')}
        icon={Rows2}
        pressed={direction === 'horizontal'}
        onClick={() => session.turnSplit('horizontal')}
      />
    </span>
  );
}

const layouts: readonly { readonly layout: Layout; readonly key: 1 | 2 | 4; readonly icon: typeof Square }[] =
  [
    { layout: 1, key: 1, icon: Square },
    { layout: 2, key: 2, icon: Columns2 },
    { layout: 4, key: 4, icon: Grid2x2 },
  ];

function Layouts() {
  const text = useText();
  const session = useSession();
  const chosen = useFacts((state) => state.layout);
  return (
    <span className={styles.group} role="group" aria-label={text('compare.layout')}>
      {layouts.map(({ layout, key, icon }) => (
        <IconButton
          key={layout}
          label={text(`compare.layout${key}`)}
          icon={icon}
          pressed={chosen === layout}
          onClick={() => session.setLayout(layout)}
        />
      ))}
    </span>
  );
}

/** How much the difference is strengthened; where the bar is slim, one button that goes round. */
function Gain() {
  const text = useText();
  const session = useSession();
  const gain = useFacts((state) => state.gain);
  const isSlim = useSlimBar();
  const labelOf = (one: number) => text('compare.gainOf', { gain: one });
  if (isSlim)
    return (
      <button
        type="button"
        className={styles.before}
        aria-label={`${text('compare.gain')}: ${labelOf(gain)}`}
        onClick={() => session.setGain(gains[(gains.findIndex((one) => one === gain) + 1) % gains.length])}
      >
        {labelOf(gain)}
      </button>
    );
  return (
    <span className={styles.gain}>
      <Segmented
        label={text('compare.gain')}
        options={gains.map((one) => ({ value: String(one), label: labelOf(one) }))}
        value={String(gain)}
        onChange={(next) => session.setGain(Number(next))}
      />
      <span className={styles.hint}>{text('compare.unchanged')}</span>
    </span>
  );
}
