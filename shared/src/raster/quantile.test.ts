import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantileOf } from './quantile.ts';

test('is what sorting puts at that place, with many equals and in any order', () => {
  const values = fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.float({ noNaN: true })), {
    minLength: 1,
  });
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (numbers, share) => {
      const list = Float32Array.from(numbers);
      const sorted = list.toSorted();
      expect(quantileOf(list, share)).toBe(
        sorted[Math.min(list.length - 1, Math.floor(share * list.length))],
      );
      expect(list.toSorted()).toEqual(sorted);
    }),
  );
});
