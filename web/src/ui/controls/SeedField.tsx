import { NumberField } from '@base-ui/react/number-field';
import { Dices, X } from 'lucide-react';
import { useId } from 'react';
import { IconButton } from './IconButton.tsx';
import styles from './TextField.module.css';

interface SeedFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly rollLabel: string;
  readonly clearLabel: string;
  /** undefined: left to the engine. */
  readonly value: number | undefined;
  readonly max: number;
  readonly canClear: boolean;
  readonly onChange: (value: number | undefined) => void;
  /** Id of the words that explain it. */
  readonly describedBy?: string;
}

/** A whole number that fixes chance: the same seed gives the same results. */
export function SeedField({
  label,
  placeholder,
  rollLabel,
  clearLabel,
  value,
  max,
  canClear,
  onChange,
  describedBy,
}: SeedFieldProps) {
  const id = useId();
  const roll = () => onChange(Math.floor(Math.random() * (max + 1)));
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <div className={styles.row}>
        <NumberField.Root
          id={id}
          render={<div className={styles.row} />}
          value={value ?? null}
          min={0}
          max={max}
          step={1}
          format={{ useGrouping: false, maximumFractionDigits: 0 }}
          onValueChange={(next) => onChange(next ?? undefined)}
        >
          <NumberField.Input
            className={styles.input}
            placeholder={placeholder}
            aria-describedby={describedBy}
          />
        </NumberField.Root>
        {canClear && value !== undefined && (
          <IconButton label={clearLabel} icon={X} onClick={() => onChange(undefined)} />
        )}
        <IconButton label={rollLabel} icon={Dices} onClick={roll} />
      </div>
    </div>
  );
}
