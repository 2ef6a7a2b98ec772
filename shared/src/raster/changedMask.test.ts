import { describe, expect, it } from 'vitest';
import { changedMask, fitFoundCandidate } from './changedMask.ts';
import { createPicture, type Picture } from './picture.ts';
import { applyAlignment } from './warp.ts';

const side = 160;
const noise = (i: number) => ((Math.imul(i + 1, 2654435761) >>> 8) % 7) - 3;

/** Soft waves with grain: something to register on everywhere. */
function photo(): Picture {
  const picture = createPicture(side, side);
  for (let i = 0; i < side * side; i++) {
    const [x, y] = [i % side, Math.floor(i / side)];
    const value = 128 + 40 * Math.sin(x / 5 + y / 11) + 30 * Math.cos(y / 7 - x / 17);
    picture.data.set([value, value * 0.9, value * 0.8, 255], i * 4);
  }
  return picture;
}

/** The same with a bright disc painted over it, and re-encoded: a few grey levels off everywhere. */
function painted(from: Picture, radius: number): Picture {
  const data = new Uint8ClampedArray(from.data);
  for (let i = 0; i < side * side; i++) {
    const isDisc = Math.hypot((i % side) - 80, Math.floor(i / side) - 70) < radius;
    for (let c = 0; c < 3; c++) data[4 * i + c] = (isDisc ? 230 : from.data[4 * i + c]) + noise(4 * i + c);
  }
  return { ...from, data };
}

const count = (data: Uint8Array) => data.reduce((sum, value) => sum + (value === 255 ? 1 : 0), 0);

describe('what an engine changed', () => {
  it('is what it painted and a rim, not the noise of re-encoding', () => {
    const { data } = changedMask(photo(), painted(photo(), 25));
    const disc = Math.PI * 25 * 25;
    expect(count(data)).toBeGreaterThan(disc * 0.97);
    expect(count(data)).toBeLessThan(Math.PI * 31 * 31);
    expect(data[70 * side + 80]).toBe(255);
    expect(data[150 * side + 10]).toBe(0);
  });

  it('is nothing when the photo comes back as it was', () => {
    expect(count(fitFoundCandidate(photo(), painted(photo(), 0)).mask.data)).toBe(0);
  });

  it('is found at the photo’s size from a smaller candidate', () => {
    const small = createPicture(side / 2, side / 2);
    const large = painted(photo(), 40);
    for (let y = 0; y < side / 2; y++)
      for (let x = 0; x < side / 2; x++)
        small.data.set(
          large.data.subarray((2 * y * side + 2 * x) * 4, (2 * y * side + 2 * x) * 4 + 4),
          y * side * 2 + x * 4,
        );
    const { picture, mask } = fitFoundCandidate(photo(), small);
    expect([picture?.width, mask.width, mask.data[70 * side + 80], mask.data[5 * side + 5]]).toEqual([
      side,
      side,
      255,
      0,
    ]);
  });

  it('of a candidate that shows another place is refused', () => {
    const moved = applyAlignment(painted(photo(), 25), { dx: 60, dy: 45, scale: 1 });
    expect(fitFoundCandidate(photo(), moved).picture).toBeNull();
  });
});
