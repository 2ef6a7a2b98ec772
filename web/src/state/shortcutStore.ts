/** The user's own shortcuts: remapped, or switched off as a whole (WCAG 2.1.4). Remembered between sessions. */
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { defaultShortcuts, type Chord, type Shortcut, type ShortcutId } from './shortcuts.ts';
import { tools } from '../tools/index.ts';

export interface ShortcutSettings {
  /** Off: no key does anything but what the browser and the controls make of it. Escape still unwinds. */
  readonly enabled: boolean;
  readonly overrides: Readonly<Partial<Record<ShortcutId, readonly Chord[]>>>;
}

export const shortcutsKey = 'cleanplate.shortcuts.1';
const initial: ShortcutSettings = { enabled: true, overrides: {} };
const chordForm = /^(mod\+)?(alt\+)?(shift\+)?(@[A-Za-z0-9]{1,24}|[A-Z][A-Za-z0-9]{1,24}|[^\s\p{Lu}])$/u;

/** Whether a text is a chord as the map writes them. */
export const isChord = (text: unknown): text is Chord => typeof text === 'string' && chordForm.test(text);

/** Reads remembered shortcuts; what is damaged or names no shortcut is forgotten. */
export function readShortcuts(json: string | null, known: readonly Shortcut[]): ShortcutSettings {
  let stored: unknown;
  try {
    stored = JSON.parse(json ?? 'null');
  } catch {
    return initial;
  }
  if (typeof stored !== 'object' || stored === null) return initial;
  const { enabled, overrides } = stored as Record<string, unknown>;
  const entries = typeof overrides === 'object' && overrides !== null ? Object.entries(overrides) : [];
  const ids = new Set<string>(known.map((one) => one.id));
  return {
    enabled: enabled !== false,
    overrides: Object.fromEntries(
      entries.filter(([id, chords]) => ids.has(id) && Array.isArray(chords) && chords.every(isChord)),
    ),
  };
}

/** The shortcuts in force. An override replaces every chord of its id, in all its scopes. */
export function shortcutsInForce(
  defaults: readonly Shortcut[],
  { enabled, overrides }: ShortcutSettings,
): readonly Shortcut[] {
  if (!enabled) return defaults.filter((one) => one.id === 'unwind');
  const seen = new Set<ShortcutId>();
  return defaults.flatMap((one) => {
    const chords = overrides[one.id];
    if (!chords) return [one];
    // The second row of an id (Enter on the canvas) gives way to what the user chose.
    if (seen.has(one.id)) return [];
    seen.add(one.id);
    return [{ ...one, chords }];
  });
}

/**
 * The shortcut that already has a chord where `id` would count, or undefined. Something global clashes with any scope:
 * the narrower one would hide it.
 */
export function conflictOf(inForce: readonly Shortcut[], id: ShortcutId, chord: Chord): Shortcut | undefined {
  const scopes = inForce.filter((one) => one.id === id).flatMap((one) => one.scopes);
  const meets = (one: Shortcut): boolean =>
    one.scopes.some((scope) => scope === 'global' || scopes.includes('global') || scopes.includes(scope));
  return inForce.find((one) => one.id !== id && one.chords.includes(chord) && meets(one));
}

export interface ShortcutActions {
  remap(id: ShortcutId, chords: readonly Chord[]): void;
  /** Back to the default; without an id, all of them. */
  reset(id?: ShortcutId): void;
  setEnabled(enabled: boolean): void;
}

/** @param storage `localStorage`, or null where there is none. */
export function createShortcutStore(
  storage: Pick<Storage, 'getItem' | 'setItem'> | null,
  known: readonly Shortcut[],
): { readonly store: StoreApi<ShortcutSettings>; readonly actions: ShortcutActions } {
  const quietly = <T>(action: () => T): T | null => {
    try {
      return action();
    } catch {
      return null;
    }
  };
  const store = createStore<ShortcutSettings>(() =>
    readShortcuts(
      quietly(() => storage?.getItem(shortcutsKey) ?? null),
      known,
    ),
  );
  store.subscribe((settings) => quietly(() => storage?.setItem(shortcutsKey, JSON.stringify(settings))));
  return {
    store,
    actions: {
      remap: (id, chords) =>
        store.setState(({ overrides }) => ({ overrides: { ...overrides, [id]: chords.filter(isChord) } })),
      reset(id) {
        store.setState(({ overrides }) => {
          if (!id) return { overrides: {} };
          const { [id]: _, ...others } = overrides;
          return { overrides: others };
        });
      },
      setEnabled: (enabled) => store.setState({ enabled }),
    },
  };
}

/** Every shortcut of the page, as it is before the user changes any. */
export const pageShortcuts = defaultShortcuts(tools);

const created = createShortcutStore(globalThis.localStorage ?? null, pageShortcuts);
export const shortcutStore = created.store;
export const shortcutActions = created.actions;

/** A part of the shortcut settings in a component. */
export function useShortcutSettings<T>(select: (settings: ShortcutSettings) => T): T {
  return useStore(shortcutStore, select);
}
