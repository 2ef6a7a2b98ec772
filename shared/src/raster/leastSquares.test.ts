import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addObservation,
  addPrior,
  createNormalEquations,
  robustSpread,
  solveEquations,
  tukeyWeight,
} from './leastSquares.ts';

describe('least squares', () => {
  it('finds the unknowns that the observations were made from', () => {
    const number = fc.double({ min: -5, max: 5, noNaN: true });
    const unknowns = fc.array(number, { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(unknowns, (x) => {
        const equations = createNormalEquations(3);
        for (let k = 0; k < 12; k++) {
          const row = Float64Array.of(1, Math.sin(k), Math.cos(2 * k));
          addObservation(equations, row, row[0] * x[0] + row[1] * x[1] + row[2] * x[2], 1 + k);
        }
        const found = solveEquations(equations) ?? [];
        expect([...found]).toEqual(x.map((value) => expect.closeTo(value, 6) as unknown));
      }),
    );
  });

  it('says nothing when an unknown is not settled, unless something is believed of it', () => {
    const equations = createNormalEquations(2);
    addObservation(equations, Float64Array.of(1, 0), 3, 1);
    expect(solveEquations(equations)).toBeUndefined();
    addPrior(equations, 1, 7, 1e-6);
    expect([...(solveEquations(equations) ?? [])]).toEqual([3, expect.closeTo(7, 6)]);
  });

  it('weighs an outlier nothing', () => {
    expect(tukeyWeight(0, 2)).toBe(1);
    expect(tukeyWeight(9.4, 2)).toBe(0);
    expect(tukeyWeight(-1e9, 2)).toBe(0);
  });

  it('takes the spread from the middle, whatever nearly half of the residuals are', () => {
    const residuals = Float32Array.of(2, -2, 2, -2, 2, 100, -100, 100, 100);
    expect(robustSpread(residuals, 9, 0)).toBeCloseTo(2 * 1.4826, 5);
    expect(robustSpread(residuals, 0, 1)).toBe(1);
  });
});
