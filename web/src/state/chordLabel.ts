/** How a chord is written for people. */
import type { Chord } from './shortcuts.ts';

/** What each place on the keyboard types (`navigator.keyboard.getLayoutMap()` where there is one). */
export interface KeyboardLayout {
  get(code: string): string | undefined;
}

const names: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Delete: 'Del',
  '-': '−',
};
const printed: Readonly<Record<string, string>> = {
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  IntlBackslash: '\\',
};

/** `mod+shift+z` → `Ctrl + Shift + Z`, on a Mac `⇧⌘Z`; keys known by place are named as this keyboard types them. */
export function chordLabel(
  chord: Chord,
  options: { isMac: boolean; layout?: KeyboardLayout | undefined },
): string {
  const match = /^(mod\+)?(alt\+)?(shift\+)?(.+)$/.exec(chord);
  if (!match) return chord;
  const [, mod, alt, shift, rest] = match;
  const code = rest.startsWith('@') ? rest.slice(1) : null;
  const typed = code === null ? (names[rest] ?? rest) : (options.layout?.get(code) ?? printed[code] ?? code);
  const key = typed.length === 1 ? typed.toUpperCase() : typed;
  if (options.isMac) return `${alt ? '⌥' : ''}${shift ? '⇧' : ''}${mod ? '⌘' : ''}${key}`;
  return [mod && 'Ctrl', alt && 'Alt', shift && 'Shift', key].filter(Boolean).join(' + ');
}
