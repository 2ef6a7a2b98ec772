/** Whatever the hand does, undo leads back: every tool, mode, plane and mask action through the desk itself. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PlaneName } from '../document/facts.ts';
import type { MaskAction } from '../document/maskActions.ts';
import type { PaintMode, Sample, ToolId, ToolSettings } from '../tools/gesture.ts';
import { tools } from '../tools/index.ts';
import { openDesk, type OpenedDesk } from './testDesk.ts';

/** One tile; and four, three of them narrow. */
const sizes = { small: { width: 190, height: 150 }, tiled: { width: 270, height: 264 } };

type End = 'end' | 'cancel' | 'left open';
type Step =
  | { readonly do: 'action'; readonly action: MaskAction; readonly amount: number }
  | {
      readonly do: 'whole';
      readonly what: 'invertMask' | 'clearMask' | 'selectAll';
      readonly plane: PlaneName;
    }
  | {
      readonly do: 'shape';
      readonly kind: 'box' | 'ellipse';
      readonly mode: PaintMode;
      readonly plane: PlaneName;
    }
  | { readonly do: 'answer'; readonly isFound: boolean }
  | { readonly do: 'bringBack' | 'undo' | 'redo' | 'finish' };

/** Evenly over the range; `fc.double` is even over the exponents, and nearly all of it lies at the photo's corner. */
const share = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 1000 * min, max: 1000 * max }).map((value) => value / 1000);
// In widths and heights of the photo, and beyond it on every side: a hand does not stop at the edge.
const sample: fc.Arbitrary<Sample> = fc.record({
  x: share(-0.1, 1.1),
  y: share(-0.1, 1.1),
  pressure: share(0, 1),
  shift: fc.boolean(),
  space: fc.boolean(),
});
const mode = fc.constantFrom<PaintMode>('add', 'subtract');
const plane = fc.constantFrom<PlaneName>('mask', 'protect');
const drawing = tools.filter(({ begin }) => begin).map(({ id }) => id);
const gesture = fc.record({
  // Those that paint while they move are the ones that another deed can catch half-way.
  tool: fc.constantFrom<ToolId>('brush', 'brush', 'eraser', 'wand', 'object', ...drawing),
  mode,
  plane,
  samples: fc.array(sample, { minLength: 1, maxLength: 6 }),
  size: share(1, 100),
  hardness: share(0, 1),
  pressure: fc.boolean(),
  tolerance: fc.integer({ min: 0, max: 60 }),
  contiguous: fc.boolean(),
  end: fc.constantFrom<End>('end', 'end', 'cancel', 'left open'),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('action' as const),
    action: fc.constantFrom<MaskAction>('grow', 'shrink', 'feather', 'smooth', 'fillHoles', 'cleanSpecks'),
    amount: fc.integer({ min: 1, max: 20 }),
  }),
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('whole' as const),
      what: fc.constantFrom('invertMask' as const, 'clearMask' as const, 'selectAll' as const),
      plane,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('shape' as const),
      kind: fc.constantFrom('box' as const, 'ellipse' as const),
      mode,
      plane,
    }),
  },
  fc.record({ do: fc.constant('answer' as const), isFound: fc.boolean() }),
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'undo' as const,
        'undo' as const,
        'redo' as const,
        'bringBack' as const,
        'finish' as const,
      ),
    }),
  },
);
const deed = fc.oneof(
  { weight: 3, arbitrary: fc.record({ gesture, meanwhile: fc.option(step, { freq: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ step }) },
);
type Deed = Readonly<typeof deed extends fc.Arbitrary<infer T> ? T : never>;

async function take(opened: OpenedDesk, made: Step): Promise<void> {
  const { desk, calls } = opened;
  switch (made.do) {
    case 'action':
      return void (await calls.maskAction(made.action, made.amount));
    case 'whole':
      return calls[made.what](made.plane);
    case 'shape':
      return void calls.addShape(made.kind, { x: 40, y: 50, width: 120, height: 90 }, made.mode, made.plane);
    case 'answer':
      return opened.answer(made.isFound);
    case 'bringBack':
      return void calls.bringBackMask();
    case 'finish':
      return desk.pointer({ pointer: 'finish' });
    case 'undo':
    case 'redo':
      return desk.step(made.do);
  }
}

async function perform(opened: OpenedDesk, made: Deed): Promise<void> {
  if ('step' in made) return take(opened, made.step);
  const { desk } = opened;
  const { samples: relative, end, ...rest } = made.gesture;
  const { width, height } = desk.current().photo;
  const samples = relative.map((one) => ({ ...one, x: one.x * width, y: one.y * height }));
  const settings: ToolSettings = { ...rest, reach: 0 };
  desk.pointer({
    pointer: 'begin',
    tool: rest.tool,
    settings,
    plane: rest.plane,
    sample: samples[0],
    mark: null,
  });
  desk.pointer({ pointer: 'move', samples });
  // Keys work while the pointer is down.
  if (made.meanwhile) await take(opened, made.meanwhile);
  desk.pointer({ pointer: 'move', samples });
  if (end === 'end') desk.pointer({ pointer: 'end', sample: samples[samples.length - 1] });
  if (end === 'cancel') desk.pointer({ pointer: 'cancel' });
}

it('undoing all of it gives back the empty planes byte for byte, and redoing all of it what was there', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(sizes.small, sizes.small, sizes.tiled),
      fc.array(deed, { minLength: 2, maxLength: 12 }),
      async (size, deeds) => {
        const opened = openDesk(size);
        const { document, bytes, isEmpty } = opened;
        // Something to undo and to erase from the start: most of what goes wrong needs it.
        for (const plane of ['mask', 'protect'] as const)
          opened.calls.addShape('box', { x: 20, y: 20, width: 120, height: 90 }, 'add', plane);
        for (const made of deeds) await perform(opened, made);
        await opened.answer(true);
        // A gesture left open is the hand's still; what it painted so far goes with it.
        opened.desk.pointer({ pointer: 'cancel' });
        while (document.history.entries().undone.length > 0) document.redo();
        const after = bytes();
        while (document.history.entries().done.length > 0) document.undo();
        expect(isEmpty()).toBe(true);
        expect(document.facts()).toMatchObject({ maskPixels: 0, maskBounds: null, protectPixels: 0 });
        while (document.history.entries().undone.length > 0) document.redo();
        expect(bytes().equals(after)).toBe(true);
      },
    ),
    // The same ones every time, among them strokes cut by an action and by undo that go wrong without the desk's care.
    { numRuns: 50, seed: 2 },
  );
});
