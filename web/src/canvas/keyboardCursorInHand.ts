import type { KeyboardCursor } from './keyboardCursor.ts';

let current: KeyboardCursor | null = null;

/** The mounted editor's keyboard cursor is the one that shortcuts move. Returns the way to take it back. */
export function setKeyboardCursor(cursor: KeyboardCursor): () => void {
  current = cursor;
  return () => {
    if (current === cursor) current = null;
  };
}

/** The keyboard cursor of the mounted editor; null while there is none. */
export const keyboardCursor = (): KeyboardCursor | null => current;
