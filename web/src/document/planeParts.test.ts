import { findComponents } from '@cleanplate/shared/raster/components.ts';
import { countMasked } from '@cleanplate/shared/raster/mask.ts';
import { fillHoles } from '@cleanplate/shared/raster/morphology.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findParts } from './planeParts.ts';
import { openSurface } from './surface.ts';
import { createTiledPlane, readPlane, type TiledPlane } from './tiledPlane.ts';

const [width, height] = [530, 300];
const whole = { x: 0, y: 0, width, height };
const limits = { speck: 16, hole: 400 };
const goOn = () => Promise.resolve();

/** What the reference finds, on a flat copy. */
function flat(plane: TiledPlane) {
  const mask = { data: readPlane(plane, whole), width, height };
  const { areas, count } = findComponents(mask);
  return {
    count,
    specks: areas.filter((area) => area > 0 && area < limits.speck).length,
    holePixels: countMasked(fillHoles(mask, limits.hole)) - countMasked(mask),
  };
}

const boxes = fc.array(
  fc.record({
    x: fc.integer({ min: -10, max: width }),
    y: fc.integer({ min: -10, max: height }),
    // Many small ones: specks, and corners that only meet diagonally.
    width: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 300 })),
    height: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 300 })),
    mode: fc.constantFrom('add' as const, 'add' as const, 'subtract' as const),
  }),
  { minLength: 1, maxLength: 30 },
);

describe('parts of a plane', () => {
  it('are those that a flat copy has, across tiles and at the photo’s edge', async () => {
    await fc.assert(
      fc.asyncProperty(boxes, async (drawn) => {
        const plane = createTiledPlane(width, height);
        const surface = openSurface(plane);
        for (const { mode, ...box } of drawn) surface.box(box, mode);
        expect(await findParts(plane, whole, limits, goOn)).toEqual(flat(plane));
      }),
      { numRuns: 60 },
    );
  });

  it('joins mask diagonally and gaps not, pixel by pixel', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 144, maxLength: 144 }), async (bits) => {
        const plane = createTiledPlane(width, height);
        const surface = openSurface(plane);
        // Where four tiles meet.
        for (const [at, bit] of bits.entries())
          if (bit)
            surface.box({ x: 250 + (at % 12), y: 250 + Math.floor(at / 12), width: 1, height: 1 }, 'add');
        expect(await findParts(plane, whole, limits, goOn)).toEqual(flat(plane));
      }),
      { numRuns: 60 },
    );
  });

  it('says nothing of a plane that was painted on meanwhile', async () => {
    const plane = createTiledPlane(64, 5000);
    const found = findParts(plane, { x: 0, y: 0, width: 64, height: 5000 }, limits, async () => {
      openSurface(plane).box({ x: 1, y: 1, width: 5, height: 5 }, 'add');
    });
    expect(await found).toBeNull();
  });
});
