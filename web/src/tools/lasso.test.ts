import { describe, expect, it } from 'vitest';
import { openSurface } from '../document/surface.ts';
import { countPlane, createTiledPlane } from '../document/tiledPlane.ts';
import type { Sample, ToolSettings } from './gesture.ts';
import { lassoGesture } from './lasso.ts';

const at = (x: number, y: number): Sample => ({ x, y, pressure: 0.5, shift: false, space: false });
const settings: ToolSettings = {
  mode: 'add',
  size: 10,
  hardness: 1,
  pressure: false,
  tolerance: 10,
  contiguous: true,
  reach: 2,
};

function lassoOn(start: Sample) {
  const plane = createTiledPlane(40, 40);
  const gesture = lassoGesture(openSurface(plane), settings, start);
  const click = (x: number, y: number) => {
    gesture.resume?.(at(x, y));
    return gesture.end(at(x, y));
  };
  return { plane, gesture, click };
}

describe('the lasso', () => {
  it('dragged freehand closes when it is let go', () => {
    const { plane, gesture } = lassoOn(at(5, 5));
    gesture.move([at(25, 5), at(25, 25), at(5, 25)]);
    expect(gesture.end(at(5, 24))).toBe('done');
    expect(countPlane(plane)).toBe(400);
  });

  it('clicked corner by corner stays open until the first corner is clicked again', () => {
    const { plane, gesture, click } = lassoOn(at(5, 5));
    expect(gesture.end(at(5, 5))).toBe('pending');
    expect(click(25, 5)).toBe('pending');
    expect(click(25, 25)).toBe('pending');
    expect(click(5, 25)).toBe('pending');
    expect(countPlane(plane)).toBe(0);
    expect(click(6, 6)).toBe('done');
    expect(countPlane(plane)).toBe(400);
  });

  it('closes on a double click on the last corner, and on Enter', () => {
    const { plane, gesture, click } = lassoOn(at(5, 5));
    gesture.end(at(5, 5));
    click(25, 5);
    click(25, 25);
    expect(click(25, 25)).toBe('done');
    expect(countPlane(plane)).toBeGreaterThan(150);
    const other = lassoOn(at(5, 5));
    other.gesture.end(at(5, 5));
    other.click(25, 5);
    other.click(25, 25);
    other.gesture.finish?.();
    expect(countPlane(other.plane)).toBe(countPlane(plane));
  });
});
