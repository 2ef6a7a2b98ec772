import { expect, test } from 'vitest';
import type { PlacedMark } from '../document/screen.ts';
import type { Sample } from '../tools/gesture.ts';
import type { PointerMessage } from './documentApi.ts';
import { createMarkFollower } from './markFollower.ts';

const at = (x: number, y: number): Sample => ({ x, y, pressure: 0.5, shift: false, space: false });
const mark = { size: 40, dashed: true, dpr: 2 };

function follow(...messages: PointerMessage[]): (PlacedMark | null)[] {
  const shown: (PlacedMark | null)[] = [];
  const tell = createMarkFollower({ setMark: (placed) => void shown.push(placed) });
  for (const message of messages) tell(message);
  return shown;
}

const begin = {
  pointer: 'begin',
  tool: 'brush',
  plane: 'mask',
  sample: at(10, 20),
  settings: {
    mode: 'subtract',
    size: 40,
    hardness: 1,
    pressure: false,
    tolerance: 0,
    contiguous: true,
    reach: 1,
  },
} as const;

test('the mark is where the last position was, and goes with the gesture', () => {
  const moved = { pointer: 'move', samples: [at(11, 20), at(15, 25)] } as const;
  const shown = follow({ ...begin, mark }, moved, { pointer: 'end', sample: at(15, 25) });
  expect(shown.map((placed) => placed && [placed.at.x, placed.at.y])).toEqual([[10, 20], [15, 25], null]);
  expect(shown[0]?.mark).toEqual(mark);
});

test('a mark for a zoom is shown as it comes, but never in place of the one that paints', () => {
  const zoomed = { mark: { mark, at: { x: 1, y: 2 } } } as const;
  expect(follow(zoomed, { mark: null })).toEqual([zoomed.mark, null]);
  expect(follow({ ...begin, mark }, zoomed, { mark: null }, { pointer: 'end', sample: at(1, 1) })).toEqual([
    { mark, at: begin.sample },
    null,
  ]);
});

test('a gesture taken back takes its mark along; one without a mark shows none', () => {
  const view = { view: { scale: 1, offsetX: 0, offsetY: 0, turns: 0 } } as const;
  expect(follow({ ...begin, mark }, view, { pointer: 'cancel' }).at(-1)).toBeNull();
  expect(follow({ ...begin, mark: null }, { pointer: 'move', samples: [at(1, 1)] })).toEqual([null, null]);
});
