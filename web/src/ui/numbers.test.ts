import { describe, expect, it } from 'vitest';
import { percentText, shareText } from './numbers.ts';

describe('numbers as people read them', () => {
  it.each([
    [0.02, '2.0'],
    [0.0996, '10'],
    [0.634, '63'],
    [32, '3200'],
  ])('scale %d is %s per cent', (scale, read) => expect(percentText(scale)).toBe(read));

  it.each([
    [0, 100, '0'],
    [1, 100_000_000, '< 0.01'],
    [42, 10_000, '0.42'],
    [420, 10_000, '4.2'],
    [99_999, 100_000, '> 99.9'],
    [100, 100, '100'],
    [0, 0, '0'],
  ])('%d of %d pixels are %s per cent', (part, whole, read) => expect(shareText(part, whole)).toBe(read));
});
