import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import styles from './IconButton.module.css';
import { Tip } from './Tip.tsx';

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** The name a screen reader says, and the tooltip's text unless `tip` says more. */
  readonly label: string;
  readonly tip?: string;
  readonly icon: LucideIcon;
  readonly keys?: string;
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
  /** Given for a toggle: whether it is on. */
  readonly pressed?: boolean;
}

/** A button that shows an icon and tells its name. */
export function IconButton({
  label,
  tip = label,
  icon: Icon,
  keys,
  side,
  pressed,
  className = '',
  ...rest
}: IconButtonProps) {
  return (
    <Tip text={tip} {...(keys && { keys })} {...(side && { side })}>
      <button
        type="button"
        aria-label={label}
        {...(pressed !== undefined && { 'aria-pressed': pressed })}
        className={`${styles.button} ${className}`}
        {...rest}
      >
        <Icon size={18} strokeWidth={1.75} aria-hidden />
      </button>
    </Tip>
  );
}
