import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromTravel, toTravel, travelSteps } from './travel.ts';

const range = { min: 1, max: 10_000, step: 1 };

describe('a logarithmic slider', () => {
  it('reaches both ends', () => {
    expect([fromTravel(50, 0, range), fromTravel(50, travelSteps, range)]).toEqual([1, 10_000]);
    expect([toTravel(1, range), toTravel(10_000, range)]).toEqual([0, travelSteps]);
  });

  it('has the geometric mean in the middle', () => {
    expect(fromTravel(1, travelSteps / 2, range)).toBe(100);
  });

  it('an arrow key always moves, both ways, from every value', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (value) => {
        const place = toTravel(value, range);
        if (place < travelSteps) expect(fromTravel(value, place + 1, range)).toBeGreaterThan(value);
        if (place > 0) expect(fromTravel(value, place - 1, range)).toBeLessThan(value);
      }),
    );
  });
});
