import { brushControls, strokeGesture } from './brush.ts';
import type { Tool } from './gesture.ts';

/** A brush that takes away; held Alt makes it add, as it makes the brush take away. */
export const eraser: Tool = {
  id: 'eraser',
  labelKey: 'tool.eraser',
  shortcut: 'e',
  controls: brushControls,
  cursor: 'brush',
  history: 'eraser',
  begin: (surface, settings, sample) =>
    strokeGesture(surface, settings, settings.mode === 'add' ? 'subtract' : 'add', sample),
};
