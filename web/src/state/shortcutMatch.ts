/** Which shortcut a key event means. Knows events by their facts only. */
import type { Chord, Shortcut, ShortcutScope } from './shortcuts.ts';

/** The part of a KeyboardEvent that matters. */
export interface KeyFact {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly isComposing: boolean;
  readonly keyCode: number;
  /** AltGr types a character: its Ctrl and Alt are no modifiers then. */
  readonly isAltGraph: boolean;
}

/** What has the focus, as far as keys are concerned. */
export type FocusKind = 'text' | 'popup' | 'range' | 'button' | 'other';

const isLetter = (key: string): boolean => /^[a-z]$/i.test(key);
const isCharacter = (key: string): boolean => [...key].length === 1;

/** The letter a key types, or the one printed on it where the layout types no Latin letters. */
function keyName(fact: KeyFact): string {
  if (fact.key === ' ') return 'Space';
  const isForeign = isCharacter(fact.key) && fact.key > '\u007f';
  if (isForeign && /^Key[A-Z]$/.test(fact.code)) return fact.code.slice(3).toLowerCase();
  return isLetter(fact.key) ? fact.key.toLowerCase() : fact.key;
}

/**
 * The chords that an event can be read as: what it types and where it lies. None while an input method composes, and
 * none with the system's own modifier (⌃ on a Mac, the Windows key elsewhere).
 */
export function chordsOf(fact: KeyFact, isMac: boolean): readonly Chord[] {
  // 229: the input method has taken the key, whatever `isComposing` says (Safari).
  if (fact.isComposing || fact.keyCode === 229) return [];
  const ctrl = fact.ctrlKey && !fact.isAltGraph;
  if (isMac ? ctrl : fact.metaKey) return [];
  const mod = (isMac ? fact.metaKey : ctrl) ? 'mod+' : '';
  // On a Mac, Option is how many layouts type their signs.
  const typesSign = isMac && isCharacter(fact.key) && !isLetter(fact.key);
  const alt = fact.altKey && !fact.isAltGraph && !typesSign ? 'alt+' : '';
  const shift = fact.shiftKey ? 'shift+' : '';
  const name = keyName(fact);
  // Shift is part of how `?` or `+` is typed, and differs between layouts; of a letter or a named key it is a modifier.
  const isSign = isCharacter(name) && !isLetter(name);
  return [`${mod}${alt}${isSign ? '' : shift}${name}`, `${mod}${alt}${shift}@${fact.code}`];
}

/** From the narrowest scope to the widest, the first shortcut that has one of the chords. */
export function matchShortcut(
  shortcuts: readonly Shortcut[],
  chords: readonly Chord[],
  scopes: readonly ShortcutScope[],
): Shortcut | undefined {
  for (const scope of scopes) {
    const found = shortcuts.find(
      (one) => one.scopes.includes(scope) && one.chords.some((chord) => chords.includes(chord)),
    );
    if (found) return found;
  }
  return undefined;
}

const rangeKeys = /^(Arrow|Home|End|Page)/;

/** Whether what has the focus needs the key itself, so that no shortcut may take it. */
export function focusOwns(focus: FocusKind, fact: KeyFact, shortcut: Shortcut): boolean {
  switch (focus) {
    case 'text':
      return !shortcut.worksInFields;
    case 'popup':
      return true;
    case 'range':
      return rangeKeys.test(fact.key);
    case 'button':
      return fact.key === 'Enter' || fact.key === ' ';
    case 'other':
      return false;
  }
}
