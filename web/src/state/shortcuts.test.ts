import { describe, expect, it } from 'vitest';
import { tools } from '../tools/index.ts';
import { chordLabel } from './chordLabel.ts';
import { chordsOf, focusOwns, matchShortcut, type KeyFact } from './shortcutMatch.ts';
import { actionIds, defaultShortcuts, type ShortcutScope } from './shortcuts.ts';
import {
  conflictOf,
  createShortcutStore,
  isChord,
  readShortcuts,
  shortcutsInForce,
} from './shortcutStore.ts';

const shortcuts = defaultShortcuts(tools);
const press = (key: string, more: Partial<KeyFact> = {}): KeyFact => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  keyCode: 0,
  isAltGraph: false,
  ...more,
});
const idOf = (fact: KeyFact, scopes: ShortcutScope[] = ['global'], isMac = false) =>
  matchShortcut(shortcuts, chordsOf(fact, isMac), scopes)?.id;

describe('the map of shortcuts', () => {
  it('gives each chord to one shortcut per scope', () => {
    const scopes: ShortcutScope[] = ['global', 'canvas', 'results', 'compare', 'keyboardCursor'];
    for (const scope of scopes) {
      const taken = shortcuts.filter((one) => one.scopes.includes(scope)).flatMap((one) => one.chords);
      expect(taken).toEqual([...new Set(taken)]);
    }
  });

  it('has a row for every action and every tool, written as chords are', () => {
    const ids = new Set<string>(shortcuts.map((one) => one.id));
    for (const id of actionIds) expect(ids).toContain(id);
    for (const tool of tools) expect(ids).toContain(`tool.${tool.id}`);
    expect(shortcuts.flatMap((one) => one.chords).filter((chord) => !isChord(chord))).toEqual([]);
  });
});

describe('matching a key', () => {
  it('goes by what is typed, whatever Caps Lock or the layout says', () => {
    expect(idOf(press('b'))).toBe('tool.brush');
    expect(idOf(press('B'))).toBe('tool.brush');
    expect(idOf(press('и', { code: 'KeyB' }))).toBe('tool.brush');
    expect(idOf(press('?', { shiftKey: true }))).toBe('showShortcuts');
    expect(idOf(press('+', { shiftKey: true }))).toBe('zoomIn');
    expect(idOf(press('Z', { shiftKey: true }))).toBe('zoomToMask');
    expect(idOf(press('R', { shiftKey: true }))).toBe('turn');
  });

  it('finds brackets and the backslash by their place', () => {
    expect(idOf(press('ü', { code: 'BracketLeft' }))).toBe('sizeDown');
    expect(idOf(press('{', { code: 'BracketLeft', shiftKey: true }))).toBe('softer');
    expect(idOf(press('#', { code: 'Backslash' }))).toBe('showPhoto');
    expect(idOf(press('[', { code: 'Digit8', ctrlKey: true, altKey: true, isAltGraph: true }))).toBe(
      'sizeDown',
    );
  });

  it('reads Ctrl as the command key, on a Mac ⌘, and leaves the system’s own alone', () => {
    expect(idOf(press('z', { ctrlKey: true }))).toBe('undo');
    expect(idOf(press('Z', { ctrlKey: true, shiftKey: true }))).toBe('redo');
    expect(idOf(press('z', { metaKey: true }), ['global'], true)).toBe('undo');
    expect(idOf(press('z', { metaKey: true }))).toBeUndefined();
    expect(idOf(press('b', { ctrlKey: true }))).toBeUndefined();
    expect(idOf(press('b', { altKey: true }))).toBeUndefined();
  });

  it('means nothing while an input method composes', () => {
    expect(idOf(press('b', { isComposing: true }))).toBeUndefined();
    expect(idOf(press('b', { keyCode: 229 }))).toBeUndefined();
  });

  it('gives 1, Enter and Delete to the results while they have the focus or compare is open', () => {
    expect(idOf(press('1'), ['canvas', 'global'])).toBe('actual');
    expect(idOf(press('1'), ['results', 'global'])).toBe('chooseResult1');
    expect(idOf(press('Enter'), ['compare', 'global'])).toBe('acceptResult');
    expect(idOf(press('Delete'), ['compare', 'global'])).toBe('discardResult');
    expect(idOf(press('Delete'), ['canvas', 'global'])).toBe('deleteGuide');
  });

  it('paints with Space and Enter while the keyboard cursor is shown; Ctrl+Enter still runs', () => {
    const cursor: ShortcutScope[] = ['keyboardCursor', 'canvas', 'global'];
    expect(idOf(press('Enter'), cursor)).toBe('cursorPaint');
    expect(idOf(press(' '), cursor)).toBe('cursorPaint');
    expect(idOf(press('Enter', { ctrlKey: true }), cursor)).toBe('runRemoval');
    expect(idOf(press('Enter'), ['canvas', 'global'])).toBe('runRemoval');
    expect(idOf(press('Enter'), ['global'])).toBeUndefined();
  });
});

describe('what the focused control keeps for itself', () => {
  const of = (id: string) => shortcuts.find((one) => one.id === id)!;

  it('is everything in a text field but what no field has a use for', () => {
    expect(focusOwns('text', press('b'), of('tool.brush'))).toBe(true);
    expect(focusOwns('text', press('z', { ctrlKey: true }), of('undo'))).toBe(true);
    expect(focusOwns('text', press('Enter', { ctrlKey: true }), of('runRemoval'))).toBe(false);
  });

  it('is the arrows on a slider, Enter and Space on a button, and no letters', () => {
    expect(focusOwns('range', press('ArrowLeft'), of('previousResult'))).toBe(true);
    expect(focusOwns('range', press('b'), of('tool.brush'))).toBe(false);
    expect(focusOwns('button', press('Enter'), of('acceptResult'))).toBe(true);
    expect(focusOwns('button', press('b'), of('tool.brush'))).toBe(false);
  });
});

describe('the user’s own shortcuts', () => {
  it('replace the defaults and are remembered', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
    createShortcutStore(storage, shortcuts).actions.remap('tool.brush', ['p']);
    const settings = createShortcutStore(storage, shortcuts).store.getState();
    const inForce = shortcutsInForce(shortcuts, settings);
    expect(matchShortcut(inForce, ['p'], ['global'])?.id).toBe('tool.brush');
    expect(matchShortcut(inForce, ['b'], ['global'])).toBeUndefined();
  });

  it('can all be switched off, but Esc', () => {
    const inForce = shortcutsInForce(shortcuts, { enabled: false, overrides: {} });
    expect(inForce.map((one) => one.id)).toEqual(['unwind']);
  });

  it('are checked for conflicts in every scope where they would meet', () => {
    expect(conflictOf(shortcuts, 'tool.brush', 'e')?.id).toBe('tool.eraser');
    expect(conflictOf(shortcuts, 'tool.brush', 'b')).toBeUndefined();
    expect(conflictOf(shortcuts, 'undo', 'Delete')?.id).toBe('deleteGuide');
    expect(conflictOf(shortcuts, 'cursorPaint', 'Delete')).toBeUndefined();
  });

  it('are read with care', () => {
    const read = readShortcuts(
      '{"enabled":false,"overrides":{"undo":["mod+u"],"redo":[7],"rocket":["r"]}}',
      shortcuts,
    );
    expect(read).toEqual({ enabled: false, overrides: { undo: ['mod+u'] } });
    expect(readShortcuts('nonsense', shortcuts)).toEqual({ enabled: true, overrides: {} });
  });
});

describe('how a chord is written', () => {
  it('follows the system and the keyboard', () => {
    expect(chordLabel('mod+shift+z', { isMac: false })).toBe('Ctrl + Shift + Z');
    expect(chordLabel('mod+shift+z', { isMac: true })).toBe('⇧⌘Z');
    expect(chordLabel('@BracketLeft', { isMac: false })).toBe('[');
    expect(chordLabel('@BracketLeft', { isMac: false, layout: new Map([['BracketLeft', 'ü']]) })).toBe('Ü');
    expect(chordLabel('+', { isMac: false })).toBe('+');
  });
});
