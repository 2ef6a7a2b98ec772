import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskOf } from './ascii.ts';
import { componentBounds, findComponents, touchesEdge, type ComponentOptions } from './components.ts';
import { createPlane, type Plane } from './picture.ts';

/** Labels as text, `.` for none. */
function picture(mask: Plane, options?: ComponentOptions): string[] {
  const { labels, width, height } = findComponents(mask, options);
  return Array.from({ length: height }, (_, y) =>
    Array.from(labels.subarray(y * width, (y + 1) * width), (l) => (l === 0 ? '.' : l)).join(''),
  );
}

/** Labels by flooding from each pixel in reading order. */
function bruteForce(mask: Plane, connectivity: 4 | 8): number[] {
  const { data, width, height } = mask;
  const labels = Array.from(data, () => 0);
  let count = 0;
  for (let seed = 0; seed < data.length; seed++) {
    if (data[seed] < 128 || labels[seed] !== 0) continue;
    labels[seed] = ++count;
    const open = [seed];
    while (open.length > 0) {
      const at = open.pop() ?? 0;
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          const x = (at % width) + dx;
          const y = Math.floor(at / width) + dy;
          const i = y * width + x;
          const joined = connectivity === 8 || dx === 0 || dy === 0;
          if (!joined || x < 0 || y < 0 || x >= width || y >= height) continue;
          if (data[i] < 128 || labels[i] !== 0) continue;
          labels[i] = count;
          open.push(i);
        }
      }
    }
  }
  return labels;
}

describe('components', () => {
  it('joins diagonally with 8 and not with 4', () => {
    const mask = maskOf('#..#', '.#..', '...#');
    expect(picture(mask)).toEqual(['1..2', '.1..', '...3']);
    expect(picture(mask, { connectivity: 4 })).toEqual(['1..2', '.3..', '...4']);
  });

  it('finds the two arms of a U to be one part', () => {
    expect(picture(maskOf('#..#', '#..#', '####'))).toEqual(['1..1', '1..1', '1111']);
  });

  it('numbers the background when asked', () => {
    expect(picture(maskOf('.#.', '.#.'), { of: 'background', connectivity: 4 })).toEqual(['1.2', '1.2']);
  });

  it('equals flooding from every pixel, areas and bounds too', () => {
    const anyMask = fc
      .tuple(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 14 }))
      .chain(([width, height]) =>
        fc
          .array(fc.constantFrom(0, 255), { minLength: width * height, maxLength: width * height })
          .map((values) => ({ data: Uint8Array.from(values), width, height })),
      );
    fc.assert(
      fc.property(anyMask, fc.constantFrom<4 | 8>(4, 8), (mask, connectivity) => {
        const found = findComponents(mask, { connectivity });
        const want = bruteForce(mask, connectivity);
        expect([...found.labels]).toEqual(want);
        for (let label = 1; label <= found.count; label++) {
          const at = [...want.keys()].filter((i) => want[i] === label);
          const xs = at.map((i) => i % mask.width);
          const ys = at.map((i) => Math.floor(i / mask.width));
          expect(found.areas[label]).toBe(at.length);
          expect(componentBounds(found, label)).toEqual({
            x: Math.min(...xs),
            y: Math.min(...ys),
            width: Math.max(...xs) - Math.min(...xs) + 1,
            height: Math.max(...ys) - Math.min(...ys) + 1,
          });
        }
      }),
      { numRuns: 200 },
    );
  });

  it('keeps more parts apart than its first table holds', () => {
    const mask = createPlane(200, 200);
    for (let y = 0; y < 200; y += 2) for (let x = 0; x < 200; x += 2) mask.data[y * 200 + x] = 255;
    expect(findComponents(mask).count).toBe(10000);
  });

  it('knows which parts touch the edge', () => {
    const found = findComponents(maskOf('#...', '....', '..#.', '....'));
    expect([touchesEdge(found, 1), touchesEdge(found, 2)]).toEqual([true, false]);
    expect(() => componentBounds(found, 3)).toThrow('there is no part 3; there are 2');
  });
});
