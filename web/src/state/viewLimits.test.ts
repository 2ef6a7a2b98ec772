import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import { fitRect, linkedView, screenToPhoto, type View } from '../document/view.ts';
import { fillRoom, keepInSight, nextZoomStep, photoOnScreen, showsAll, viewOfPart } from './viewLimits.ts';

const photo = { width: 4000, height: 3000 };
const canvas = { width: 1000, height: 800 };
const view = (scale: number, offsetX = 0, offsetY = 0, turns = 0): View => ({
  scale,
  offsetX,
  offsetY,
  turns,
});

describe('zoom steps', () => {
  it('goes from any scale to the next round one and ends at 2 % and 3200 %', () => {
    expect(nextZoomStep(0.4, 1)).toBe(0.5);
    expect(nextZoomStep(0.4, -1)).toBe(0.33);
    expect(nextZoomStep(1, 1)).toBe(1.5);
    expect(nextZoomStep(1.0000001, 1)).toBe(1.5);
    expect(nextZoomStep(32, 1)).toBe(32);
    expect(nextZoomStep(0.02, -1)).toBe(0.02);
  });
});

describe('keeping the photo in sight', () => {
  it('leaves a view alone that shows enough', () => {
    const shown = view(0.2, 100, 100);
    expect(keepInSight(shown, photo, canvas)).toBe(shown);
  });

  it('brings a photo back that was dragged off any side', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.02, max: 32, noNaN: true }),
        fc.integer({ min: -1e6, max: 1e6 }),
        fc.integer({ min: -1e6, max: 1e6 }),
        fc.integer({ min: 0, max: 3 }),
        (scale, x, y, turns) => {
          const shown = photoOnScreen(keepInSight(view(scale, x, y, turns), photo, canvas), photo);
          const keepX = Math.min(64, shown.width) - 1e-6;
          const keepY = Math.min(64, shown.height) - 1e-6;
          expect(Math.min(canvas.width, shown.x + shown.width) - Math.max(0, shown.x)).toBeGreaterThanOrEqual(
            keepX,
          );
          expect(
            Math.min(canvas.height, shown.y + shown.height) - Math.max(0, shown.y),
          ).toBeGreaterThanOrEqual(keepY);
        },
      ),
    );
  });

  it('knows when all of the photo is shown', () => {
    expect(showsAll(view(0.2, 100, 100), photo, canvas)).toBe(true);
    expect(showsAll(view(0.2, 300, 100), photo, canvas)).toBe(false);
  });
});

describe('the view of a part', () => {
  it('centres it with a margin and does not go beyond 800 %', () => {
    const shown = viewOfPart(0, { x: 1000, y: 1000, width: 4, height: 4 }, canvas, {
      width: 4000,
      height: 3000,
    });
    expect(shown.scale).toBe(8);
    expect(screenToPhoto(shown, { x: 500, y: 400 })).toEqual({ x: 1002, y: 1002 });
  });
});

describe('no room stays empty beside a photo that could fill it', () => {
  const whole = { width: 2000, height: 1000 };
  const boundsOf = (part: Rect) => photoOnScreen(viewOfPart(0, part, canvas, whole), whole);

  it('at an edge the photo ends where the canvas ends', () => {
    const { x, y, width, height } = boundsOf({ x: 1900, y: 0, width: 100, height: 100 });
    expect(x + width).toBeCloseTo(canvas.width);
    expect(y).toBeCloseTo(0);
    expect(height).toBeGreaterThan(canvas.height);
  });

  it('what is lower than the canvas lies in the middle of it', () => {
    const { x, y, width, height } = boundsOf({ x: 0, y: 500, width: 1400, height: 500 });
    expect(x).toBeCloseTo(0);
    expect(width).toBeGreaterThan(canvas.width);
    expect(y).toBeCloseTo((canvas.height - height) / 2);
  });

  it('in the middle of the photo nothing moves', () => {
    const inside = fitRect(view(1, 0, 0), { x: 900, y: 400, width: 200, height: 160 }, canvas);
    expect(fillRoom(inside, whole, canvas)).toEqual(inside);
  });
});

describe('linked views', () => {
  it('show the same centre and the same field on a panel of another size', () => {
    const small = { width: 250, height: 200 };
    const large = view(2, -300, -500);
    const linked = linkedView(large, canvas, small);
    expect(linked.scale).toBe(0.5);
    expect(screenToPhoto(linked, { x: 125, y: 100 })).toEqual(screenToPhoto(large, { x: 500, y: 400 }));
    expect(screenToPhoto(linked, { x: 0, y: 0 })).toEqual(screenToPhoto(large, { x: 0, y: 0 }));
  });

  it('are the same view on panels of one size', () => {
    expect(linkedView(view(3, 5, 7, 1), canvas, canvas)).toEqual(view(3, 5, 7, 1));
  });
});
