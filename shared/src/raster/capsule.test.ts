import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capsuleBounds, coverCapsule, coversRect, type Capsule } from './capsule.ts';

const size = 24;
const clip = { x: 0, y: 0, width: size, height: size };

/** The coverage as one plane, painted row by row. */
function paint(capsule: Capsule): Uint8Array {
  const plane = new Uint8Array(size * size);
  coverCapsule(capsule, clip, ({ y, x, length, values }) =>
    plane.set(values.subarray(0, length), y * size + x),
  );
  return plane;
}

/** The definition: distance of the pixel's centre to the segment, against core and rim. */
function expected({ ax, ay, bx, by, radius, hardness }: Capsule, x: number, y: number): number {
  const [dx, dy] = [bx - ax, by - ay];
  const squared = dx * dx + dy * dy;
  const t =
    squared === 0 ? 0 : Math.min(1, Math.max(0, ((x + 0.5 - ax) * dx + (y + 0.5 - ay) * dy) / squared));
  const distance = Math.hypot(x + 0.5 - ax - t * dx, y + 0.5 - ay - t * dy);
  const core = Math.max(0, Math.min(hardness * radius, radius - 0.5));
  return Math.round(255 * Math.min(1, Math.max(0, (radius + 0.5 - distance) / (radius + 0.5 - core))));
}

const coordinate = fc.double({ min: -8, max: size + 8, noNaN: true });
const capsules = fc.record({
  ax: coordinate,
  ay: coordinate,
  bx: coordinate,
  by: coordinate,
  radius: fc.double({ min: 0.5, max: 12, noNaN: true }),
  hardness: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe('a capsule', () => {
  it('of 1 px on a pixel centre covers that pixel and no other', () => {
    const plane = paint({ ax: 4.5, ay: 7.5, bx: 4.5, by: 7.5, radius: 0.5, hardness: 1 });
    expect([...plane.entries()].filter(([, value]) => value >= 128).map(([at]) => at)).toEqual([
      7 * size + 4,
    ]);
  });

  it('has at every pixel the coverage that its distance to the line says, whatever its place, size and hardness', () => {
    fc.assert(
      fc.property(capsules, (capsule) => {
        const plane = paint(capsule);
        let worst = 0;
        for (let y = 0; y < size; y++)
          for (let x = 0; x < size; x++)
            worst = Math.max(worst, Math.abs(plane[y * size + x] - expected(capsule, x, y)));
        expect(worst).toBeLessThanOrEqual(1);
      }),
      { numRuns: 150 },
    );
  });

  it('covers a rectangle only when each of its pixels is covered completely', () => {
    const offset = fc.integer({ min: -4, max: 2 });
    const rects = fc.record({
      x: offset,
      y: offset,
      width: fc.integer({ min: 1, max: 6 }),
      height: fc.constant(3),
    });
    const wide = capsules.map((one) => ({
      ...one,
      ax: 12.2,
      ay: 11.7,
      radius: 0.4 * one.radius + 5,
      hardness: 0.5 + one.hardness / 2,
    }));
    let covered = 0;
    fc.assert(
      fc.property(wide, rects, (capsule, { x: left, y: top, ...sides }) => {
        const rect = { x: 12 + left, y: 12 + top, ...sides };
        if (!coversRect(capsule, rect)) return;
        covered++;
        const plane = paint(capsule);
        for (let y = rect.y; y < rect.y + rect.height; y++)
          for (let x = rect.x; x < rect.x + rect.width; x++) expect(plane[y * size + x]).toBe(255);
      }),
      { numRuns: 300 },
    );
    expect(covered).toBeGreaterThan(20);
  });

  it('touches nothing outside its bounds', () => {
    fc.assert(
      fc.property(capsules, (capsule) => {
        const bounds = capsuleBounds(capsule);
        const plane = paint(capsule);
        for (let at = 0; at < plane.length; at++) {
          if (plane[at] === 0) continue;
          const [x, y] = [at % size, Math.floor(at / size)];
          expect(
            x >= bounds.x && y >= bounds.y && x < bounds.x + bounds.width && y < bounds.y + bounds.height,
          ).toBe(true);
        }
      }),
    );
  });
});
