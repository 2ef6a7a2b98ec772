import type { Tool } from './gesture.ts';

/** Moves the view; the page does it without the document. */
export const hand: Tool = {
  id: 'hand',
  labelKey: 'tool.hand',
  shortcut: 'h',
  controls: [],
  cursor: 'hand',
};
