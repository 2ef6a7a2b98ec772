import type { ComponentProps } from 'react';
import styles from './Button.module.css';

export type ButtonTone = 'primary' | 'plain' | 'quiet';

/** A button with words. `primary` is for the one thing to do next. */
export function Button({
  tone = 'plain',
  className = '',
  ...rest
}: ComponentProps<'button'> & { tone?: ButtonTone }) {
  return <button type="button" className={`${styles.button} ${styles[tone]} ${className}`} {...rest} />;
}
