import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fitPhoto,
  fitRect,
  maxScale,
  minScale,
  panBy,
  photoToScreen,
  recentre,
  screenToPhoto,
  turnAt,
  zoomAt,
  type Point,
  type View,
} from './view.ts';

const scale = fc.double({ min: minScale, max: maxScale, noNaN: true });
const offset = fc.double({ min: -200_000, max: 200_000, noNaN: true });
const view: fc.Arbitrary<View> = fc.record({
  scale,
  offsetX: offset,
  offsetY: offset,
  turns: fc.integer({ min: 0, max: 3 }),
});
const photoPoint: fc.Arbitrary<Point> = fc.record({
  x: fc.double({ min: 0, max: 30_000, noNaN: true }),
  y: fc.double({ min: 0, max: 30_000, noNaN: true }),
});
const screenPoint: fc.Arbitrary<Point> = fc.record({
  x: fc.double({ min: -100, max: 8000, noNaN: true }),
  y: fc.double({ min: -100, max: 8000, noNaN: true }),
});
const side = fc.integer({ min: 1, max: 30_000 });
const size = fc.record({ width: side, height: side });
const canvas = fc.record({
  width: fc.integer({ min: 100, max: 8000 }),
  height: fc.integer({ min: 100, max: 8000 }),
});

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

describe('the transform between photo and screen', () => {
  it('gives a photo point back to a millionth of a pixel at any scale, turn and offset', () => {
    fc.assert(
      fc.property(view, photoPoint, (v, p) => distance(screenToPhoto(v, photoToScreen(v, p)), p) <= 1e-6),
    );
  });

  it('keeps distances in the ratio of the scale', () => {
    fc.assert(
      fc.property(view, photoPoint, photoPoint, (v, a, b) => {
        const shown = distance(photoToScreen(v, a), photoToScreen(v, b));
        return Math.abs(shown - distance(a, b) * v.scale) <= 1e-6 * Math.max(1, shown);
      }),
    );
  });

  it('turns clockwise on the screen: what was right is below after one quarter', () => {
    const right = photoToScreen({ scale: 2, offsetX: 0, offsetY: 0, turns: 1 }, { x: 10, y: 0 });
    expect(right.x).toBeCloseTo(0);
    expect(right.y).toBeCloseTo(20);
  });

  it('shows photo pixel i as exactly the screen pixels from i to i + 1 at 100 %', () => {
    expect(photoToScreen({ scale: 1, offsetX: 7, offsetY: 9, turns: 0 }, { x: 3, y: 4 })).toEqual({
      x: 10,
      y: 13,
    });
  });
});

describe('zooming', () => {
  it('keeps what lies under the pointer there', () => {
    fc.assert(
      fc.property(view, screenPoint, scale, (v, at, to) => {
        const under = screenToPhoto(v, at);
        return distance(photoToScreen(zoomAt(v, at, to), under), at) <= 1e-4;
      }),
    );
  });

  it('stays within 2 % and 3200 %', () => {
    fc.assert(
      fc.property(view, screenPoint, fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (v, at, to) => {
        const zoomed = zoomAt(v, at, to).scale;
        return zoomed >= minScale && zoomed <= maxScale;
      }),
    );
  });

  it('comes back to the same view when undone about the same point', () => {
    fc.assert(
      fc.property(view, screenPoint, scale, (v, at, to) => {
        const back = zoomAt(zoomAt(v, at, to), at, v.scale);
        return Math.abs(back.offsetX - v.offsetX) <= 1e-3 && Math.abs(back.offsetY - v.offsetY) <= 1e-3;
      }),
    );
  });
});

describe('turning', () => {
  it('keeps the photo point under the anchor', () => {
    fc.assert(
      fc.property(view, screenPoint, fc.integer({ min: -9, max: 9 }), (v, at, turns) => {
        const under = screenToPhoto(v, at);
        return distance(photoToScreen(turnAt(v, at, turns), under), at) <= 1e-4;
      }),
    );
  });

  it('is nothing after four quarters', () => {
    fc.assert(
      fc.property(view, screenPoint, (v, at) => {
        const back = turnAt(turnAt(turnAt(turnAt(v, at, 1), at, 1), at, 1), at, 1);
        return (
          back.turns === (v.turns & 3) &&
          Math.abs(back.offsetX - v.offsetX) <= 1e-4 &&
          Math.abs(back.offsetY - v.offsetY) <= 1e-4
        );
      }),
    );
  });
});

describe('fitting', () => {
  it('shows all of the photo, never above 100 %, unless 2 % is still too large', () => {
    fc.assert(
      fc.property(view, size, canvas, fc.integer({ min: 0, max: 40 }), (v, photo, screen, margin) => {
        const fitted = fitPhoto(v, photo, screen, margin);
        expect(fitted.scale).toBeLessThanOrEqual(1);
        if (fitted.scale === minScale) return;
        for (const corner of [
          { x: 0, y: 0 },
          { x: photo.width, y: photo.height },
        ]) {
          const at = photoToScreen(fitted, corner);
          expect(at.x).toBeGreaterThanOrEqual(-1e-6);
          expect(at.y).toBeGreaterThanOrEqual(-1e-6);
          expect(at.x).toBeLessThanOrEqual(screen.width + 1e-6);
          expect(at.y).toBeLessThanOrEqual(screen.height + 1e-6);
        }
      }),
    );
  });

  it('centres a part of the photo', () => {
    fc.assert(
      fc.property(view, size, canvas, (v, part, screen) => {
        const rect = { x: 13, y: 17, ...part };
        const middle = { x: 13 + part.width / 2, y: 17 + part.height / 2 };
        const at = photoToScreen(fitRect(v, rect, screen), middle);
        return distance(at, { x: screen.width / 2, y: screen.height / 2 }) <= 1e-6;
      }),
    );
  });

  it('keeps the turn of the view', () => {
    expect(
      fitPhoto(
        { scale: 1, offsetX: 0, offsetY: 0, turns: 3 },
        { width: 10, height: 20 },
        { width: 300, height: 300 },
      ).turns,
    ).toBe(3);
  });
});

describe('another size of canvas', () => {
  it('keeps what is in the centre', () => {
    fc.assert(
      fc.property(view, canvas, canvas, (v, from, to) => {
        const centre = screenToPhoto(v, { x: from.width / 2, y: from.height / 2 });
        const shown = photoToScreen(recentre(v, from, to), centre);
        return distance(shown, { x: to.width / 2, y: to.height / 2 }) <= 1e-5;
      }),
    );
  });

  it('pans by screen pixels, whatever the scale', () => {
    fc.assert(
      fc.property(view, photoPoint, (v, p) => {
        const before = photoToScreen(v, p);
        const after = photoToScreen(panBy(v, 12, -7), p);
        return distance(after, { x: before.x + 12, y: before.y - 7 }) <= 1e-6;
      }),
    );
  });
});
