import { describe, expect, it } from 'vitest';
import type { Guide, GuideBoard } from '../document/guides.ts';
import { openSurface } from '../document/surface.ts';
import { createTiledPlane } from '../document/tiledPlane.ts';
import type { Sample, ToolSettings } from './gesture.ts';
import { guide } from './guide.ts';

const settings = { mode: 'add', reach: 10 } as ToolSettings;
const at = (x: number, y: number, shift = false): Sample => ({ x, y, pressure: 0.5, shift, space: false });

/** A board in memory. */
function board() {
  const lines: Guide[] = [];
  let selected: number | null = null;
  let lastId = 0;
  const guides: GuideBoard = {
    all: () => lines,
    put(line) {
      const known = lines.findIndex(({ id }) => id === line.id);
      if (known >= 0) lines.splice(known, 1, line);
      else lines.push(line);
    },
    select: (id) => void (selected = id),
    nextId: () => ++lastId,
  };
  const drag = (...samples: [Sample, ...Sample[]]) => {
    const surface = openSurface(createTiledPlane(500, 500), undefined, { guides });
    const gesture = guide.begin?.(surface, settings, samples[0]);
    gesture?.move(samples.slice(1));
    const outline = gesture?.outline?.() ?? null;
    gesture?.end(samples[samples.length - 1]);
    return outline;
  };
  const ends = () => lines.map(({ x1, y1, x2, y2 }) => [x1, y1, x2, y2]);
  return { drag, ends, selected: () => selected };
}

describe('the guide line tool', () => {
  it('draws a line from press to release and selects it', () => {
    const { drag, ends, selected } = board();
    expect(drag(at(10, 20), at(200, 60))).toEqual({
      kind: 'path',
      points: [10, 20, 200, 60],
      open: true,
      replaces: 1,
    });
    expect(ends()).toEqual([[10, 20, 200, 60]]);
    expect(selected()).toBe(1);
  });

  it('moves an end that is dragged, or the whole line by its length', () => {
    const { drag, ends } = board();
    drag(at(10, 20), at(200, 20));
    drag(at(203, 22), at(303, 122));
    expect(ends()).toEqual([[10, 20, 300, 120]]);
    drag(at(155, 70), at(155, 100));
    expect(ends()).toEqual([[10, 50, 300, 150]]);
  });

  it('keeps to steps of 15° with Shift', () => {
    const { drag, ends } = board();
    drag(at(0, 0), at(100, 4, true));
    expect(ends()[0][3]).toBeCloseTo(0);
  });

  it('selects with a click, and nothing with a click beside all lines; draws nothing then', () => {
    const { drag, ends, selected } = board();
    drag(at(10, 20), at(200, 20));
    drag(at(400, 400), at(402, 400));
    expect([ends().length, selected()]).toEqual([1, null]);
    drag(at(100, 22));
    expect(selected()).toBe(1);
  });
});
