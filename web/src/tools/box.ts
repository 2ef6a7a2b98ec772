import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import type { Gesture, Sample, Tool } from './gesture.ts';

/** Corner to corner, in whole photo pixels: the pixels whose area the drag touched. Shift makes it a square. */
export function dragRect(start: Sample, now: Sample): Rect {
  let width = now.x - start.x;
  let height = now.y - start.y;
  if (now.shift) {
    const side = Math.max(Math.abs(width), Math.abs(height));
    width = width < 0 ? -side : side;
    height = height < 0 ? -side : side;
  }
  const x = Math.floor(Math.min(start.x, start.x + width));
  const y = Math.floor(Math.min(start.y, start.y + height));
  return {
    x,
    y,
    width: Math.ceil(Math.max(start.x, start.x + width)) - x,
    height: Math.ceil(Math.max(start.y, start.y + height)) - y,
  };
}

/** A drag from corner to corner that space moves as a whole; `draw` is called once, at the end. */
export function dragGesture(kind: 'box' | 'ellipse', start: Sample, draw: (rect: Rect) => void): Gesture {
  let corner = start;
  let now = start;
  const follow = (sample: Sample): void => {
    if (sample.space) corner = { ...corner, x: corner.x + sample.x - now.x, y: corner.y + sample.y - now.y };
    now = sample;
  };
  return {
    move(samples) {
      for (const sample of samples) follow(sample);
    },
    end(sample) {
      follow(sample);
      const rect = dragRect(corner, now);
      // A click without a drag is no box: it would be a surprise of one pixel.
      if (Math.abs(now.x - corner.x) >= 1 || Math.abs(now.y - corner.y) >= 1) draw(rect);
    },
    outline: () => ({ kind, ...dragRect(corner, now) }),
  };
}

export const box: Tool = {
  id: 'box',
  labelKey: 'tool.box',
  shortcut: 'r',
  aliases: ['m'],
  controls: [],
  cursor: 'cross',
  history: 'box',
  begin: (surface, settings, sample) =>
    dragGesture('box', sample, (rect) => surface.box(rect, settings.mode)),
};
