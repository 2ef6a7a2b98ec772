import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlaneLevels } from './planeLevels.ts';
import { openSurface } from './surface.ts';
import { createTiledPlane, invertPlane } from './tiledPlane.ts';

const photo = { width: 600, height: 300 };
const deepest = 8;
const shapes = fc.array(
  fc.tuple(fc.nat(photo.width), fc.nat(photo.height), fc.integer({ min: 1, max: 120 }), fc.boolean()),
  { minLength: 1, maxLength: 6 },
);

describe('the small copies of a mask', () => {
  it('are turned over with it: as those made anew, to a rounding, and nothing masked vanishes', () => {
    fc.assert(
      fc.property(shapes, (places) => {
        const plane = createTiledPlane(photo.width, photo.height);
        const surface = openSurface(plane);
        for (const [x, y, r, adds] of places)
          surface.ellipse({ x: x - r, y: y - r, width: 2 * r, height: 2 * r }, adds ? 'add' : 'subtract');
        const kept = createPlaneLevels(plane);
        const all = (levels: typeof kept) =>
          plane.tiles.flatMap((_, index) =>
            Array.from({ length: deepest + 1 }, (__, level) => levels.tile(index, level)),
          );
        all(kept);
        invertPlane(plane);
        kept.inverted();
        const anew = all(createPlaneLevels(plane));
        for (const [at, one] of all(kept).entries()) {
          const other = anew[at];
          if (typeof one === 'number' || typeof other === 'number') {
            expect(one).toBe(other);
            continue;
          }
          expect(
            one.every((value, i) => Math.abs(value - other[i]) <= 1 && (value === 0) === (other[i] === 0)),
          ).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });
});
