import { Menu } from '@base-ui/react/menu';
import { Check, History, SunMoon } from 'lucide-react';
import { languageNames, languages, type Language } from '../../state/language.ts';
import { themes, type Theme } from '../../state/settings.ts';
import iconStyles from '../controls/IconButton.module.css';
import styles from '../controls/Menu.module.css';
import { Tip } from '../controls/Tip.tsx';
import { useText } from '../i18n/useText.ts';
import { useSession, useSettings } from '../sessionContext.tsx';
import { useTightBar } from '../useNarrow.ts';
import { useLanguage } from '../useAppearance.ts';

const themeNames = { system: 'top.themeSystem', dark: 'top.themeDark', light: 'top.themeLight' } as const;

function Choice({ value, label, lang }: { value: string; label: string; lang?: string }) {
  return (
    <Menu.RadioItem className={styles.item} value={value} closeOnClick>
      <Menu.RadioItemIndicator className={styles.mark}>
        <Check size={14} aria-hidden />
      </Menu.RadioItemIndicator>
      <span className={styles.label} lang={lang}>
        {label}
      </span>
    </Menu.RadioItem>
  );
}

/** Theme and language; where the bar is tight the recent work too. */
export function AppearanceMenu({ onRecent }: { onRecent: () => void }) {
  const text = useText();
  const { settings } = useSession();
  const theme = useSettings((chosen) => chosen.theme);
  const language = useLanguage();
  const isTight = useTightBar();
  return (
    <Menu.Root>
      <Tip text={text('top.appearance')}>
        <Menu.Trigger aria-label={text('top.appearance')} className={iconStyles.button}>
          <SunMoon size={18} strokeWidth={1.75} aria-hidden />
        </Menu.Trigger>
      </Tip>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={4}>
          <Menu.Popup className={styles.popup}>
            <Menu.Group>
              <Menu.GroupLabel className={styles.heading}>{text('top.theme')}</Menu.GroupLabel>
              <Menu.RadioGroup
                value={theme}
                onValueChange={(next: Theme) => settings.setState({ theme: next })}
              >
                {themes.map((one) => (
                  <Choice key={one} value={one} label={text(themeNames[one])} />
                ))}
              </Menu.RadioGroup>
            </Menu.Group>
            <Menu.Separator className={styles.rule} />
            <Menu.Group>
              <Menu.GroupLabel className={styles.heading}>{text('top.language')}</Menu.GroupLabel>
              <Menu.RadioGroup
                value={language}
                onValueChange={(next: Language) => settings.setState({ language: next })}
              >
                {languages.map((one) => (
                  <Choice key={one} value={one} label={languageNames[one]} lang={one} />
                ))}
              </Menu.RadioGroup>
            </Menu.Group>
            {isTight && (
              <>
                <Menu.Separator className={styles.rule} />
                <Menu.Item className={styles.item} onClick={onRecent}>
                  <History size={16} aria-hidden />
                  <span className={styles.label}>{text('recent.title')}</span>
                </Menu.Item>
              </>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
