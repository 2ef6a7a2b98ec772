import { useEffect, useRef } from 'react';
import { useScaleInHand } from '../../state/viewInHand.ts';
import { viewStore } from '../../state/viewStore.ts';
import { useText } from '../i18n/useText.ts';
import { percentText, shareText } from '../numbers.ts';
import { useFacts } from '../sessionContext.tsx';
import styles from './StatusBar.module.css';

/** Zoom, pointer, mask and size: always in sight. */
export function StatusBar() {
  const text = useText();
  const scale = useScaleInHand();
  const facts = useFacts((state) => state.facts);
  if (!facts) return null;
  const { width, height, maskPixels } = facts;
  return (
    <footer className={styles.bar} aria-label={text('status.label')}>
      <span>{percentText(scale)} %</span>
      <PointerPosition />
      <span data-mask-percent={(maskPixels / (width * height)) * 100}>
        {text('status.mask', { percent: shareText(maskPixels, width * height) })}
      </span>
      <span className={styles.gap} />
      <span>{text('status.size', { width, height })}</span>
      <span>{text('status.megapixels', { megapixels: ((width * height) / 1e6).toFixed(1) })}</span>
    </footer>
  );
}

/** Written past React: the pointer moves hundreds of times a second, also during a stroke. */
function PointerPosition() {
  const text = useText();
  const element = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      viewStore.subscribe(({ pointer }, before) => {
        if (pointer === before.pointer || !element.current) return;
        const position = pointer
          ? text('status.position', { x: Math.floor(pointer.x), y: Math.floor(pointer.y) })
          : '';
        // The same words set again are a new layout all the same; while the photo is moved they are.
        if (element.current.textContent !== position) element.current.textContent = position;
      }),
    [text],
  );
  return <span ref={element} className={styles.pointer} />;
}
