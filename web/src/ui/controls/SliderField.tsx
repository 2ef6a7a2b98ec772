import { Slider } from '@base-ui/react/slider';
import { RotateCcw } from 'lucide-react';
import styles from './SliderField.module.css';
import { fromTravel, toTravel, travelSteps } from './travel.ts';

interface SliderFieldProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly onChange: (value: number) => void;
  /** The slider was let go of, or a key moved it. */
  readonly onSettle?: () => void;
  /** What is shown, and said, for a value. */
  readonly format?: (value: number) => string;
  /** Moves by ratio: for sizes over several orders of magnitude. */
  readonly logarithmic?: boolean;
  /** Numbers under the track, where there are few. */
  readonly stops?: boolean;
  /** Gives the value back to its default; absent while there is nothing to give back. */
  readonly reset?: { readonly label: string; readonly onReset: () => void };
  /** Id of the words that explain it. */
  readonly describedBy?: string;
}

/** A labelled slider with its value in words. */
export function SliderField({
  label,
  value,
  min,
  max,
  step,
  onChange,
  onSettle,
  format = String,
  logarithmic,
  stops,
  reset,
  describedBy,
}: SliderFieldProps) {
  const range = { min, max, step };
  const position = logarithmic ? toTravel(value, range) : value;
  const bounds = logarithmic ? { min: 0, max: travelSteps, step: 1 } : range;
  return (
    <div className={styles.field}>
      <span aria-hidden>{label}</span>
      <span className={styles.values}>
        <span className={styles.value} aria-hidden>
          {format(value)}
        </span>
        {reset && (
          <button type="button" className={styles.reset} aria-label={reset.label} onClick={reset.onReset}>
            <RotateCcw size={12} aria-hidden />
          </button>
        )}
      </span>
      <Slider.Root
        className={styles.root}
        value={position}
        {...bounds}
        onValueChange={(next) => onChange(logarithmic ? fromTravel(value, next, range) : next)}
        {...(onSettle && { onValueCommitted: onSettle })}
      >
        <Slider.Control className={styles.control}>
          <Slider.Track className={styles.track}>
            <Slider.Indicator className={styles.indicator} />
            <Slider.Thumb
              aria-label={label}
              aria-describedby={describedBy}
              getAriaValueText={() => format(value)}
              className={styles.thumb}
            />
          </Slider.Track>
        </Slider.Control>
      </Slider.Root>
      {stops && (
        <span className={`${styles.root} ${styles.stops}`} aria-hidden>
          {Array.from({ length: (max - min) / step + 1 }, (_, i) => (
            <span key={i}>{min + i * step}</span>
          ))}
        </span>
      )}
    </div>
  );
}
