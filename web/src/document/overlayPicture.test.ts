import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initialDisplay, type OverlayMode } from './facts.ts';
import { createPlainKernels } from './kernels/overlayKernels.ts';
import { createOverlayPicture, type OverlayPicture } from './overlayPicture.ts';
import { createPlaneLevels, type PaintedPlane } from './planeLevels.ts';
import { openSurface } from './surface.ts';
import { createTiledPlane } from './tiledPlane.ts';
import type { View } from './view.ts';

const kernels = createPlainKernels();
const photo = { width: 700, height: 460 };
const screen = { width: 90, height: 70 };

function blobs(places: readonly (readonly [x: number, y: number, radius: number])[]): PaintedPlane {
  const plane = createTiledPlane(photo.width, photo.height);
  const surface = openSurface(plane);
  for (const [x, y, r] of places) surface.ellipse({ x: x - r, y: y - r, width: 2 * r, height: 2 * r }, 'add');
  return { plane, levels: createPlaneLevels(plane) };
}

const planes = fc
  .array(fc.tuple(fc.nat(photo.width), fc.nat(photo.height), fc.integer({ min: 2, max: 60 })), {
    minLength: 1,
    maxLength: 8,
  })
  .map(blobs);
const display = fc.constantFrom<OverlayMode>('tint', 'outline', 'blackWhite', 'hidden').map((overlay) => ({
  ...initialDisplay,
  overlay,
  protectHatch: true,
  dilation: 0.01,
}));
const views = fc.record({
  scale: fc.constantFrom(0.25, 0.4, 1, 3),
  turns: fc.nat(3),
  offsetX: fc.integer({ min: -300, max: 90 }).map((x) => x + 0.25),
  offsetY: fc.integer({ min: -200, max: 70 }).map((y) => y + 0.75),
});
const steps = fc.array(fc.tuple(fc.integer({ min: -110, max: 110 }), fc.integer({ min: -80, max: 80 })), {
  minLength: 1,
  maxLength: 4,
});

/** A matcher that goes through 25,000 values takes a tenth of a second. */
const isSame = (a: OverlayPicture, b: OverlayPicture): boolean =>
  a.data.every((value, at) => value === b.data[at]);

describe('the overlay as a picture', () => {
  it('is after any moves of the view what it is when painted anew', () => {
    fc.assert(
      fc.property(planes, planes, display, views, steps, (mask, protect, shown, start, moves) => {
        const moving = createOverlayPicture(screen, () => kernels);
        let view: View = start;
        moving.paint(view, shown, mask, protect, 'all');
        for (const [x, y] of moves) {
          view = { ...view, offsetX: view.offsetX + x, offsetY: view.offsetY + y };
          moving.paint(view, shown, mask, protect, null);
        }
        const anew = createOverlayPicture(screen, () => kernels);
        anew.paint(view, shown, mask, protect, 'all');
        expect(isSame(moving, anew)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('takes in what was painted while it moved', () => {
    const mask = blobs([[200, 120, 30]]);
    const moving = createOverlayPicture(screen, () => kernels);
    const start: View = { scale: 0.5, turns: 0, offsetX: -60, offsetY: -20 };
    moving.paint(start, initialDisplay, mask, null, 'all');
    const view = { ...start, offsetX: -53 };
    openSurface(mask.plane).ellipse({ x: 230, y: 90, width: 40, height: 20 }, 'add');
    moving.paint(view, initialDisplay, mask, null, { x: 230, y: 90, width: 40, height: 20 });
    const anew = createOverlayPicture(screen, () => kernels);
    anew.paint(view, initialDisplay, mask, null, 'all');
    expect(isSame(moving, anew)).toBe(true);
  });
});
