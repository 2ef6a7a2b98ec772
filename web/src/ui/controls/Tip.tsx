import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';
import styles from './Tip.module.css';

interface TipProps {
  readonly text: string;
  /** Shown behind the text: "B". */
  readonly keys?: string;
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
  /** The control; it keeps its own name. */
  readonly children: ReactElement<Record<string, unknown>>;
}

/** What a control does, and its key, for whoever rests the pointer or the focus on it. */
export function Tip({ text, keys, side = 'bottom', children }: TipProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} />
      <Tooltip.Portal>
        <Tooltip.Positioner side={side} sideOffset={6}>
          <Tooltip.Popup className={styles.popup}>
            {text}
            {keys && <span className={styles.keys}>{keys}</span>}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
