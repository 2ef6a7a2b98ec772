export const languages = ['en', 'zh-Hant'] as const;
export type Language = (typeof languages)[number];

/** What each language calls itself. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', 'zh-Hant': '繁體中文' };

/**
 * The first of the browser's languages that we speak. Any Chinese is answered in Traditional Chinese: closer than English.
 * @param wanted BCP 47 tags, most wanted first (`navigator.languages`).
 */
export function pickLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split('-')[0];
    if (primary === 'zh') return 'zh-Hant';
    if (primary === 'en') return 'en';
  }
  return 'en';
}
