import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHistory, invertStep, tilesStep } from './history.ts';
import { openSurface, type RecordingSurface } from './surface.ts';
import {
  countPlane,
  createTiledPlane,
  invertPlane,
  planeBounds,
  readPlane,
  settleTile,
  type TiledPlane,
} from './tiledPlane.ts';

const whole = (plane: TiledPlane) => ({ x: 0, y: 0, width: plane.width, height: plane.height });
const bytes = (plane: TiledPlane) => readPlane(plane, whole(plane));

type Action = {
  kind: 'box' | 'capsule' | 'invert' | 'ellipse';
  x: number;
  y: number;
  w: number;
  h: number;
  subtract: boolean;
};

const actions = fc.array(
  fc.record({
    kind: fc.constantFrom<Action['kind']>('box', 'capsule', 'invert', 'ellipse'),
    x: fc.integer({ min: -40, max: 620 }),
    y: fc.integer({ min: -40, max: 420 }),
    w: fc.integer({ min: 1, max: 400 }),
    h: fc.integer({ min: 1, max: 300 }),
    subtract: fc.boolean(),
  }),
  { maxLength: 12 },
);

function draw(surface: RecordingSurface, { kind, x, y, w, h, subtract }: Action): void {
  const mode = subtract ? 'subtract' : 'add';
  if (kind === 'box') surface.box({ x, y, width: w, height: h }, mode);
  if (kind === 'ellipse') surface.ellipse({ x, y, width: w, height: h }, mode);
  if (kind === 'capsule')
    surface.capsule(
      { ax: x, ay: y, bx: x + w, by: y + h, radius: 1 + (w % 60), hardness: (h % 11) / 10 },
      mode,
    );
}

function perform(plane: TiledPlane, action: Action) {
  if (action.kind === 'invert') {
    const step = invertStep(plane, () => undefined);
    step.exchange();
    return { label: 'invert' as const, steps: [step] };
  }
  const surface = openSurface(plane);
  draw(surface, action);
  for (const index of surface.saved.keys()) settleTile(plane, index);
  return { label: 'box' as const, steps: [tilesStep(plane, surface.saved, () => undefined)] };
}

describe('a tiled plane', () => {
  it('counts, bounds and reads what was painted, on sizes that are no multiple of a tile', () => {
    const plane = createTiledPlane(601, 401);
    openSurface(plane).box({ x: 250, y: 100, width: 20, height: 200 }, 'add');
    expect(countPlane(plane)).toBe(20 * 200);
    expect(planeBounds(plane)).toEqual({ x: 250, y: 100, width: 20, height: 200 });
    expect(readPlane(plane, { x: 249, y: 150, width: 3, height: 1 })).toEqual(Uint8Array.of(0, 255, 255));
  });

  it.each([
    [1, 1],
    [1, 3000],
    [2268, 4432],
  ])('can be painted in the first row, the last row and the corners at %i×%i', (width, height) => {
    const plane = createTiledPlane(width, height);
    const surface = openSurface(plane);
    for (const [x, y] of [
      [0, 0],
      [width - 1, 0],
      [0, height - 1],
      [width - 1, height - 1],
    ]) {
      surface.capsule(
        { ax: x + 0.5, ay: y + 0.5, bx: x + 0.5, by: y + 0.5, radius: 0.5, hardness: 1 },
        'add',
      );
      expect(readPlane(plane, { x, y, width: 1, height: 1 })[0]).toBe(255);
    }
    expect(planeBounds(plane)).toEqual(whole(plane));
  });

  it('inverts without a scan where a tile has one value, and twice is the same', () => {
    const plane = createTiledPlane(700, 300);
    openSurface(plane).ellipse({ x: 10, y: 10, width: 300, height: 200 }, 'add');
    const before = bytes(plane);
    invertPlane(plane);
    expect(countPlane(plane)).toBe(700 * 300 - before.filter((value) => value >= 128).length);
    invertPlane(plane);
    expect(Buffer.compare(bytes(plane), before)).toBe(0);
  });

  it('undone to the end is empty byte for byte, and redone to the end is what was there', () => {
    fc.assert(
      fc.property(actions, (list) => {
        const plane = createTiledPlane(601, 401);
        const history = createHistory();
        for (const action of list) history.push(perform(plane, action));
        const after = bytes(plane);
        while (history.undo());
        expect(bytes(plane).every((value) => value === 0)).toBe(true);
        while (history.redo());
        expect(Buffer.compare(bytes(plane), after)).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps a history of one stroke however large, and forgets the oldest by bytes', () => {
    const plane = createTiledPlane(1024, 1024);
    const history = createHistory(100_000);
    const stroke = (x: number) =>
      history.push(perform(plane, { kind: 'capsule', x, y: 3, w: 11, h: 900, subtract: false }));
    for (let i = 0; i < 20; i++) stroke(i * 40);
    for (let i = 0; i < 20; i++) stroke(i * 40 + 17);
    expect(history.depth()).toBeGreaterThanOrEqual(1);
    expect(history.depth() === 1 || history.bytes() <= 100_000).toBe(true);
  });
});
