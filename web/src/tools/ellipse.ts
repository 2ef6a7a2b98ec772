import { dragGesture } from './box.ts';
import type { Tool } from './gesture.ts';

export const ellipse: Tool = {
  id: 'ellipse',
  labelKey: 'tool.ellipse',
  shortcut: 'o',
  controls: [],
  cursor: 'cross',
  history: 'ellipse',
  begin: (surface, settings, sample) =>
    dragGesture('ellipse', sample, (rect) => surface.ellipse(rect, settings.mode)),
};
