import { guideAt, movedGuide, type Guide, type GuidePart } from '../document/guides.ts';
import type { Gesture, Sample, Tool } from './gesture.ts';

/** Shift keeps a line to steps of this many degrees. */
const angleStep = 15;

/** The end of a line from (x, y), turned to the nearest step when Shift is held. */
function endOf(x: number, y: number, sample: Sample): { x: number; y: number } {
  if (!sample.shift) return sample;
  const step = (angleStep * Math.PI) / 180;
  const angle = Math.round(Math.atan2(sample.y - y, sample.x - x) / step) * step;
  const length = Math.hypot(sample.x - x, sample.y - y);
  return { x: x + length * Math.cos(angle), y: y + length * Math.sin(angle) };
}

/**
 * A drag draws a line; a drag on a line moves it, or one of its ends. A click selects the line under it, or none.
 * Lines are no mask: they wait in the document for the next Remove.
 */
export const guide: Tool = {
  id: 'guide',
  labelKey: 'tool.guide',
  shortcut: 'g',
  controls: [],
  cursor: 'cross',
  history: 'guide',
  isBesideMask: true,
  begin({ guides }, settings, start): Gesture {
    const hit = guideAt(guides.all(), start.x, start.y, settings.reach);
    const part: GuidePart = hit?.part ?? 'end';
    const before: Guide = hit?.guide ?? {
      id: guides.nextId(),
      x1: start.x,
      y1: start.y,
      x2: start.x,
      y2: start.y,
    };
    let now = start;
    const isDrag = () => Math.hypot(now.x - start.x, now.y - start.y) > settings.reach / 2;
    const drawn = (): Guide => {
      const moved = movedGuide(before, part, now.x - start.x, now.y - start.y);
      if (part === 'body') return moved;
      const { x, y } =
        part === 'end'
          ? endOf(moved.x1, moved.y1, { ...now, x: moved.x2, y: moved.y2 })
          : endOf(moved.x2, moved.y2, { ...now, x: moved.x1, y: moved.y1 });
      return part === 'end' ? { ...moved, x2: x, y2: y } : { ...moved, x1: x, y1: y };
    };
    return {
      move(samples) {
        now = samples.at(-1) ?? now;
      },
      end(sample) {
        now = sample;
        if (isDrag()) guides.put(drawn());
        guides.select(isDrag() || hit ? before.id : null);
      },
      outline() {
        const { x1, y1, x2, y2, id } = drawn();
        if (!isDrag()) return null;
        return { kind: 'path', points: [x1, y1, x2, y2], open: true, replaces: id };
      },
    };
  },
};
