import fc from 'fast-check';
import { expect, test } from 'vitest';
import { strongestFirst } from './findLines.ts';

test('the fullest cells come first, of equals the first, in the table of a banner too', () => {
  // 4,000 x 65 pixels have 2.9 million cells.
  const cells = 3_000_000;
  const filled = fc.array(
    fc.tuple(
      fc.integer({ min: 0, max: cells - 1 }),
      fc.oneof(fc.constant(130), fc.integer({ min: 1, max: 6_000_000 })),
    ),
    { maxLength: 40 },
  );
  const table = new Float32Array(cells);
  fc.assert(
    fc.property(filled, (list) => {
      for (const [cell, strength] of list) table[cell] = strength;
      const wanted = [...new Set(list.map(([cell]) => cell))]
        .filter((cell) => table[cell] >= 120)
        .sort((a, b) => table[b] - table[a] || a - b);
      const found = strongestFirst(table, 120);
      for (const [cell] of list) table[cell] = 0;
      expect(found).toEqual(wanted);
    }),
  );
});
