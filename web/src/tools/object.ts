import type { ObjectSelection } from '@cleanplate/shared/segment/objectCut.ts';
import { clipRect, expandRect, isEmptyRect, type Rect } from '@cleanplate/shared/raster/rect.ts';
import { putObject, type ObjectStep } from '../document/objects.ts';
import { dragRect } from './box.ts';
import type { Gesture, Sample, Tool } from './gesture.ts';

/** A press this near to the picked thing, as a share of its longer side, corrects it; farther off it picks another. */
const correctionReach = 0.1;

const holds = ({ x, y, width, height }: Rect, sample: Sample): boolean =>
  sample.x >= x && sample.y >= y && sample.x < x + width && sample.y < y + height;

/**
 * Drag a box round a thing, or click it: its outline is found by a graph cut and goes into the mask. Clicks and strokes on
 * or near it then say what else belongs to it, or with the other mode, what does not.
 */
export const object: Tool = {
  id: 'object',
  labelKey: 'tool.object',
  shortcut: 'a',
  controls: [],
  cursor: 'cross',
  history: 'object',
  begin(surface, settings, start): Gesture {
    const { objects } = surface;
    const last = objects?.picked() ?? null;
    const reach = last ? Math.ceil(correctionReach * Math.max(last.rect.width, last.rect.height)) : 0;
    const corrected = last && holds(expandRect(last.rect, reach), start) ? last : null;
    const points: Sample[] = [start];
    let now = start;
    let selection: ObjectSelection | null = null;

    const step = (): ObjectStep | null => {
      // A pick that takes away is corrected the other way round: what is added to the thing is taken from the mask.
      if (corrected)
        return { kind: 'stroke', points, as: settings.mode === corrected.mode ? 'add' : 'subtract' };
      if (Math.hypot(now.x - start.x, now.y - start.y) <= settings.reach) {
        const [x, y] = [Math.floor(now.x), Math.floor(now.y)];
        const isOnPhoto = x >= 0 && y >= 0 && x < surface.width && y < surface.height;
        return isOnPhoto ? { kind: 'click', point: { x, y } } : null;
      }
      const rect = clipRect(dragRect(start, now), surface.width, surface.height);
      return isEmptyRect(rect) ? null : { kind: 'box', rect };
    };
    return {
      move(samples) {
        points.push(...samples);
        now = samples.at(-1) ?? now;
      },
      end(sample) {
        points.push(sample);
        now = sample;
        return 'looking';
      },
      async look() {
        const asked = step();
        if (!objects || !asked) return () => undefined;
        const found = await objects.find(asked);
        selection = found;
        return () => objects.keep(putObject(surface, found, corrected?.mode ?? settings.mode, corrected));
      },
      outline: () =>
        corrected
          ? { kind: 'path', points: points.flatMap(({ x, y }) => [x, y]), open: true, replaces: -1 }
          : { kind: 'box', ...dragRect(start, now) },
      notice: () => (selection && !selection.confident ? 'notConfident' : null),
    };
  },
};
