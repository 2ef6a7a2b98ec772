import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillCandidate, prepareRemoval } from './removal.ts';
import { STRATEGIES } from './strategies.ts';
import { changesOutside, maskOf, noise, pasted, picture } from './testPictures.ts';
import { RemovalCancelled, type RemovalInput, RemovalProblem } from './types.ts';

const stripes = (x: number, y: number) => {
  const light = (x >> 2) % 2 === 0 ? 200 : 60;
  return [light, light - (noise(x, y) & 7), 90] as const;
};

function inputOf(
  width: number,
  height: number,
  isMasked: (x: number, y: number) => boolean,
  seed = 1,
): RemovalInput {
  return {
    pixels: picture(width, height, stripes),
    width,
    height,
    mask: maskOf(width, height, isMasked),
    seed,
  };
}

function fill(input: RemovalInput, strategy = STRATEGIES[0]) {
  const candidate = fillCandidate(prepareRemoval(input), strategy);
  return { ...candidate, result: pasted(input, candidate.area, candidate.pixels) };
}

describe('a removal', () => {
  it('continues stripes through a hole', () => {
    const input = inputOf(96, 80, (x, y) => x >= 36 && x < 60 && y >= 30 && y < 50);
    const { result } = fill(input);
    let wrong = 0;
    for (let y = 30; y < 50; y++) {
      for (let x = 36; x < 60; x++) {
        const isLight = (x >> 2) % 2 === 0;
        if (result[4 * (y * 96 + x)] > 130 !== isLight) wrong++;
      }
    }
    expect(wrong / (24 * 20)).toBeLessThan(0.05);
  });

  it('is finite, repeatable and leaves every byte outside the mask as it was, whatever the mask and size', () => {
    const shape = fc.record({
      width: fc.integer({ min: 1, max: 70 }),
      height: fc.integer({ min: 1, max: 70 }),
      density: fc.constantFrom(0.003, 0.05, 0.4, 0.97),
      block: fc.constantFrom(1, 5, 16),
      protect: fc.boolean(),
      seed: fc.integer(),
      strategy: fc.constantFrom(...STRATEGIES),
    });
    fc.assert(
      fc.property(shape, ({ width, height, density, block, protect, seed, strategy }) => {
        const at = (x: number, y: number, k: number) =>
          noise(Math.floor(x / block), Math.floor(y / block), seed + k) / 256;
        const mask = maskOf(width, height, (x, y) => at(x, y, 0) < density);
        mask[noise(width, height, seed) % mask.length] = 255;
        mask[(noise(width, height, seed) + 1) % mask.length] = 0;
        fc.pre(mask.includes(255) && mask.includes(0));
        const protectedArea = protect ? maskOf(width, height, (x, y) => at(x, y, 9) < 0.3) : undefined;
        const input = { pixels: picture(width, height, stripes), width, height, mask, protectedArea, seed };
        const { result, score } = fill(input, strategy);
        expect(changesOutside(input, result)).toBe(0);
        expect(Number.isFinite(score)).toBe(true);
        expect(fill(input, strategy).result).toEqual(result);
      }),
      { numRuns: 40 },
    );
  });

  it('gives the same bytes for the same seed and input, in any order', () => {
    const input = inputOf(90, 70, (x, y) => (x - 45) ** 2 + (y - 35) ** 2 < 300, 7);
    const prepared = prepareRemoval(input);
    const first = STRATEGIES.map((strategy) => fillCandidate(prepared, strategy).pixels);
    const again = [...STRATEGIES]
      .reverse()
      .map((strategy) => fillCandidate(prepareRemoval(input), strategy).pixels);
    expect(again.reverse()).toEqual(first);
  });

  it.each([
    ['one pixel', 64, 64, (x: number, y: number) => x === 30 && y === 31],
    ['a line one pixel wide', 120, 60, (_: number, y: number) => y === 20],
    ['all but one pixel', 40, 40, (x: number, y: number) => !(x === 3 && y === 5)],
    ['all four edges', 80, 60, (x: number, y: number) => x < 4 || y < 4 || x > 75 || y > 55],
    ['95 % of the picture', 100, 100, (x: number, y: number) => x >= 5 && y > 0],
    ['a photo of 1×30000', 1, 30000, (_: number, y: number) => y % 100 < 3],
    ['a photo of 30000×1', 30000, 1, (x: number) => x > 5 && x < 9],
    ['a photo of 8×8', 8, 8, (x: number, y: number) => x > 5 && y > 5],
    ['a chessboard of pixels', 50, 50, (x: number, y: number) => (x + y) % 2 === 0],
    ['2,000 specks', 300, 240, (x: number, y: number) => x % 6 < 2 && y % 6 < 1 + (x % 2)],
    ['a corner', 90, 90, (x: number, y: number) => x > 60 && y > 60],
  ])('fills %s', (_, width, height, isMasked) => {
    const input = inputOf(width, height, isMasked);
    const { result } = fill(input);
    expect(changesOutside(input, result)).toBe(0);
    for (let i = 0; i < result.length; i += 4) {
      // Green is at most red in the picture, and blue always 90: a fill that strays far from both is not of this picture.
      if (input.mask[i >> 2] === 255) expect(Math.abs(result[i + 2] - 90)).toBeLessThan(40);
    }
  });

  it('ends in a sentence when nothing or everything is masked, or the sizes differ', () => {
    expect(() => prepareRemoval(inputOf(20, 20, () => false))).toThrow(
      new RemovalProblem('MASK_EMPTY', 'Nothing is masked.'),
    );
    expect(() => prepareRemoval(inputOf(20, 20, () => true))).toThrow(/leave some of the picture/);
    expect(() => prepareRemoval({ ...inputOf(20, 20, () => true), mask: new Uint8Array(5) })).toThrow(
      /20×20/,
    );
    expect(() =>
      prepareRemoval({ ...inputOf(20, 20, () => true), pixels: new Uint8ClampedArray(8) }),
    ).toThrow(/1600/);
  });

  it('stops when cancelled, and can go on afterwards', () => {
    const input = inputOf(90, 70, (x, y) => (x - 45) ** 2 + (y - 35) ** 2 < 300);
    const prepared = prepareRemoval(input);
    const whole = fillCandidate(prepared, 'balanced').pixels;
    let asked = 0;
    const cancel = {
      get aborted() {
        return ++asked > 3;
      },
    };
    expect(() => fillCandidate(prepared, 'texture', { cancel })).toThrow(RemovalCancelled);
    expect(fillCandidate(prepared, 'balanced').pixels).toEqual(whole);
  });

  it('reports progress that never falls and ends at 1', () => {
    const seen: number[] = [];
    const input = inputOf(90, 70, (x, y) => (x - 45) ** 2 + (y - 35) ** 2 < 300);
    fillCandidate(prepareRemoval(input), 'balanced', { onProgress: (fraction) => seen.push(fraction) });
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
  });

  it('keeps a protected product out of the fill', () => {
    // A red product beside the hole; the backdrop is grey with a little grain.
    const isProduct = (x: number, y: number) => x >= 10 && x < 40 && y >= 20 && y < 60;
    const width = 100;
    const height = 80;
    const pixels = picture(width, height, (x, y) =>
      isProduct(x, y) ? [200, 20 + (noise(x, y) & 15), 30] : [120 + (noise(x, y) & 7), 125, 130],
    );
    const mask = maskOf(width, height, (x, y) => x >= 46 && x < 76 && y >= 25 && y < 55);
    const protectedArea = maskOf(width, height, isProduct);
    const input = { pixels, width, height, mask, protectedArea, seed: 3 };
    for (const strategy of STRATEGIES) {
      const { result } = fill(input, strategy);
      let red = 0;
      for (let i = 0; i < mask.length; i++) if (mask[i] && result[4 * i] - result[4 * i + 1] > 40) red++;
      expect(red).toBe(0);
    }
  });
});
