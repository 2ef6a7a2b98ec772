import { createPicture, cropPicture, type Picture } from '@cleanplate/shared/raster/picture.ts';
import { describe, expect, it } from 'vitest';
import { edgeOutside } from './edgeOutside.ts';
import type { PhotoView } from './photoReader.ts';
import { createPlaneLevels } from './planeLevels.ts';
import { openSurface } from './surface.ts';
import { createTiledPlane } from './tiledPlane.ts';

const side = 200;

/** A red button of radius 30 on grey linen, its edge blended over two pixels as a lens does. */
function button(): Picture {
  const picture = createPicture(side, side);
  for (let y = 0, p = 0; y < side; y++)
    for (let x = 0; x < side; x++, p += 4) {
      const share = Math.min(1, Math.max(0, (31 - Math.hypot(x - 99.5, y - 99.5)) / 2));
      const linen = 150 + 12 * Math.sin(x * 1.3) * Math.cos(y * 1.1);
      const red = [190 + 10 * Math.sin(y), 30, 40];
      picture.data.set([...red.map((value) => linen + (value - linen) * share), 255], p);
    }
  return picture;
}

const viewOf = (picture: Picture): PhotoView => ({
  width: side,
  height: side,
  read: (rect, width, height) => ({ ...cropPicture(picture, rect), width, height }),
  rows: () => {
    throw new RangeError('nobody reads rows here');
  },
});

function growthOf(radius: number, margin = 0): number {
  const plane = createTiledPlane(side, side);
  openSurface(plane).ellipse(
    { x: 100 - radius, y: 100 - radius, width: 2 * radius, height: 2 * radius },
    'add',
  );
  return edgeOutside(viewOf(button()), { plane, levels: createPlaneLevels(plane) }, margin);
}

describe('a mask that hugs the edge', () => {
  it('is told by how much to grow, until the thing is inside', () => {
    const growth = growthOf(27);
    expect(growth).toBeGreaterThanOrEqual(3);
    expect(growth).toBeLessThanOrEqual(6);
    expect(growthOf(27 + growth)).toBe(0);
  });

  it('counts the margin that Remove will add anyway', () => {
    expect(growthOf(27, 8)).toBe(0);
    expect(growthOf(27, 2)).toBeGreaterThan(0);
    expect(growthOf(27, 2)).toBeLessThan(growthOf(27));
  });

  it('says nothing of a generous mask, nor of one that covers only a part of the thing', () => {
    expect(growthOf(40)).toBe(0);
    expect(growthOf(12)).toBe(0);
  });
});
