import { Menu } from '@base-ui/react/menu';
import type { EngineDescription } from '@cleanplate/shared/contract/engine.ts';
import { Check, ChevronDown, SquareDashedMousePointer, X } from 'lucide-react';
import type { ExtractInto } from '../../workers/documentApi.ts';
import buttonStyles from '../controls/Button.module.css';
import { Button } from '../controls/Button.tsx';
import menuStyles from '../controls/Menu.module.css';
import { useText } from '../i18n/useText.ts';
import { useFacts, useSession } from '../sessionContext.tsx';
import styles from './panel.module.css';

/** The engine of Google that can find masks now, if there is one. */
export const maskFinder = (engines: readonly EngineDescription[]): EngineDescription | undefined =>
  engines.find((engine) => engine.extracts.length > 0 && engine.availability.state === 'ready');

const localNames = {
  background: 'mask.extractBackground',
  foreground: 'mask.extractForeground',
  people: 'mask.extractPeople',
} as const;

const ways: readonly ExtractInto[] = ['replace', 'add', 'subtract'];

/** Masks that are found instead of painted: on this computer, or by Gemini where it is ready. */
export function ExtractMenu({ engines }: { engines: readonly EngineDescription[] }) {
  const text = useText();
  const session = useSession();
  const how = useFacts((state) => state.extractInto);
  const isLooking = useFacts((state) => state.extracting !== null || state.looking !== null);
  const finder = maskFinder(engines);
  return (
    <Menu.Root>
      <Menu.Trigger className={`${buttonStyles.button} ${buttonStyles.plain}`} disabled={isLooking}>
        <SquareDashedMousePointer size={16} strokeWidth={1.75} aria-hidden />
        {text('mask.extract')}
        <ChevronDown size={14} className={styles.down} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="start" sideOffset={4}>
          <Menu.Popup className={menuStyles.popup}>
            {(['background', 'foreground', 'people'] as const).map((what) => (
              <Menu.Item key={what} className={menuStyles.item} onClick={() => void session.extract(what)}>
                <span className={menuStyles.label}>{text(localNames[what])}</span>
              </Menu.Item>
            ))}
            <Menu.Item className={menuStyles.item} onClick={() => session.openClasses('extract')}>
              <span className={menuStyles.label}>{text('mask.extractClasses')}</span>
            </Menu.Item>
            {finder && <ByGoogle finder={finder} />}
            <Menu.Separator className={menuStyles.rule} />
            <Menu.RadioGroup
              value={how}
              onValueChange={(next: ExtractInto) => session.chooseExtractInto(next)}
            >
              {ways.map((way) => (
                <Menu.RadioItem key={way} value={way} className={menuStyles.item} closeOnClick={false}>
                  <Menu.RadioItemIndicator className={menuStyles.mark}>
                    <Check size={14} aria-hidden />
                  </Menu.RadioItemIndicator>
                  <span className={menuStyles.label}>{text(`extract.${way}`)}</span>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function ByGoogle({ finder }: { finder: EngineDescription }) {
  const text = useText();
  const session = useSession();
  const kinds = (['background', 'foreground', 'people'] as const).filter((kind) =>
    finder.extracts.includes(kind),
  );
  return (
    <Menu.Group>
      <Menu.Separator className={menuStyles.rule} />
      <Menu.GroupLabel className={menuStyles.heading}>{text('extract.byGoogle')}</Menu.GroupLabel>
      {kinds.map((what) => (
        <Menu.Item
          key={what}
          className={menuStyles.item}
          onClick={() => void session.extractWith(finder, { what })}
        >
          <span className={menuStyles.label}>{text(`extract.${what}`)}</span>
        </Menu.Item>
      ))}
      <Menu.Item className={menuStyles.item} onClick={() => session.openWords(true)}>
        <span className={menuStyles.label}>{text('extract.words')}</span>
      </Menu.Item>
    </Menu.Group>
  );
}

/** While an engine looks: that it does, and the way to stop it. */
export function ExtractProgress() {
  const text = useText();
  const session = useSession();
  const isLooking = useFacts((state) => state.extracting !== null);
  if (!isLooking) return null;
  return (
    <div className={styles.looking} role="status">
      <span>{text('extract.looking')}</span>
      <Button tone="quiet" onClick={() => session.cancelExtract()}>
        <X size={14} aria-hidden />
        {text('extract.stop')}
      </Button>
    </div>
  );
}
