import type { KeyboardEvent } from 'react';
import { useView, views } from '../state/viewStore.ts';
import css from './editor.module.css';
import { splitAfterKey } from './splitKeys.ts';
import type { CanvasText } from './text.ts';

/**
 * The handle of the before/after bar: a slider for pointers and keys, beside the bar or above it. What is seen of it is
 * drawn by the stage; each side says what it shows.
 */
export function SplitBar({ text }: { readonly text: CanvasText }) {
  const split = useView(({ display }) => display.split);
  const direction = useView(({ display }) => display.splitDirection);
  const isPhotoOnly = useView(({ display }) => display.photoOnly);
  if (split === null) return null;
  const key = (event: KeyboardEvent): void => {
    const next = splitAfterKey(event.key, event.shiftKey, split, direction);
    if (next === undefined) return;
    event.preventDefault();
    views.setDisplay({ split: next });
  };
  return (
    <>
      <input
        className={css.split}
        data-direction={direction}
        type="range"
        min={0}
        max={1}
        step="any"
        value={split}
        aria-orientation={direction === 'horizontal' ? 'vertical' : 'horizontal'}
        aria-label={text('canvas.split')}
        aria-valuetext={text('canvas.splitValue', { percent: Math.round(split * 100) })}
        onChange={(event) => views.setDisplay({ split: event.target.valueAsNumber })}
        onKeyDown={key}
      />
      <span className={css.side} data-side="before" data-direction={direction} aria-hidden>
        {text('canvas.before')}
      </span>
      {!isPhotoOnly && (
        <span className={css.side} data-side="after" data-direction={direction} aria-hidden>
          {text('canvas.after')}
        </span>
      )}
    </>
  );
}
