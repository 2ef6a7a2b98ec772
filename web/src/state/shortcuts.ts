/** The whole map of shortcuts as data. What a key does is decided by its id; where it counts, by its scope. */
import type { Tool, ToolId } from '../tools/gesture.ts';

/**
 * Where a shortcut counts: everywhere, while the canvas has the focus, while the results have it, while compare is open,
 * or while the keyboard cursor is shown on the focused canvas. The narrower one wins.
 */
export type ShortcutScope = 'global' | 'canvas' | 'results' | 'compare' | 'keyboardCursor';
export type ShortcutGroup = 'tools' | 'mask' | 'view' | 'photo' | 'results' | 'cursor';

/** One per thing that a key can do, beside choosing a tool. */
export const actionIds = [
  'swapMode',
  'sizeDown',
  'sizeUp',
  'softer',
  'harder',
  'undo',
  'redo',
  'invertMask',
  'selectAll',
  'clearMask',
  'previousMask',
  'deleteGuide',
  'runRemoval',
  'zoomIn',
  'zoomOut',
  'fit',
  'actual',
  'zoomToMask',
  'turn',
  'cycleOverlay',
  'showPhoto',
  'toggleSplit',
  'toggleDifference',
  'unwind',
  'openPhoto',
  'savePhoto',
  'downloadMask',
  'copyResult',
  'previousPhoto',
  'nextPhoto',
  'showShortcuts',
  'chooseResult1',
  'chooseResult2',
  'chooseResult3',
  'chooseResult4',
  'previousResult',
  'nextResult',
  'acceptResult',
  'discardResult',
  'cursorLeft',
  'cursorRight',
  'cursorUp',
  'cursorDown',
  'cursorPaint',
] as const;
export type ActionId = (typeof actionIds)[number];
export type ShortcutId = ActionId | `tool.${ToolId}`;

/**
 * A key with its modifiers: `mod+shift+z`, `?`, `ArrowLeft`, `shift+@BracketLeft`. `mod` is Ctrl, on a Mac ⌘. Letters are
 * lower case; a name after `@` is a place on the keyboard (`event.code`), all else is what the key types (`event.key`).
 */
export type Chord = string;

export interface Shortcut {
  readonly id: ShortcutId;
  readonly labelKey: string;
  readonly group: ShortcutGroup;
  readonly scopes: readonly ShortcutScope[];
  readonly chords: readonly Chord[];
  /** Goes on while the key is held. */
  readonly repeats?: boolean;
  /** Acts on the press and again on the release. */
  readonly isHold?: boolean;
  /** No text field has a use for it, so it works there too. */
  readonly worksInFields?: boolean;
}

type Row = readonly [
  id: ActionId,
  chords: readonly Chord[],
  options?: Partial<Pick<Shortcut, 'scopes' | 'repeats' | 'isHold' | 'worksInFields'>>,
];

const results = { scopes: ['results', 'compare'] } as const;
const cursor = { scopes: ['canvas'], repeats: true } as const;

const rows: Readonly<Record<Exclude<ShortcutGroup, 'tools'>, readonly Row[]>> = {
  mask: [
    ['swapMode', ['x']],
    ['sizeDown', ['@BracketLeft', '['], { repeats: true }],
    ['sizeUp', ['@BracketRight', ']'], { repeats: true }],
    ['softer', ['shift+@BracketLeft'], { repeats: true }],
    ['harder', ['shift+@BracketRight'], { repeats: true }],
    ['undo', ['mod+z'], { repeats: true }],
    ['redo', ['mod+shift+z', 'mod+y'], { repeats: true }],
    ['invertMask', ['mod+i', 'i']],
    ['selectAll', ['mod+a']],
    ['clearMask', ['mod+d']],
    ['previousMask', ['mod+shift+d']],
    ['deleteGuide', ['Delete', 'Backspace'], { scopes: ['canvas'] }],
    ['runRemoval', ['mod+Enter'], { worksInFields: true }],
  ],
  view: [
    ['zoomIn', ['mod++', 'mod+=', '+', '='], { repeats: true }],
    ['zoomOut', ['mod+-', '-'], { repeats: true }],
    ['fit', ['mod+0', '0']],
    ['actual', ['mod+1', '1']],
    ['zoomToMask', ['shift+z']],
    ['turn', ['shift+r']],
    ['cycleOverlay', ['q']],
    ['showPhoto', ['@Backslash', '@IntlBackslash', '\\'], { isHold: true }],
    ['toggleSplit', ['y']],
    ['toggleDifference', ['d']],
    ['unwind', ['Escape']],
  ],
  photo: [
    ['openPhoto', ['mod+o'], { worksInFields: true }],
    ['savePhoto', ['mod+s'], { worksInFields: true }],
    ['downloadMask', ['mod+shift+s'], { worksInFields: true }],
    ['copyResult', ['mod+c']],
    ['previousPhoto', [',']],
    ['nextPhoto', ['.']],
    ['showShortcuts', ['?']],
  ],
  results: [
    ['chooseResult1', ['1'], results],
    ['chooseResult2', ['2'], results],
    ['chooseResult3', ['3'], results],
    ['chooseResult4', ['4'], results],
    ['previousResult', ['ArrowLeft'], { ...results, repeats: true }],
    ['nextResult', ['ArrowRight'], { ...results, repeats: true }],
    ['acceptResult', ['Enter'], results],
    ['discardResult', ['Delete', 'Backspace'], results],
  ],
  cursor: [
    ['cursorLeft', ['ArrowLeft', 'shift+ArrowLeft'], cursor],
    ['cursorRight', ['ArrowRight', 'shift+ArrowRight'], cursor],
    ['cursorUp', ['ArrowUp', 'shift+ArrowUp'], cursor],
    ['cursorDown', ['ArrowDown', 'shift+ArrowDown'], cursor],
    ['cursorPaint', ['Space', 'Enter'], { scopes: ['keyboardCursor'], isHold: true }],
  ],
};

/** Enter on the canvas is Remove's second name; with the keyboard cursor shown it paints. */
const enterRuns: Shortcut = {
  id: 'runRemoval',
  labelKey: 'shortcut.runRemoval',
  group: 'mask',
  scopes: ['canvas'],
  chords: ['Enter'],
};

/** Every shortcut as it is before the user changes any; the tools' come from their own list. */
export function defaultShortcuts(tools: readonly Tool[]): readonly Shortcut[] {
  const ofTools = tools.map((tool): Shortcut => ({
    id: `tool.${tool.id}`,
    labelKey: tool.labelKey,
    group: 'tools',
    scopes: ['global'],
    chords: [tool.shortcut, ...(tool.aliases ?? [])],
  }));
  const ofActions = Object.entries(rows).flatMap(([group, list]) =>
    list.map(([id, chords, options]): Shortcut => ({
      id,
      labelKey: `shortcut.${id}`,
      group: group as ShortcutGroup,
      scopes: ['global'],
      chords,
      ...options,
    })),
  );
  return [...ofTools, ...ofActions, enterRuns];
}
