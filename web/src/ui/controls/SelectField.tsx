import { Select } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import styles from './SelectField.module.css';

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** A second line in the list. */
  readonly note?: string;
}

interface SelectFieldProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Id of the words that explain it. */
  readonly describedBy?: string;
}

/** A labelled choice of one among a few. */
export function SelectField({ label, choices, value, onChange, describedBy }: SelectFieldProps) {
  const items = choices.map((choice) => ({ value: choice.value, label: choice.label }));
  return (
    <div className={styles.field}>
      <Select.Root items={items} value={value} onValueChange={(next) => next !== null && onChange(next)}>
        <Select.Label>{label}</Select.Label>
        <Select.Trigger className={styles.trigger} aria-describedby={describedBy}>
          <Select.Value className={styles.value} />
          <ChevronsUpDown size={14} aria-hidden />
        </Select.Trigger>
        <Select.Portal>
          <Select.Positioner sideOffset={4} alignItemWithTrigger={false}>
            <Select.Popup className={styles.popup}>
              {choices.map((choice) => (
                <Select.Item key={choice.value} value={choice.value} className={styles.item}>
                  <Select.ItemIndicator className={styles.indicator}>
                    <Check size={14} aria-hidden />
                  </Select.ItemIndicator>
                  <Select.ItemText className={styles.text}>{choice.label}</Select.ItemText>
                  {choice.note && <span className={styles.note}>{choice.note}</span>}
                </Select.Item>
              ))}
            </Select.Popup>
          </Select.Positioner>
        </Select.Portal>
      </Select.Root>
    </div>
  );
}
