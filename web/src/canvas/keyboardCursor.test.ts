import { beforeEach, describe, expect, it } from 'vitest';
import type { Point } from '../document/view.ts';
import type { ToolId } from '../tools/gesture.ts';
import { createKeyboardCursor, type KeyboardCursor } from './keyboardCursor.ts';

describe('the keyboard cursor', () => {
  let log: string[];
  let cursor: Point | null;
  let tool: ToolId;
  let isPending: boolean;
  let turns: number;
  let keys: KeyboardCursor;
  const at = ({ x, y }: Point) => `${x},${y}`;

  beforeEach(() => {
    log = [];
    cursor = null;
    tool = 'brush';
    isPending = false;
    turns = 0;
    keys = createKeyboardCursor({
      photo: () => ({ width: 100, height: 80 }),
      canvas: () => ({ width: 100, height: 80 }),
      view: () => ({ scale: 1, offsetX: turns === 1 ? 100 : 0, offsetY: 0, turns }),
      cursor: () => cursor,
      setCursor: (next) => void (cursor = next),
      reveal: () => undefined,
      tool: () => tool,
      isBrush: () => tool === 'brush',
      isPending: () => isPending,
      begin: (sample) => log.push(`begin ${at(sample)}`),
      move: (samples) => log.push(`move ${samples.map(at).join(' ')}`),
      end: (sample) => log.push(`end ${at(sample)}`),
      finish: () => log.push('finish'),
      cancel: () => log.push('cancel'),
      announce: () => undefined,
    });
  });

  it('appears in the middle of what is shown, on the centre of a pixel', () => {
    keys.move(1, 0, 1);
    expect(cursor).toEqual({ x: 50.5, y: 40.5 });
  });

  it('moves by photo pixels and stops at the photo’s edges', () => {
    keys.move(1, 0, 1);
    keys.move(1, 0, 1);
    keys.move(0, -1, 10);
    expect(cursor).toEqual({ x: 51.5, y: 30.5 });
    for (let i = 0; i < 20; i++) keys.move(-1, 1, 10);
    expect(cursor).toEqual({ x: 0.5, y: 79.5 });
  });

  it('moves as the arrow points on the screen when the view is turned', () => {
    turns = 1;
    keys.move(1, 0, 1);
    const before = cursor!;
    keys.move(1, 0, 1);
    expect(cursor!.y).toBeCloseTo(before.y - 1);
    expect(cursor!.x).toBeCloseTo(before.x);
  });

  it('paints with a brush as long as the key is held', () => {
    keys.move(1, 0, 1);
    keys.press('space');
    keys.move(1, 0, 10);
    keys.press('space');
    keys.release();
    keys.release();
    expect(log).toEqual(['begin 50.5,40.5', 'move 60.5,40.5', 'end 60.5,40.5']);
  });

  it('starts a box with one press and ends it with the next', () => {
    tool = 'box';
    keys.move(1, 0, 1);
    keys.press('enter');
    keys.release();
    keys.move(1, 0, 10);
    keys.press('enter');
    expect(log).toEqual(['begin 50.5,40.5', 'move 60.5,40.5', 'end 60.5,40.5']);
  });

  it('sets lasso corners, and closes the path with Enter', () => {
    tool = 'lasso';
    keys.move(1, 0, 1);
    keys.press('space');
    isPending = true;
    keys.move(1, 0, 10);
    keys.press('space');
    keys.press('enter');
    expect(log).toEqual(['begin 50.5,40.5', 'end 50.5,40.5', 'begin 60.5,40.5', 'end 60.5,40.5', 'finish']);
  });

  it('is taken back one level at a time: what was begun, then the cursor', () => {
    tool = 'box';
    keys.move(1, 0, 1);
    keys.press('space');
    expect(keys.unwind()).toBe(true);
    expect(log.at(-1)).toBe('cancel');
    expect(cursor).not.toBeNull();
    expect(keys.unwind()).toBe(true);
    expect(cursor).toBeNull();
    expect(keys.unwind()).toBe(false);
  });

  it('finishes what it paints before a pointer takes over', () => {
    keys.move(1, 0, 1);
    keys.press('space');
    keys.hide();
    expect(log).toEqual(['begin 50.5,40.5', 'end 50.5,40.5']);
    expect(cursor).toBeNull();
  });
});
