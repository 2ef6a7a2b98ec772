import { createPlane, type Plane } from '@cleanplate/shared/raster/picture.ts';
import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import { describe, expect, it } from 'vitest';
import { planCrops } from './planCrops.ts';

/** A mask with these rectangles. */
function masked(width: number, height: number, ...rects: readonly Rect[]): Plane {
  const mask = createPlane(width, height);
  for (const { x, y, width: w, height: h } of rects)
    for (let row = y; row < y + h; row++) mask.data.fill(255, row * width + x, row * width + x + w);
  return mask;
}

const speck = (x: number, y: number, side = 40): Rect => ({ x, y, width: side, height: side });
const any = { bestSide: 1024, aspect: 'any' } as const;

describe('a removal is cut into requests', () => {
  it('of one crop when the engine keeps every pixel of it', () => {
    const mask = masked(1000, 900, speck(10, 10), speck(900, 800));
    expect(planCrops(mask, any)).toHaveLength(1);
  });

  it('of one crop when its parts are near each other, or one thing as large as the crop', () => {
    expect(planCrops(masked(3000, 300, speck(1400, 100), speck(1500, 120)), any)).toHaveLength(1);
    expect(planCrops(masked(3000, 300, { x: 50, y: 100, width: 2900, height: 80 }), any)).toHaveLength(1);
  });

  it('of one crop for each part where that keeps more detail, each holding its own part', () => {
    const parts = [speck(100, 100), speck(2700, 2500, 120)];
    const crops = planCrops(masked(3000, 2800, ...parts), any);
    expect(crops.map(({ answers }) => answers)).toEqual(parts);
    for (const { region } of crops) expect(Math.max(region.width, region.height)).toBeLessThanOrEqual(1024);
  });

  it('in squares where only those come back exactly', () => {
    const crops = planCrops(
      masked(3000, 2800, { x: 100, y: 100, width: 300, height: 60 }, speck(2700, 2500)),
      { bestSide: 1024, aspect: 'square' },
    );
    expect(crops).toHaveLength(2);
    for (const { region } of crops) expect(region.width).toBe(region.height);
  });

  it('of four at the most', () => {
    const corners = [0, 1200, 2400, 3600, 4800].flatMap((x) => [speck(x, 100), speck(x, 3800)]);
    expect(planCrops(masked(5000, 4000, ...corners), any).length).toBeLessThanOrEqual(4);
  });
});
