import { createWand } from '@cleanplate/shared/segment/wand.ts';
import type { Gesture, Sample, Tool } from './gesture.ts';

// A drag of this many photo pixels per unit of tolerance, at the screen's scale: 4 device pixels.
const dragPerUnit = 0.4;

/** Press selects by colour; dragging right while it is held widens the tolerance, left narrows it, seen live. */
export const wand: Tool = {
  id: 'wand',
  labelKey: 'tool.wand',
  shortcut: 'w',
  controls: [
    { setting: 'tolerance', kind: 'slider', labelKey: 'control.tolerance', min: 0, max: 100, step: 1 },
    { setting: 'contiguous', kind: 'toggle', labelKey: 'control.contiguous' },
  ],
  cursor: 'cross',
  history: 'wand',
  begin(surface, settings, start): Gesture {
    const isOnPhoto = start.x >= 0 && start.y >= 0 && start.x < surface.width && start.y < surface.height;
    const magic = isOnPhoto ? createWand(surface.photo.rows(), start.x, start.y, 1) : null;
    let shown = -1;
    const show = (sample: Sample): void => {
      if (!magic) return;
      const dragged = (sample.x - start.x) / (settings.reach * dragPerUnit);
      const tolerance = Math.min(100, Math.max(0, Math.round(2 * (settings.tolerance + dragged)) / 2));
      if (tolerance === shown) return;
      shown = tolerance;
      surface.reset();
      const { rect, mask } = magic.select({ tolerance, contiguous: settings.contiguous });
      surface.plane(rect, mask.data, settings.mode);
    };
    show(start);
    return {
      move(samples) {
        const last = samples.at(-1);
        if (last) show(last);
      },
      end: show,
    };
  },
};
