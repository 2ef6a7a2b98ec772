import { describe, expect, it } from 'vitest';
import { createWheelReader, type WheelFact, type WheelIntent } from './wheel.ts';

const turn = (deltaY: number, more: Partial<WheelFact> = {}): WheelFact => ({
  deltaX: 0,
  deltaY,
  deltaMode: 0,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  timeStamp: 1000,
  ...more,
});
const once = (fact: WheelFact, setting: 'auto' | 'zoom' | 'scroll' = 'auto'): WheelIntent =>
  createWheelReader()(fact, setting);

describe('the wheel', () => {
  it('zooms with a mouse: the same step for a notch in pixels and in lines', () => {
    const pixels = once(turn(-120, { wheelDeltaY: 120 }));
    const lines = once(turn(-3, { deltaMode: 1 }));
    expect(pixels).toEqual(lines);
    expect(pixels).toMatchObject({ kind: 'zoom' });
    expect(pixels.kind === 'zoom' && pixels.factor).toBeCloseTo(1.27, 2);
  });

  it('zooms back to where it was with the opposite notch', () => {
    const up = once(turn(-100));
    const down = once(turn(100));
    expect(up.kind === 'zoom' && down.kind === 'zoom' && up.factor * down.factor).toBeCloseTo(1);
  });

  it('pans with two fingers on a trackpad', () => {
    expect(once(turn(12.5, { deltaX: 3 }))).toEqual({ kind: 'pan', dx: -3, dy: -12.5 });
    expect(once(turn(4))).toEqual({ kind: 'pan', dx: 0, dy: -4 });
  });

  it('takes a fast flick for the trackpad it began on, until a pause', () => {
    const read = createWheelReader();
    expect(read(turn(6), 'auto').kind).toBe('pan');
    expect(read(turn(180, { timeStamp: 1100 }), 'auto').kind).toBe('pan');
    expect(read(turn(180, { timeStamp: 2000 }), 'auto').kind).toBe('zoom');
  });

  it('zooms with a pinch, and no more than by a third with Ctrl and a notch', () => {
    const pinch = once(turn(-4.2, { ctrlKey: true }));
    expect(pinch.kind === 'zoom' && pinch.factor).toBeCloseTo(1.043, 3);
    const notch = once(turn(-120, { ctrlKey: true }));
    expect(notch.kind === 'zoom' && notch.factor).toBeCloseTo(1.35, 2);
  });

  it('sizes the brush with Alt, even where the browser turns it sideways', () => {
    expect(once(turn(-100, { altKey: true }))).toMatchObject({ kind: 'size' });
    expect(once(turn(0, { deltaX: -100, altKey: true }))).toEqual(once(turn(-100, { altKey: true })));
  });

  it('follows the setting', () => {
    expect(once(turn(120), 'scroll')).toEqual({ kind: 'pan', dx: 0, dy: -120 });
    expect(once(turn(3), 'zoom').kind).toBe('zoom');
    expect(once(turn(120, { shiftKey: true }), 'zoom')).toEqual({ kind: 'pan', dx: -120, dy: 0 });
  });

  it('does not throw the photo away with one spin of a free wheel', () => {
    const spin = once(turn(-5000));
    expect(spin.kind === 'zoom' && spin.factor).toBeLessThan(1.7);
  });
});
