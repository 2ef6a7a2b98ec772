import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { pickLanguage, type Language } from '../state/language.ts';
import { useSettings } from './sessionContext.tsx';

/** The language in force: the user's choice, else the browser's. */
export function useLanguage(): Language {
  const chosen = useSettings(({ language }) => language);
  return chosen ?? pickLanguage(navigator.languages);
}

/** Keeps the document's theme, language and title in step with the settings. */
export function useAppearance(): void {
  const theme = useSettings((settings) => settings.theme);
  const language = useLanguage();
  const { i18n } = useTranslation();
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === 'system') delete dataset.theme;
    else dataset.theme = theme;
  }, [theme]);
  useEffect(() => {
    document.documentElement.lang = language;
    void i18n.changeLanguage(language);
  }, [language, i18n]);
}
