import { chordLabel } from '../state/chordLabel.ts';
import { useKeyboardLayout } from '../state/keyboardLayout.ts';
import { pageShortcuts, shortcutsInForce, useShortcutSettings } from '../state/shortcutStore.ts';
import type { ShortcutId } from '../state/shortcuts.ts';

export const isMac = /mac|iphone|ipad/i.test(navigator.platform);

/** How the key of each action reads for a tooltip: as remapped, and nothing where keys are switched off. */
export function useShortcutLabel(): (id: ShortcutId) => string {
  const layout = useKeyboardLayout();
  const settings = useShortcutSettings((state) => state);
  const inForce = shortcutsInForce(pageShortcuts, settings);
  return (id) => {
    const chord = inForce.find((one) => one.id === id)?.chords[0];
    return chord === undefined ? '' : chordLabel(chord, { isMac, layout });
  };
}
