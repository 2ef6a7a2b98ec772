import { createObjectSession, type ObjectSelection } from '@cleanplate/shared/segment/objectCut.ts';
import { clipRect, isEmptyRect } from '@cleanplate/shared/raster/rect.ts';
import { dragRect } from './box.ts';
import type { Gesture, Tool } from './gesture.ts';

/** Drag a box round a thing, or click it: its outline is found by a graph cut and goes into the mask. */
export const object: Tool = {
  id: 'object',
  labelKey: 'tool.object',
  shortcut: 'a',
  controls: [],
  cursor: 'cross',
  history: 'object',
  begin(surface, settings, start): Gesture {
    let now = start;
    let selection: ObjectSelection | null = null;
    return {
      move(samples) {
        now = samples.at(-1) ?? now;
      },
      end(sample) {
        now = sample;
        const session = createObjectSession(surface.photo);
        const isClick = Math.hypot(now.x - start.x, now.y - start.y) <= settings.reach;
        if (isClick) {
          const x = Math.floor(now.x);
          const y = Math.floor(now.y);
          if (x < 0 || y < 0 || x >= surface.width || y >= surface.height) return;
          selection = session.click(x, y);
        } else {
          const box = clipRect(dragRect(start, now), surface.width, surface.height);
          if (isEmptyRect(box)) return;
          selection = session.box(box);
        }
        surface.plane(selection.rect, selection.mask.data, settings.mode);
      },
      outline: () => ({ kind: 'box', ...dragRect(start, now) }),
      notice: () => (selection && !selection.confident ? 'notConfident' : null),
    };
  },
};
