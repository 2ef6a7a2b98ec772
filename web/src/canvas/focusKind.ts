import type { FocusKind } from '../state/shortcutMatch.ts';
import type { ShortcutScope } from '../state/shortcuts.ts';

/** Input types that take no text: a letter typed on a slider is still a shortcut. */
const silentInputs = new Set([
  'range',
  'checkbox',
  'radio',
  'button',
  'submit',
  'reset',
  'file',
  'color',
  'image',
]);

/** What keys mean to the element that has the focus. */
export function focusKindOf(target: EventTarget | null): FocusKind {
  if (!(target instanceof Element)) return 'other';
  if (target instanceof HTMLElement && target.isContentEditable) return 'text';
  if (target instanceof HTMLTextAreaElement) return 'text';
  if (target instanceof HTMLInputElement && !silentInputs.has(target.type)) return 'text';
  if (target.closest('[role="textbox"], [role="searchbox"]')) return 'text';
  // Menus find their entries by letters, and a dialog is a place of its own.
  if (target.closest('dialog, [role="dialog"], [role="alertdialog"], [role="menu"], select')) return 'popup';
  if (target.closest('[role="listbox"]') && !target.closest('[data-shortcut-scope]')) return 'popup';
  const isRange = target instanceof HTMLInputElement && (target.type === 'range' || target.type === 'radio');
  if (isRange || target.closest('[role="slider"], [role="radio"], [role="tab"], [role="spinbutton"]'))
    return 'range';
  if (target.closest('button, a[href], summary, input, [role="button"], [role="combobox"], [role="switch"]'))
    return 'button';
  return 'other';
}

/** The scopes that count for a key pressed on `target`, the narrowest first. */
export function scopesAt(
  target: EventTarget | null,
  state: { isCompareOpen: boolean; isCursorShown: boolean },
): ShortcutScope[] {
  const own = target instanceof Element ? target.closest('[data-shortcut-scope]') : null;
  const scope = own?.getAttribute('data-shortcut-scope');
  if (state.isCompareOpen || scope === 'compare') return ['compare', 'global'];
  if (scope === 'results') return ['results', 'global'];
  if (scope !== 'canvas') return ['global'];
  return state.isCursorShown ? ['keyboardCursor', 'canvas', 'global'] : ['canvas', 'global'];
}
