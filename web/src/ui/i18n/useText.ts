import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageKey } from './en.ts';

export type Text = (key: MessageKey, params?: Readonly<Record<string, string | number>>) => string;

/** `t`, but a key that does not exist does not compile. */
export function useText(): Text {
  const { t } = useTranslation();
  return useCallback((key, params) => t(key, params ?? {}), [t]);
}
