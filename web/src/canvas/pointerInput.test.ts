import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { screenToPhoto, type View } from '../document/view.ts';
import { createPointerInput, type PointerFact, type PointerInput } from './pointerInput.ts';

type Kind = PointerFact['type'];
const primary: Record<Kind, number> = { mouse: 1, pen: 1, touch: 1 };

/** A hand on the canvas: says what happened in words, `begin 3,4` · `move 5,6` · `end` · `cancel`. */
function createHand() {
  const log: string[] = [];
  let view: View = { scale: 1, offsetX: 0, offsetY: 0, turns: 0 };
  let now = 0;
  const state = { draws: true, space: false, size: 40 };
  const at = (point: { x: number; y: number }) => `${point.x},${point.y}`;
  const input: PointerInput = createPointerInput({
    view: () => view,
    setView: (next) => void (view = next),
    canDraw: () => state.draws,
    isSpaceHeld: () => state.space,
    dpr: () => 1,
    begin: (sample, withEraser) => log.push(`begin ${at(sample)}${withEraser ? ' eraser' : ''}`),
    move: (samples) => log.push(`move ${samples.map(at).join(' ')}`),
    end: (sample) => log.push(`end ${at(sample)}`),
    cancel: () => log.push('cancel'),
    brushSize: () => state.size,
    setBrushSize: (size) => void (state.size = size),
    tap: (fingers) => log.push(`tap ${fingers}`),
  });
  const fact = (type: Kind, x: number, y: number, more: Partial<PointerFact> = {}): PointerFact => ({
    id: 1,
    type,
    button: 0,
    buttons: primary[type],
    x,
    y,
    pressure: 0.5,
    shift: false,
    alt: false,
    timeMs: (now += 16),
    ...more,
  });
  return {
    log,
    input,
    state,
    fact,
    view: () => view,
    setView: (next: View) => void (view = next),
    wait: (ms: number) => (now += ms),
  };
}

describe('the mouse', () => {
  let hand: ReturnType<typeof createHand>;
  beforeEach(() => void (hand = createHand()));

  it('draws with the primary button, every coalesced sample in order', () => {
    const { input, fact, log } = hand;
    expect(input.down(fact('mouse', 1, 1))).toBe(true);
    input.move([fact('mouse', 2, 2), fact('mouse', 3, 3)]);
    input.up(fact('mouse', 4, 4, { buttons: 0 }));
    input.lost(1);
    expect(log).toEqual(['begin 1,1', 'move 2,2 3,3', 'end 4,4']);
  });

  it('pans with the middle button, with space held, and with the hand', () => {
    const { input, fact, log, state, view } = hand;
    input.down(fact('mouse', 0, 0, { button: 1, buttons: 4 }));
    input.move([fact('mouse', 5, 7, { buttons: 4 })]);
    input.up(fact('mouse', 5, 7, { button: 1, buttons: 0 }));
    state.space = true;
    input.down(fact('mouse', 0, 0));
    state.space = false;
    input.move([fact('mouse', 10, 0)]);
    input.up(fact('mouse', 10, 0, { buttons: 0 }));
    state.draws = false;
    input.down(fact('mouse', 0, 0));
    input.move([fact('mouse', 0, 1)]);
    input.up(fact('mouse', 0, 1, { buttons: 0 }));
    expect(view()).toMatchObject({ offsetX: 15, offsetY: 8 });
    expect(log).toEqual([]);
  });

  it('does nothing with the right button, and sizes the brush with Alt and the right button', () => {
    const { input, fact, log, state, setView } = hand;
    expect(input.down(fact('mouse', 0, 0, { button: 2, buttons: 2 }))).toBe(false);
    setView({ scale: 2, offsetX: 0, offsetY: 0, turns: 0 });
    expect(input.down(fact('mouse', 0, 0, { button: 2, buttons: 2, alt: true }))).toBe(true);
    input.move([fact('mouse', 30, 0, { buttons: 2 })]);
    expect(state.size).toBe(55);
    input.up(fact('mouse', 30, 0, { button: 2, buttons: 0 }));
    expect(log).toEqual([]);
  });

  it('ends a stroke whose button went up while another stayed down', () => {
    const { input, fact, log } = hand;
    input.down(fact('mouse', 1, 1));
    input.move([fact('mouse', 2, 2, { buttons: 3 })]);
    input.move([fact('mouse', 3, 3, { buttons: 2 })]);
    input.move([fact('mouse', 4, 4, { buttons: 2 })]);
    expect(log).toEqual(['begin 1,1', 'move 2,2', 'end 2,2']);
  });
});

describe('a stroke that the user did not end', () => {
  it('is undone when the system takes the pointer', () => {
    const { input, fact, log } = createHand();
    input.down(fact('mouse', 1, 1));
    input.cancel(fact('mouse', 2, 2));
    input.lost(1);
    expect(log).toEqual(['begin 1,1', 'cancel']);
  });

  it('stands as far as it came when capture is lost or the window loses its focus', () => {
    const { input, fact, log } = createHand();
    input.down(fact('mouse', 1, 1));
    input.move([fact('mouse', 5, 5)]);
    input.lost(1);
    input.down(fact('mouse', 7, 7));
    input.blur();
    input.move([fact('mouse', 9, 9)]);
    expect(log).toEqual(['begin 1,1', 'move 5,5', 'end 5,5', 'begin 7,7', 'end 7,7']);
  });

  it('is dropped by Esc, and the rest of the drag draws nothing', () => {
    const { input, fact, log } = createHand();
    input.down(fact('mouse', 1, 1));
    expect(input.abort()).toBe(true);
    input.move([fact('mouse', 5, 5)]);
    input.up(fact('mouse', 5, 5, { buttons: 0 }));
    expect(input.abort()).toBe(false);
    expect(log).toEqual(['begin 1,1', 'cancel']);
  });
});

describe('touch', () => {
  const finger = (id: number, x: number, y: number) => ({ id, x, y });

  it('draws with one finger', () => {
    const { input, fact, log } = createHand();
    input.down(fact('touch', 1, 1));
    input.move([fact('touch', 2, 2)]);
    input.up(fact('touch', 2, 2, { buttons: 0 }));
    expect(log).toEqual(['begin 1,1', 'move 2,2', 'end 2,2']);
  });

  it('undoes the stroke just begun when a second finger comes, and pinches', () => {
    const { input, fact, log, view } = createHand();
    input.down(fact('touch', 100, 100, finger(1, 100, 100)));
    input.down(fact('touch', 200, 100, finger(2, 200, 100)));
    input.move([fact('touch', 300, 100, finger(2, 300, 100))]);
    expect(log).toEqual(['begin 100,100', 'cancel']);
    expect(view().scale).toBeCloseTo(2);
    expect(screenToPhoto(view(), { x: 200, y: 100 })).toEqual({ x: 150, y: 100 });
  });

  it('keeps a stroke that was well under way when a second finger comes', () => {
    const hand = createHand();
    hand.input.down(hand.fact('touch', 1, 1));
    hand.wait(2000);
    hand.input.move([hand.fact('touch', 50, 50)]);
    hand.input.down(hand.fact('touch', 99, 99, { id: 2 }));
    expect(hand.log).toEqual(['begin 1,1', 'move 50,50', 'end 50,50']);
  });

  it('goes on panning, not drawing, with the finger that stays', () => {
    const { input, fact, log, view } = createHand();
    input.down(fact('touch', 0, 0, finger(1, 0, 0)));
    input.down(fact('touch', 100, 0, finger(2, 100, 0)));
    input.up(fact('touch', 100, 0, finger(2, 100, 0)));
    input.move([fact('touch', 20, 30, finger(1, 20, 30))]);
    expect(view()).toMatchObject({ offsetX: 20, offsetY: 30, scale: 1 });
    expect(log).toEqual(['begin 0,0', 'cancel']);
  });

  it('only pans once a pen was seen', () => {
    const { input, fact, log, view } = createHand();
    input.move([fact('pen', 0, 0, { buttons: 0, id: 9 })]);
    input.down(fact('touch', 0, 0));
    input.move([fact('touch', 8, 9)]);
    input.up(fact('touch', 8, 9, { buttons: 0 }));
    expect(view()).toMatchObject({ offsetX: 8, offsetY: 9 });
    expect(log).toEqual([]);
  });

  it('takes a short touch of two or three fingers as a tap', () => {
    for (const count of [2, 3]) {
      const { input, fact, log } = createHand();
      for (let id = 1; id <= count; id++) input.down(fact('touch', id * 50, 0, { id }));
      for (let id = 1; id <= count; id++) input.up(fact('touch', id * 50, 0, { id, buttons: 0 }));
      expect(log).toEqual(['begin 50,0', 'cancel', `tap ${count}`]);
    }
  });
});

describe('the pen', () => {
  it('sends its pressure and erases with its other end', () => {
    const { input, fact, log } = createHand();
    input.down(fact('pen', 1, 1, { button: 5, buttons: 32 }));
    input.move([fact('pen', 2, 2, { button: -1, buttons: 32 })]);
    input.up(fact('pen', 2, 2, { button: 5, buttons: 0 }));
    expect(log).toEqual(['begin 1,1 eraser', 'move 2,2', 'end 2,2']);
  });
});

describe('a palm', () => {
  it('beside the pen at work does nothing', () => {
    const { input, fact, log } = createHand();
    input.down(fact('pen', 1, 1));
    expect(input.down(fact('touch', 90, 90, { id: 2 }))).toBe(false);
    input.move([fact('touch', 95, 95, { id: 2 })]);
    input.move([fact('pen', 2, 2)]);
    input.up(fact('pen', 3, 3, { buttons: 0 }));
    expect(log).toEqual(['begin 1,1', 'move 2,2', 'end 3,3']);
  });

  it('that came before the pen gives way to it', () => {
    const { input, fact, log } = createHand();
    input.down(fact('touch', 90, 90, { id: 2 }));
    input.down(fact('pen', 1, 1));
    input.up(fact('pen', 3, 3, { buttons: 0 }));
    input.up(fact('touch', 90, 90, { id: 2, buttons: 0 }));
    expect(log).toEqual(['begin 90,90', 'cancel', 'begin 1,1', 'end 3,3']);
  });
});

describe('any sequence of events', () => {
  it('gives each begin exactly one end or cancel, and nothing outside of a stroke', () => {
    const event = fc.record({
      what: fc.constantFrom('down', 'move', 'up', 'cancel', 'lost', 'blur', 'abort', 'space'),
      type: fc.constantFrom<Kind>('mouse', 'pen', 'touch'),
      id: fc.integer({ min: 1, max: 3 }),
      button: fc.constantFrom(0, 1, 2, 5),
      buttons: fc.constantFrom(0, 1, 2, 3, 32),
      x: fc.integer({ min: 0, max: 500 }),
      y: fc.integer({ min: 0, max: 500 }),
      alt: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const { input, fact, log, state } = createHand();
        for (const { what, type, x, y, ...more } of events) {
          const one = fact(type, x, y, more);
          if (what === 'space') state.space = !state.space;
          else if (what === 'lost') input.lost(one.id);
          else if (what === 'blur') input.blur();
          else if (what === 'abort') input.abort();
          else if (what === 'move') input.move([one]);
          else input[what](one);
        }
        input.blur();
        let isDrawing = false;
        for (const line of log) {
          const [word] = line.split(' ');
          if (word === 'tap') continue;
          expect(isDrawing).toBe(word !== 'begin');
          isDrawing = word === 'begin' || word === 'move';
        }
        expect(isDrawing).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});
