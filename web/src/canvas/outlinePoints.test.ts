import { describe, expect, it } from 'vitest';
import { outlinePoints } from './outlinePoints.ts';
import { pixelGridLines } from './pixelGrid.ts';
import { pinchView } from './pinch.ts';
import { splitAfterKey } from './splitKeys.ts';

const view = { scale: 2, offsetX: 100, offsetY: 50, turns: 0 };

describe('an outline on the page', () => {
  it('is a box of CSS pixels at any device-pixel ratio', () => {
    const box = { kind: 'box', x: 10, y: 20, width: 30, height: 40 } as const;
    expect(outlinePoints(box, view, 2)).toEqual([60, 45, 90, 45, 90, 85, 60, 85]);
  });

  it('turns with the view', () => {
    const box = { kind: 'box', x: 0, y: 0, width: 10, height: 20 } as const;
    expect(outlinePoints(box, { ...view, turns: 1 }, 1)).toEqual([100, 50, 100, 70, 60, 70, 60, 50]);
  });

  it('of an ellipse touches its four sides', () => {
    const points = outlinePoints({ kind: 'ellipse', x: 0, y: 0, width: 10, height: 20 }, view, 1);
    const xs = points.filter((_, i) => i % 2 === 0);
    const ys = points.filter((_, i) => i % 2 === 1);
    expect([Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]).toEqual([100, 120, 50, 90]);
  });

  it('of a path is its corners', () => {
    expect(outlinePoints({ kind: 'path', points: [0, 0, 5, 5], open: true }, view, 1)).toEqual([
      100, 50, 110, 60,
    ]);
  });
});

describe('the pixel grid', () => {
  const photo = { width: 3, height: 2 };
  const canvas = { width: 100, height: 100 };

  it('does not exist below 800 %', () => {
    expect(pixelGridLines({ ...view, scale: 7.9 }, photo, canvas, 1)).toEqual([]);
  });

  it('has one line on each side of each photo pixel', () => {
    const lines = pixelGridLines({ scale: 10, offsetX: 5, offsetY: 5, turns: 0 }, photo, canvas, 1);
    expect(lines).toEqual([
      [5, 5, 5, 25],
      [15, 5, 15, 25],
      [25, 5, 25, 25],
      [35, 5, 35, 25],
      [5, 5, 35, 5],
      [5, 15, 35, 15],
      [5, 25, 35, 25],
    ]);
  });

  it('has no more lines than the canvas can show, however large the photo is', () => {
    const huge = { width: 30_000, height: 30_000 };
    const lines = pixelGridLines({ scale: 8, offsetX: -1e5, offsetY: -1e5, turns: 2 }, huge, canvas, 1);
    expect(lines.length).toBeLessThanOrEqual(2 * (100 / 8 + 3));
  });
});

describe('a pinch', () => {
  it('moves with the fingers and zooms by their distance', () => {
    const still = { x: 0, y: 0 };
    const moved = pinchView(
      view,
      [still, { x: 10, y: 0 }],
      [
        { x: 5, y: 5 },
        { x: 15, y: 5 },
      ],
    );
    expect(moved).toEqual({ ...view, offsetX: 105, offsetY: 55 });
    expect(pinchView(view, [still, { x: 10, y: 0 }], [still, { x: 30, y: 0 }]).scale).toBeCloseTo(6);
  });
});

describe('the before/after bar', () => {
  it('moves by a hundredth, with Shift by a tenth, and to its ends', () => {
    expect(splitAfterKey('ArrowLeft', false, 0.5)).toBeCloseTo(0.49);
    expect(splitAfterKey('ArrowRight', true, 0.95)).toBe(1);
    expect(splitAfterKey('Home', false, 0.5)).toBe(0);
    expect(splitAfterKey('b', false, 0.5)).toBeUndefined();
  });
});
