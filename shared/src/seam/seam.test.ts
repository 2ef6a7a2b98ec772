import { describe, expect, it } from 'vitest';
import { dilate } from '../raster/morphology.ts';
import { createPicture, createPlane, type Picture, type Plane } from '../raster/picture.ts';
import { estimateGrain, matchGrain } from './grain.ts';
import { measureSeam } from './measure.ts';
import { matchLight } from './membrane.ts';

const side = 160;

/** Light that falls off to the right, with grey noise of this deviation. */
function backdrop(deviation: number, lift: (x: number, y: number) => number = () => 0): Picture {
  const picture = createPicture(side, side);
  let state = 7;
  const random = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 4_294_967_296;
  for (let y = 0, at = 0; y < side; y++)
    for (let x = 0; x < side; x++, at += 4) {
      const noise = (random() + random() + random() + random() - 2) * Math.sqrt(3) * deviation;
      for (let c = 0; c < 3; c++) picture.data[at + c] = 150 - x / 8 + 10 * c + noise + lift(x, y) + 0.5;
      picture.data[at + 3] = 255;
    }
  return picture;
}

function disc(): Plane {
  const seed = createPlane(side, side);
  seed.data[80 * side + 80] = 255;
  return dilate(seed, 45);
}
const mask = disc();
const isMasked = (x: number, y: number) => mask.data[y * side + x] >= 128;
const inside = (apart: number) => (x: number, y: number) => (isMasked(x, y) ? apart : 0);

const meanApart = (a: Picture, b: Picture): number => {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < mask.data.length; i++)
    if (mask.data[i] >= 128) {
      sum += a.data[4 * i] - b.data[4 * i];
      count++;
    }
  return sum / count;
};

describe('the measured edge', () => {
  it('is quiet where the fill goes on as the photo does, and open where it is 6 levels off', () => {
    for (const matteWidth of [1, 8, 16]) {
      expect(measureSeam(backdrop(2), mask, matteWidth)?.isVisible).toBe(false);
      const seam = measureSeam(backdrop(2, inside(6)), mask, matteWidth);
      expect(seam?.isVisible).toBe(true);
      expect(seam?.contrast).toBeGreaterThan(4);
    }
  });

  it('finds a step on one side only', () => {
    const lit = (x: number, y: number) => (isMasked(x, y) ? Math.max(0, x - 80) / 4 : 0);
    expect(measureSeam(backdrop(2, lit), mask, 4)?.isVisible).toBe(true);
  });

  it('says nothing of a mask with hardly any edge', () => {
    const dot = createPlane(side, side);
    dot.data[80 * side + 80] = 255;
    expect(measureSeam(backdrop(2), dot, 1)).toBeNull();
  });
});

describe('matching light', () => {
  it('takes away a difference that the ring shows, and a fall-off with it', () => {
    const below = backdrop(2);
    const lifted = backdrop(2, (x) => 9 + x / 20);
    const matched = matchLight(below, lifted, mask);
    expect(Math.abs(meanApart(lifted, below))).toBeGreaterThan(12);
    expect(Math.abs(meanApart(matched, below))).toBeLessThan(0.6);
  });

  it('leaves a candidate alone that is the photo outside the mask, and every pixel outside', () => {
    const below = backdrop(2);
    const filled = backdrop(2, inside(30));
    expect(matchLight(below, filled, mask)).toBe(filled);
    const matched = matchLight(
      below,
      backdrop(2, () => 9),
      mask,
    );
    const lifted = backdrop(2, () => 9);
    for (let i = 0; i < mask.data.length; i++)
      if (mask.data[i] === 0) expect(matched.data[4 * i]).toBe(lifted.data[4 * i]);
  });
});

describe('matching grain', () => {
  const around = { data: mask.data.map((value) => 255 - value), width: side, height: side };
  const place = { x: 1000, y: 2000 };

  it('measures the deviation of grain, on a backdrop that is not flat', () => {
    const grain = estimateGrain(backdrop(4), around);
    expect(grain?.levels[0][0]).toBeGreaterThan(2.8);
    expect(grain?.levels[0][0]).toBeLessThan(4.2);
    expect(grain?.shared).toBeGreaterThan(0.95);
  });

  it('gives a smooth fill the grain of its surroundings, and no other light', () => {
    const grain = estimateGrain(backdrop(4), around);
    if (!grain) throw new Error('no grain found');
    const smooth = backdrop(0);
    const matched = matchGrain(smooth, mask, grain, place);
    const own = estimateGrain(matched, mask);
    const ratio = (own?.levels[0][0] ?? 0) / grain.levels[0][0];
    expect(ratio).toBeGreaterThan(0.85);
    expect(ratio).toBeLessThan(1.2);
    expect(Math.abs(meanApart(matched, smooth))).toBeLessThan(0.3);
    for (let i = 0; i < mask.data.length; i++)
      if (mask.data[i] === 0) expect(matched.data[4 * i]).toBe(smooth.data[4 * i]);
  });

  it('adds nothing to a fill that has its grain', () => {
    const grain = estimateGrain(backdrop(4), around);
    const filled = backdrop(4);
    if (grain) expect(matchGrain(filled, mask, grain, place)).toBe(filled);
    expect(grain).not.toBeNull();
  });
});
