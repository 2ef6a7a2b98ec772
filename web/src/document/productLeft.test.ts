import { expect, test } from 'vitest';
import { ascii, maskOf } from '@cleanplate/shared/raster/ascii.ts';
import { productLeft } from './productLeft.ts';

const left = (found: readonly string[], removed: readonly string[]) => {
  const plane = maskOf(...found);
  return ascii({ ...plane, data: productLeft(plane, maskOf(...removed).data) });
};

test('a product that a removed thing crosses stays protected on both sides of it', () => {
  expect(left(['.#####.', '.#####.'], ['..#....', '..#....'])).toEqual(['.#.###.', '.#.###.']);
});

test('the rim of a thing that the mask does not quite cover is not protected, the product beside it is', () => {
  const found = ['.####..##', '.####..##', '.####..##'];
  expect(left(found, ['.........', '.####....', '.####....'])).toEqual([
    '.......##',
    '.......##',
    '.......##',
  ]);
});

test('a mask of another size is refused with both numbers', () => {
  expect(() => productLeft(maskOf('##'), new Uint8Array(3))).toThrow(/3 bytes; 2×1 needs 2/);
});
