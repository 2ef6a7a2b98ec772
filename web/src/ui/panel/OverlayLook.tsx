import { Popover } from '@base-ui/react/popover';
import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import {
  leastOpacity,
  mostOpacity,
  overlayColourNames,
  type OverlayColour,
} from '../../state/overlayLook.ts';
import { SliderField } from '../controls/SliderField.tsx';
import { Tip } from '../controls/Tip.tsx';
import { useText } from '../i18n/useText.ts';
import { useSession, useSettings } from '../sessionContext.tsx';
import styles from './OverlayLook.module.css';

/** Colour and strength of the overlay, behind a button that shows them. */
export function OverlayLook() {
  const text = useText();
  const { settings } = useSession();
  const colour = useSettings(({ overlayColour }) => overlayColour);
  const opacity = useSettings(({ overlayOpacity }) => overlayOpacity);
  return (
    <Popover.Root>
      <Tip text={text('mask.overlayLook')}>
        <Popover.Trigger className={styles.trigger} aria-label={text('mask.overlayLook')}>
          <span className={styles.dot} data-colour={colour} aria-hidden />
        </Popover.Trigger>
      </Tip>
      <Popover.Portal>
        <Popover.Positioner align="end" sideOffset={6}>
          <Popover.Popup className={styles.popup} aria-label={text('mask.overlayLook')}>
            <RadioGroup
              className={styles.colours}
              aria-label={text('mask.overlayColour')}
              value={colour}
              onValueChange={(next: OverlayColour) => settings.setState({ overlayColour: next })}
            >
              {overlayColourNames.map((name) => (
                <Tip key={name} text={text(`mask.${name}`)}>
                  <Radio.Root value={name} aria-label={text(`mask.${name}`)} className={styles.choice}>
                    <span className={styles.dot} data-colour={name} aria-hidden />
                  </Radio.Root>
                </Tip>
              ))}
            </RadioGroup>
            <SliderField
              label={text('mask.overlayOpacity')}
              value={opacity}
              min={leastOpacity}
              max={mostOpacity}
              step={0.05}
              format={(value) => `${Math.round(value * 100)} %`}
              onChange={(next) => settings.setState({ overlayOpacity: Math.round(next * 100) / 100 })}
            />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
