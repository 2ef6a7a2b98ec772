import { ChevronDown, Eye, EyeOff, GripVertical } from 'lucide-react';
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { PanelCanvas } from '../../canvas/PanelCanvas.tsx';
import type { PatchFacts } from '../../document/facts.ts';
import { IconButton } from '../controls/IconButton.tsx';
import { useText } from '../i18n/useText.ts';
import { makerName, secondsText } from '../resultText.ts';
import { useSession } from '../sessionContext.tsx';
import { PatchDetails } from './PatchDetails.tsx';
import styles from './patches.module.css';

interface PatchRowProps {
  readonly patch: PatchFacts;
  /** In the list, 0 the topmost. */
  readonly place: number;
  readonly total: number;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

/** One patch: seen or not, where in the stack, what it is called; the rest on demand. */
export function PatchRow({ patch, place, total, isOpen, onToggle }: PatchRowProps) {
  const text = useText();
  const session = useSession();
  const name = patch.name || text('patches.patch', { number: patch.number });
  const { row, shift, handle } = useDragging(place, total, (by) => void session.movePatch(patch.id, -by));
  return (
    <li
      ref={row}
      className={styles.row}
      data-hidden={patch.visible ? undefined : ''}
      data-dragged={shift === null ? undefined : ''}
      {...(shift !== null && { style: { transform: `translateY(${shift}px)` } })}
    >
      <div className={styles.line}>
        {total > 1 && (
          <button
            type="button"
            className={styles.handle}
            aria-label={text('patches.move', { name })}
            {...handle}
          >
            <GripVertical size={14} aria-hidden />
          </button>
        )}
        <div className={styles.thumb}>
          <PanelCanvas
            client={session.client}
            panelId={`patch-${patch.id}`}
            content={{ kind: 'patch', patchId: patch.id, part: patch.bounds }}
          />
        </div>
        <button type="button" className={styles.name} aria-expanded={isOpen} onClick={onToggle}>
          <span className={styles.words}>
            <bdi className={styles.title}>{name}</bdi>
            <span className={styles.maker}>
              {makerName(patch, text)} · {secondsText(patch, text)}
            </span>
          </span>
          <ChevronDown size={14} aria-hidden />
        </button>
        <IconButton
          label={text(patch.visible ? 'patches.hide' : 'patches.show', { name })}
          icon={patch.visible ? Eye : EyeOff}
          onClick={() => void session.changePatch(patch.id, { visible: !patch.visible })}
        />
      </div>
      {isOpen && <PatchDetails patch={patch} name={name} />}
    </li>
  );
}

/**
 * Dragging a row among its neighbours by its handle, or moving it by the arrow keys.
 * @param onMove places down the list; negative is up
 */
function useDragging(place: number, total: number, onMove: (by: number) => void) {
  const row = useRef<HTMLLIElement>(null);
  const start = useRef<{ y: number; height: number } | null>(null);
  const [shift, setShift] = useState<number | null>(null);
  const end = (by: number): void => {
    start.current = null;
    setShift(null);
    if (by !== 0) onMove(by);
  };
  const placesOf = (y: number): number => {
    if (!start.current) return 0;
    const by = Math.round((y - start.current.y) / start.current.height);
    return Math.min(total - 1 - place, Math.max(-place, by));
  };
  const handle = {
    onPointerDown(event: PointerEvent<HTMLButtonElement>) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      start.current = { y: event.clientY, height: row.current?.offsetHeight ?? 48 };
    },
    onPointerMove(event: PointerEvent) {
      if (start.current) setShift(event.clientY - start.current.y);
    },
    onPointerUp: (event: PointerEvent) => end(placesOf(event.clientY)),
    onPointerCancel: () => end(0),
    onKeyDown(event: KeyboardEvent) {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (by === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      onMove(by);
    },
  };
  return { row, shift, handle };
}
