import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import type { LucideIcon } from 'lucide-react';
import styles from './Segmented.module.css';

interface SegmentedProps<T extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly label: string; readonly icon?: LucideIcon }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** A radio group in one row: a few choices that should be in sight. */
export function Segmented<T extends string>({ label, options, value, onChange }: SegmentedProps<T>) {
  return (
    <RadioGroup aria-label={label} className={styles.group} value={value} onValueChange={onChange}>
      {options.map(({ value: own, label: name, icon: Icon }) => (
        <Radio.Root key={own} value={own} aria-label={name} className={styles.option}>
          {Icon && <Icon size={15} strokeWidth={1.75} aria-hidden />}
          <span aria-hidden>{name}</span>
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
