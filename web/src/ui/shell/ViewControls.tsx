import { Fullscreen, ScanSearch, RotateCwSquare, ZoomIn, ZoomOut } from 'lucide-react';
import { useView, views } from '../../state/viewStore.ts';
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
  const scale = useView(({ view }) => view.scale);
  const hasMask = useView(({ maskBounds }) => maskBounds !== null);
  const percent = percentText(scale);
  return (
    <div className={styles.group}>
      <IconButton
        label={text('top.zoomOut')}
        keys={keyOf('zoomOut')}
        icon={ZoomOut}
        onClick={views.zoomOut}
      />
      <Tip text={text('top.actualSize')} keys={keyOf('actual')}>
        <Button
          tone="quiet"
          className={styles.zoom}
          aria-label={text('top.zoomLevel', { percent })}
          onClick={views.actual}
        >
          {percent} %
        </Button>
      </Tip>
      <IconButton label={text('top.zoomIn')} keys={keyOf('zoomIn')} icon={ZoomIn} onClick={views.zoomIn} />
      <IconButton label={text('top.fitPhoto')} keys={keyOf('fit')} icon={Fullscreen} onClick={views.fit} />
      <IconButton
        label={text('top.zoomToMask')}
        keys={keyOf('zoomToMask')}
        icon={ScanSearch}
        disabled={!hasMask}
        onClick={views.zoomToMask}
      />
      <IconButton
        label={text('top.turn')}
        keys={keyOf('turn')}
        icon={RotateCwSquare}
        onClick={() => views.turn(1)}
      />
    </div>
  );
}
