import type { Surface } from '../document/surface.ts';
import type { Gesture, Sample, Tool, ToolSettings } from './gesture.ts';

// Samples nearer than this add nothing that a pixel could show.
const leastStep = 0.5;

/**
 * Freehand and polygon in one: a drag draws a line, a click sets a corner. A lone drag closes when it is let go; after a
 * click the path stays open until a click on its start or on the last corner, or Enter, closes it.
 */
export function lassoGesture(surface: Surface, settings: ToolSettings, start: Sample): Gesture {
  const points = [start.x, start.y];
  let down = start;
  let hasDragged = false;
  let hasCorners = false;

  const near = (sample: Sample, x: number, y: number) =>
    Math.hypot(sample.x - x, sample.y - y) <= settings.reach;
  const add = (sample: Sample): void => {
    const x = points[points.length - 2];
    const y = points[points.length - 1];
    if (Math.hypot(sample.x - x, sample.y - y) >= leastStep) points.push(sample.x, sample.y);
  };
  const close = (): void => surface.polygon(points, settings.mode);
  let closing = false;

  return {
    move(samples) {
      for (const sample of samples) {
        if (!hasDragged && near(sample, down.x, down.y)) continue;
        hasDragged = true;
        add(sample);
      }
    },
    end(sample) {
      if (hasDragged) add(sample);
      if (closing || (hasDragged && !hasCorners)) {
        close();
        return 'done';
      }
      hasCorners = true;
      return 'pending';
    },
    resume(sample) {
      down = sample;
      hasDragged = false;
      const corners = points.length >> 1;
      const onStart = corners > 2 && near(sample, points[0], points[1]);
      const onLast = corners > 2 && near(sample, points[points.length - 2], points[points.length - 1]);
      closing = onStart || onLast;
      if (!closing) add(sample);
    },
    finish: close,
    outline: () => ({ kind: 'path', points: [...points], open: true }),
  };
}

export const lasso: Tool = {
  id: 'lasso',
  labelKey: 'tool.lasso',
  shortcut: 'l',
  controls: [],
  cursor: 'cross',
  history: 'lasso',
  begin: (surface, settings, sample) => lassoGesture(surface, settings, sample),
};
