import { describe, expect, it } from 'vitest';
import { coarseFill } from './coarseFill.ts';
import { createPlainHost } from './host.ts';
import { maskOf, noise, picture } from './testPictures.ts';
import type { RemovalInput } from './types.ts';

const [width, height] = [2100, 1501];
const isThing = (x: number, y: number) => x >= 900 && x < 1210 && y >= 1300;
/** Two fields, one above the other, with a red thing that the mask covers. */
const fields: RemovalInput = {
  pixels: picture(width, height, (x, y) => {
    if (isThing(x, y)) return [230, 20, 30];
    const grain = noise(x, y) & 15;
    return y < 1400 ? [40 + grain, 60, 150] : [90, 140 + grain, 70];
  }),
  width,
  height,
  mask: maskOf(width, height, isThing),
  seed: 4,
};

describe('a first look at a fill', () => {
  it('covers the mask to the photo’s edge and continues what is round it, without the thing', () => {
    const preview = coarseFill(fields, 'balanced', createPlainHost());
    expect(preview).toBeDefined();
    if (!preview) return;
    const { area, pixels } = preview;
    expect(area.x).toBeLessThanOrEqual(900);
    expect(area.x + area.width).toBeGreaterThanOrEqual(1210);
    expect(area.y).toBeLessThanOrEqual(1300);
    expect(area.y + area.height).toBeGreaterThanOrEqual(height);
    expect(pixels.length).toBe(4 * preview.width * preview.height);
    const at = (x: number, y: number) => {
      const u = Math.floor(((x - area.x) / area.width) * preview.width);
      const v = Math.floor(((y - area.y) / area.height) * preview.height);
      return [...pixels.subarray(4 * (v * preview.width + u), 4 * (v * preview.width + u) + 3)];
    };
    const [upper, lower] = [at(1050, 1340), at(1050, 1470)];
    expect(upper[2]).toBeGreaterThan(120);
    expect(lower[1]).toBeGreaterThan(120);
    for (const [red, green, blue] of [upper, lower]) expect(red).toBeLessThan(Math.max(green, blue));
  });

  it('is taken of a smaller crop too where a trial of the strategies comes before the fill', () => {
    const [w, h] = [700, 500];
    const host = createPlainHost();
    const smaller: RemovalInput = {
      ...fields,
      width: w,
      height: h,
      pixels: picture(w, h, (x, y) => [40 + (noise(x, y) & 15), 60, 150]),
      mask: maskOf(w, h, (x, y) => x > 300 && x < 380 && y > 200 && y < 260),
    };
    expect(coarseFill(smaller, 'balanced', host)).toBeUndefined();
    expect(coarseFill(smaller, 'balanced', host, true)?.pixels.some((value) => value > 0)).toBe(true);
  });

  it('is not taken of a small crop, nor of one with nothing to fill', () => {
    const host = createPlainHost();
    const small = { ...fields, width: 400, height: 300, pixels: fields.pixels.slice(0, 480_000) };
    expect(coarseFill({ ...small, mask: new Uint8Array(120_000).fill(255, 0, 50) }, 'balanced', host)).toBe(
      undefined,
    );
    expect(coarseFill({ ...fields, mask: new Uint8Array(width * height) }, 'balanced', host)).toBeUndefined();
  });
});
