/** What the user chose, remembered between sessions. Nothing here belongs to a photo. */
import { parameterNames, type ParameterName } from '@cleanplate/shared/contract/engine.ts';
import { maxPromptChars } from '@cleanplate/shared/contract/limits.ts';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OverlayMode } from '../document/facts.ts';
import { defaultTemplate, maxTemplateLength } from './fileNames.ts';
import { languages, type Language } from './language.ts';
import { isOpacity, overlayColourNames, type OverlayColour } from './overlayLook.ts';

export const themes = ['system', 'dark', 'light'] as const;
export type Theme = (typeof themes)[number];
export type ParameterValues = Readonly<Partial<Record<ParameterName, number | string>>>;

export interface Settings {
  readonly theme: Theme;
  /** null: the browser's. */
  readonly language: Language | null;
  readonly engine: string;
  /** By engine id; only what the user changed. */
  readonly parameters: Readonly<Record<string, ParameterValues>>;
  /** How the mask is shown; never a mask value. */
  readonly overlay: OverlayMode;
  readonly overlayColour: OverlayColour;
  /** 0.15–0.85 */
  readonly overlayOpacity: number;
  /** 0–1, JPEG and WebP. */
  readonly quality: number;
  /** Remove when the stroke ends. */
  readonly quickRemove: boolean;
  /** A Google engine's results get one from this computer beside them. */
  readonly localBeside: boolean;
  /** Of saved photos; see `savedPhotoName`. */
  readonly nameTemplate: string;
  /** Saved photos say nothing of place, time and camera. */
  readonly withoutPrivate: boolean;
}

export const defaultSettings: Settings = {
  theme: 'system',
  language: null,
  engine: 'local',
  parameters: {},
  overlay: 'tint',
  overlayColour: 'rose',
  overlayOpacity: 0.45,
  // 92 keeps a product photo free of visible blocks at a third of the size of 98.
  quality: 0.92,
  quickRemove: false,
  localBeside: true,
  nameTemplate: defaultTemplate,
  withoutPrivate: false,
};

export const settingsKey = 'cleanplate.settings.1';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const oneOf = <T extends string>(value: unknown, allowed: readonly T[], otherwise: T): T =>
  allowed.includes(value as T) ? (value as T) : otherwise;

function readValues(stored: unknown): ParameterValues {
  if (!isRecord(stored)) return {};
  const values: Partial<Record<ParameterName, number | string>> = {};
  for (const name of parameterNames) {
    const value = Object.hasOwn(stored, name) ? stored[name] : undefined;
    if (typeof value === 'number' && Number.isFinite(value)) values[name] = value;
    if (typeof value === 'string') values[name] = value.slice(0, maxPromptChars);
  }
  return values;
}

/** Reads stored settings; whatever is missing, damaged or from another version falls back to its default, one by one. */
export function readSettings(json: string | null): Settings {
  let stored: unknown;
  try {
    stored = JSON.parse(json ?? 'null');
  } catch {
    stored = null;
  }
  if (!isRecord(stored)) return defaultSettings;
  const parameters = isRecord(stored.parameters) ? Object.entries(stored.parameters) : [];
  const { quality, localBeside, nameTemplate } = stored;
  return {
    theme: oneOf(stored.theme, themes, defaultSettings.theme),
    language: languages.includes(stored.language as Language) ? (stored.language as Language) : null,
    engine: typeof stored.engine === 'string' ? stored.engine : defaultSettings.engine,
    parameters: Object.fromEntries(
      parameters
        .filter(([id]) => /^[a-z0-9]{1,32}$/.test(id))
        .map(([id, values]) => [id, readValues(values)]),
    ),
    overlay: oneOf(stored.overlay, ['tint', 'outline', 'blackWhite', 'hidden'], defaultSettings.overlay),
    overlayColour: oneOf(stored.overlayColour, overlayColourNames, defaultSettings.overlayColour),
    overlayOpacity: isOpacity(stored.overlayOpacity) ? stored.overlayOpacity : defaultSettings.overlayOpacity,
    quality:
      typeof quality === 'number' && quality >= 0.05 && quality <= 1 ? quality : defaultSettings.quality,
    quickRemove: stored.quickRemove === true,
    localBeside: typeof localBeside === 'boolean' ? localBeside : defaultSettings.localBeside,
    nameTemplate:
      typeof nameTemplate === 'string' && nameTemplate.length <= maxTemplateLength
        ? nameTemplate
        : defaultTemplate,
    withoutPrivate: stored.withoutPrivate === true,
  };
}

export type SettingsStore = StoreApi<Settings>;

/**
 * Settings that write themselves down at every change.
 * @param storage `localStorage`, or null where there is none; a full or blocked storage costs the memory, never the work.
 */
export function createSettingsStore(storage: Pick<Storage, 'getItem' | 'setItem'> | null): SettingsStore {
  const quietly = <T>(action: () => T): T | null => {
    try {
      return action();
    } catch {
      return null;
    }
  };
  const store = createStore<Settings>(() =>
    readSettings(quietly(() => storage?.getItem(settingsKey) ?? null)),
  );
  store.subscribe((settings) => quietly(() => storage?.setItem(settingsKey, JSON.stringify(settings))));
  return store;
}

/** Remembers one parameter of one engine; `undefined` gives it back to the engine's default. */
export function setParameter(
  store: SettingsStore,
  engine: string,
  name: ParameterName,
  value: number | string | undefined,
): void {
  store.setState(({ parameters }) => {
    const { [name]: _, ...others } = parameters[engine] ?? {};
    const values = value === undefined ? others : { ...others, [name]: value };
    return { parameters: { ...parameters, [engine]: values } };
  });
}
