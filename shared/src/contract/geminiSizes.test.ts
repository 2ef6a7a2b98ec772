import { describe, expect, it } from 'vitest';
import { geminiFormat } from './geminiSizes.ts';

describe('the format asked of Gemini', () => {
  it.each([
    [64, 64, '1:1', '1K'],
    [1024, 1024, '1:1', '1K'],
    [1025, 1025, '1:1', '2K'],
    [9000, 9000, '1:1', '4K'],
    [1264, 848, '3:2', '1K'],
    [1600, 900, '16:9', '2K'],
    [300, 400, '3:4', '1K'],
  ])('for %i × %i is %s at %s', (width, height, aspect, imageSize) => {
    expect(geminiFormat(width, height)).toMatchObject({ aspect, imageSize });
  });

  it('is as large as what is sent at its own size, so that nothing is stretched', () => {
    for (const [width, height] of [
      [1024, 1024],
      [1200, 896],
      [768, 1376],
      [1584, 672],
    ])
      expect(geminiFormat(width, height)).toMatchObject({ width, height, imageSize: '1K' });
  });
});
