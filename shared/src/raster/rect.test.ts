import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clipRect,
  containsPoint,
  containsRect,
  EMPTY_RECT,
  equalRects,
  expandRect,
  intersectRects,
  isEmptyRect,
  unionRects,
  type Rect,
} from './rect.ts';

const anyRect: fc.Arbitrary<Rect> = fc.record({
  x: fc.integer({ min: -20, max: 20 }),
  y: fc.integer({ min: -20, max: 20 }),
  width: fc.integer({ min: 0, max: 20 }),
  height: fc.integer({ min: 0, max: 20 }),
});
const anyPoint = fc.tuple(fc.integer({ min: -25, max: 45 }), fc.integer({ min: -25, max: 45 }));

describe('rect', () => {
  it('is half-open: the right and bottom edges are outside', () => {
    const rect = { x: 2, y: 3, width: 4, height: 1 };
    expect(containsPoint(rect, 2, 3)).toBe(true);
    expect(containsPoint(rect, 5, 3)).toBe(true);
    expect(containsPoint(rect, 6, 3)).toBe(false);
    expect(containsPoint(rect, 2, 4)).toBe(false);
  });

  it('intersects exactly the points that are in both', () => {
    fc.assert(
      fc.property(anyRect, anyRect, anyPoint, (a, b, [x, y]) => {
        const both = containsPoint(a, x, y) && containsPoint(b, x, y);
        expect(containsPoint(intersectRects(a, b), x, y)).toBe(both);
      }),
    );
  });

  it('unites to the smallest rectangle holding both', () => {
    fc.assert(
      fc.property(anyRect, anyRect, (a, b) => {
        const union = unionRects(a, b);
        expect(containsRect(union, a) && containsRect(union, b)).toBe(true);
        expect(equalRects(unionRects(a, a), a)).toBe(true);
        expect(equalRects(unionRects(a, EMPTY_RECT), a)).toBe(true);
      }),
    );
  });

  it('shrinks back to itself after growing', () => {
    fc.assert(
      fc.property(anyRect, fc.nat(10), (a, margin) => {
        expect(equalRects(expandRect(expandRect(a, margin), -margin), a)).toBe(true);
      }),
    );
  });

  it('clips to the picture and becomes empty beside it', () => {
    expect(clipRect({ x: -2, y: 1, width: 5, height: 9 }, 4, 4)).toEqual({
      x: 0,
      y: 1,
      width: 3,
      height: 3,
    });
    expect(isEmptyRect(clipRect({ x: 4, y: 0, width: 5, height: 5 }, 4, 4))).toBe(true);
    expect(isEmptyRect(expandRect({ x: 0, y: 0, width: 4, height: 9 }, -2))).toBe(true);
  });
});
