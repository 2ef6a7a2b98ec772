import { describe, expect, it } from 'vitest';
import { seamContrast } from './score.ts';
import { maskOf, noise, picture } from './testPictures.ts';

const width = 60;
const height = 50;
const area = { x: 18, y: 15, width: 20, height: 20 };
const mask = maskOf(width, height, (x, y) => x >= 18 && x < 38 && y >= 15 && y < 35);
const stripes = (x: number, y: number, shift = 0) => {
  const grey = ((x + shift) >> 2) % 2 === 0 ? 170 : 90;
  return [grey + (noise(x, y) & 7), grey, grey] as const;
};
const photo = picture(width, height, (x, y) => stripes(x, y));
const input = { pixels: photo, width, height, mask, seed: 1 };
const contrastOf = (shift: number, lighter: number) =>
  seamContrast(
    input,
    picture(area.width, area.height, (x, y) => {
      const [r, g, b] = stripes(x + area.x, y + area.y, shift);
      return [r + lighter, g + lighter, b + lighter];
    }),
    area,
  );

describe('seamContrast', () => {
  it('is lowest for the photo itself, higher for another light and for lines that break at the edge', () => {
    const right = contrastOf(0, 0);
    expect(right).toBeLessThan(1.2);
    expect(contrastOf(0, 40)).toBeGreaterThan(1.3 * right);
    expect(contrastOf(4, 0)).toBeGreaterThan(1.3 * right);
  });
});
