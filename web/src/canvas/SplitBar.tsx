import type { KeyboardEvent } from 'react';
import { useView, views } from '../state/viewStore.ts';
import css from './editor.module.css';
import { splitAfterKey } from './splitKeys.ts';
import type { CanvasText } from './text.ts';

/** The handle of the before/after bar: a slider for pointers and keys. What is seen of it is drawn by the stage. */
export function SplitBar({ text }: { readonly text: CanvasText }) {
  const split = useView(({ display }) => display.split);
  if (split === null) return null;
  const key = (event: KeyboardEvent): void => {
    const next = splitAfterKey(event.key, event.shiftKey, split);
    if (next === undefined) return;
    event.preventDefault();
    views.setDisplay({ split: next });
  };
  return (
    <input
      className={css.split}
      type="range"
      min={0}
      max={1}
      step="any"
      value={split}
      aria-label={text('canvas.split')}
      aria-valuetext={text('canvas.splitValue', { percent: Math.round(split * 100) })}
      onChange={(event) => views.setDisplay({ split: event.target.valueAsNumber })}
      onKeyDown={key}
    />
  );
}
