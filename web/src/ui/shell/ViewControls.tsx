import { Fullscreen, ScanSearch, RotateCwSquare, ZoomIn, ZoomOut } from 'lucide-react';
import { useScaleInHand, viewInHand } from '../../state/viewInHand.ts';
import { useView } from '../../state/viewStore.ts';
import { Button } from '../controls/Button.tsx';
import { IconButton } from '../controls/IconButton.tsx';
import { Tip } from '../controls/Tip.tsx';
import { useText } from '../i18n/useText.ts';
import { useShortcutLabel } from '../useShortcutLabel.ts';
import { percentText } from '../numbers.ts';
import styles from './TopBar.module.css';

/** Zoom and turn; the readout in the middle goes to 100 %. */
export function ViewControls() {
  const text = useText();
  const keyOf = useShortcutLabel();
  const scale = useScaleInHand();
  const hasMask = useView(({ maskBounds }) => maskBounds !== null);
  const percent = percentText(scale);
  return (
    <div className={styles.group}>
      <IconButton
        label={text('top.zoomOut')}
        keys={keyOf('zoomOut')}
        icon={ZoomOut}
        onClick={viewInHand.zoomOut}
      />
      <Tip text={text('top.actualSize')} keys={keyOf('actual')}>
        <Button
          tone="quiet"
          className={styles.zoom}
          aria-label={text('top.zoomLevel', { percent })}
          onClick={viewInHand.actual}
        >
          {percent} %
        </Button>
      </Tip>
      <IconButton
        label={text('top.zoomIn')}
        keys={keyOf('zoomIn')}
        icon={ZoomIn}
        onClick={viewInHand.zoomIn}
      />
      <IconButton
        label={text('top.fitPhoto')}
        keys={keyOf('fit')}
        icon={Fullscreen}
        onClick={viewInHand.fit}
      />
      <IconButton
        label={text('top.zoomToMask')}
        keys={keyOf('zoomToMask')}
        icon={ScanSearch}
        disabled={!hasMask}
        onClick={viewInHand.zoomToMask}
      />
      <IconButton
        label={text('top.turn')}
        keys={keyOf('turn')}
        icon={RotateCwSquare}
        onClick={() => viewInHand.turn(1)}
      />
    </div>
  );
}
