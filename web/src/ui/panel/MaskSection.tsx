import { Menu } from '@base-ui/react/menu';
import type { EngineDescription } from '@cleanplate/shared/contract/engine.ts';
import { ChevronDown, Contrast, Download, Eraser, SlidersHorizontal, Upload } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { maskActionNames } from '../../state/masking.ts';
import { Button } from '../controls/Button.tsx';
import buttonStyles from '../controls/Button.module.css';
import menuStyles from '../controls/Menu.module.css';
import { Segmented } from '../controls/Segmented.tsx';
import { useText } from '../i18n/useText.ts';
import { shareText } from '../numbers.ts';
import { useFacts, useSession } from '../sessionContext.tsx';
import { useView, views } from '../../state/viewStore.ts';
import type { OverlayMode } from '../../document/facts.ts';
import { MaskFileMenu } from './MaskFileMenu.tsx';
import { OverlayLook } from './OverlayLook.tsx';
import { ExtractMenu, ExtractProgress } from './ExtractMenu.tsx';
import { LookingLine } from './LookingLine.tsx';
import styles from './panel.module.css';

interface MaskButtonProps {
  readonly name: string;
  readonly short: string;
  readonly icon: LucideIcon;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

function MaskButton({ name, short, icon: Icon, disabled = false, onClick }: MaskButtonProps) {
  return (
    <Button aria-label={name} disabled={disabled} onClick={onClick}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      <span aria-hidden>{short}</span>
    </Button>
  );
}

interface MaskSectionProps {
  readonly engines: readonly EngineDescription[];
  readonly onUpload: () => void;
}

/** The mask as a whole: corrections, files, extracts, and how it is shown. */
export function MaskSection({ engines, onUpload }: MaskSectionProps) {
  const text = useText();
  const session = useSession();
  const masked = useFacts(({ facts }) => facts?.maskPixels ?? 0);
  const pixels = useFacts(({ facts }) => (facts ? facts.width * facts.height : 1));
  const overlay = useView(({ display }) => display.overlay);
  const overlays: readonly { value: OverlayMode; label: string }[] = [
    { value: 'tint', label: text('mask.overlayTint') },
    { value: 'outline', label: text('mask.overlayOutline') },
    { value: 'blackWhite', label: text('mask.overlayBlackWhiteShort') },
    { value: 'hidden', label: text('mask.overlayHidden') },
  ];
  return (
    <section className={styles.section} aria-label={text('mask.heading')}>
      <h3 className={styles.heading}>
        {text('mask.heading')}
        <span className={styles.share} role="status" aria-label={text('mask.heading')}>
          {masked === 0 ? text('mask.empty') : text('mask.share', { percent: shareText(masked, pixels) })}
        </span>
      </h3>
      <div className={styles.buttons}>
        <MaskButton
          name={text('mask.invertMask')}
          short={text('mask.invert')}
          icon={Contrast}
          onClick={() => void session.invertMask()}
        />
        <MaskButton
          name={text('mask.clearMask')}
          short={text('mask.clear')}
          icon={Eraser}
          disabled={masked === 0}
          onClick={() => void session.clearMask()}
        />
        <MaskButton
          name={text('mask.uploadMask')}
          short={text('mask.upload')}
          icon={Upload}
          onClick={onUpload}
        />
        <div className={styles.split}>
          <MaskButton
            name={text('mask.downloadMask')}
            short={text('mask.download')}
            icon={Download}
            onClick={() => void session.downloadMask()}
          />
          <MaskFileMenu />
        </div>
        <ExtractMenu engines={engines} />
        <RefineMenu isEmpty={masked === 0} />
      </div>
      <ExtractProgress />
      <LookingLine />
      <div className={styles.look}>
        <Segmented
          label={text('mask.overlay')}
          options={overlays}
          value={overlay}
          onChange={(next) => views.setDisplay({ overlay: next })}
        />
        <OverlayLook />
      </div>
    </section>
  );
}

function RefineMenu({ isEmpty }: { isEmpty: boolean }) {
  const text = useText();
  const session = useSession();
  const hasPrevious = useFacts(({ facts }) => facts?.hasPrevious ?? false);
  return (
    <Menu.Root>
      <Menu.Trigger className={`${buttonStyles.button} ${buttonStyles.plain}`}>
        <SlidersHorizontal size={16} strokeWidth={1.75} aria-hidden />
        {text('mask.refine')}
        <ChevronDown size={14} className={styles.down} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="start" sideOffset={4}>
          <Menu.Popup className={menuStyles.popup}>
            {maskActionNames.map((action) => (
              <Menu.Item
                key={action}
                className={menuStyles.item}
                disabled={isEmpty}
                onClick={() => void session.maskAction(action)}
              >
                <span className={menuStyles.label}>{text(`mask.${action}`)}</span>
              </Menu.Item>
            ))}
            <Menu.Separator className={menuStyles.rule} />
            <Menu.Item className={menuStyles.item} onClick={() => void session.selectAll()}>
              <span className={menuStyles.label}>{text('shortcut.selectAll')}</span>
            </Menu.Item>
            <Menu.Item
              className={menuStyles.item}
              disabled={!hasPrevious}
              onClick={() => void session.bringBackMask()}
            >
              <span className={menuStyles.label}>{text('shortcut.previousMask')}</span>
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
