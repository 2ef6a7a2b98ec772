/** What each place on this keyboard types, where the browser tells: `[` is another key on a German or French one. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { KeyboardLayout } from './chordLabel.ts';

type Keyboard = { getLayoutMap?: () => Promise<KeyboardLayout> } | undefined;

const store = createStore<{ readonly layout: KeyboardLayout | null }>(() => ({ layout: null }));

async function read(): Promise<void> {
  try {
    const keyboard = (globalThis.navigator as (Navigator & { keyboard?: Keyboard }) | undefined)?.keyboard;
    const layout = await keyboard?.getLayoutMap?.();
    if (layout) store.setState({ layout });
  } catch {
    // Not allowed in an embedded page: keys are named as on an American keyboard.
  }
}
void read();

/** The layout in a component; undefined where the browser does not tell. */
export const useKeyboardLayout = (): KeyboardLayout | undefined =>
  useStore(store, ({ layout }) => layout ?? undefined);
