import type { RemovalInput } from '@cleanplate/shared/inpaint/types.ts';
import { describe, expect, it } from 'vitest';
import { workingSize } from './workingSize.ts';

const width = 7;
const height = 5;
const input: RemovalInput = {
  pixels: new Uint8ClampedArray(4 * width * height).fill(100),
  width,
  height,
  mask: Uint8Array.from({ length: width * height }, (_, i) => (i === 2 * width + 3 ? 255 : 0)),
  guideLines: [{ x1: 0, y1: 4, x2: 6, y2: 4 }],
  seed: 1,
};

describe('workingSize', () => {
  it('gives all of it through at full size', () => {
    expect(workingSize(input, 1).input).toBe(input);
  });

  it('keeps a masked pixel masked, lines where they were, and odd sides whole', () => {
    const { input: smaller } = workingSize(input, 2);
    expect([smaller.width, smaller.height]).toEqual([4, 3]);
    expect([...smaller.mask.keys()].filter((i) => smaller.mask[i] >= 128)).toEqual([4 + 1]);
    // The reach that a line has by itself is of the photo too: 24 of its pixels.
    expect(smaller.guideLines).toEqual([{ x1: 0, y1: 2, x2: 3, y2: 2, reach: 12 }]);
  });

  it('enlarges a fill within the crop, and only under the mask', () => {
    const area = { x: 1, y: 1, width: 3, height: 2 };
    const filled = workingSize(input, 2).enlarge({ area, pixels: new Uint8ClampedArray(24).fill(200) });
    expect(filled.area).toEqual({ x: 2, y: 2, width: 5, height: 3 });
    const changed = [...Array(15).keys()].filter((i) => filled.pixels[4 * i] !== 100);
    expect(changed.map((i) => [2 + (i % 5), 2 + Math.floor(i / 5)])).toEqual([[3, 2]]);
    expect(filled.pixels[4 * changed[0]]).toBe(200);
  });
});
