import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';
import type { Language } from '../../state/language.ts';
import { zhHant } from './zhHant.ts';

/** The page's strings, ready at once: both languages travel with the page, so that a switch needs no network. */
export function createI18n(language: Language): i18n {
  const instance = createInstance();
  // React escapes what it renders. Single braces: the contract's sentences are written that way.
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, 'zh-Hant': { translation: zhHant } },
    interpolation: { escapeValue: false, prefix: '{', suffix: '}' },
    nsSeparator: false,
    returnNull: false,
    initAsync: false,
  });
  return instance;
}
