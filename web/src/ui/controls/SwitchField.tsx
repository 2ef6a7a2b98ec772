import { Switch } from '@base-ui/react/switch';
import styles from './SwitchField.module.css';

interface SwitchFieldProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** A labelled switch; the label is part of its target. */
export function SwitchField({ label, checked, onChange }: SwitchFieldProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/label-has-associated-control -- Base UI renders the control inside
    <label className={styles.field}>
      {label}
      <Switch.Root className={styles.root} checked={checked} onCheckedChange={onChange}>
        <Switch.Thumb className={styles.thumb} />
      </Switch.Root>
    </label>
  );
}
