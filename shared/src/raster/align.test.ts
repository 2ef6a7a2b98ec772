import { describe, expect, it } from 'vitest';
import { alignCandidate } from './align.ts';
import { ringAround } from './morphology.ts';
import { createPicture, createPlane, type Picture, type Plane } from './picture.ts';
import { applyAlignment } from './warp.ts';

const side = 256;

/** A picture painted by a formula of place, so that it can be painted shifted without resampling. */
function paint(tone: (x: number, y: number) => number): Picture {
  const picture = createPicture(side, side);
  for (let i = 0; i < side * side; i++) {
    const value = tone(i % side, Math.floor(i / side));
    picture.data.set([value, value, value, 255], i * 4);
  }
  return picture;
}

/** Soft spots of many sizes at fixed places: texture without a period. */
function spots(x: number, y: number): number {
  let value = 110 + 0.1 * x;
  for (let k = 1; k <= 40; k++) {
    const radius = 4 + (k % 7) * 3;
    const dx = x - ((k * 89) % 256);
    const dy = y - ((k * 151) % 256);
    if (dx * dx + dy * dy > 12 * radius * radius) continue;
    value += (k % 2 ? 60 : -60) * Math.exp(-(dx * dx + dy * dy) / (radius * radius));
  }
  return value;
}

/** The same noise at every run, −1 … 1. */
function noiseAt(i: number): number {
  return ((Math.imul(i + 1, 2654435761) >>> 8) % 2001) / 1000 - 1;
}

/** What the engine returns: photo pixel p shows up at c + scale · (p − c) + (dx, dy). */
function moved(
  tone: (x: number, y: number) => number,
  dx: number,
  dy: number,
  scale: number,
): (x: number, y: number) => number {
  const centre = (side - 1) / 2;
  return (x, y) => tone((x - centre - dx) / scale + centre, (y - centre - dy) / scale + centre);
}

const photo = paint(spots);
const mask = createPlane(side, side);
for (let y = 90; y < 170; y++) mask.data.fill(255, y * side + 80, y * side + 180);
const ring: Plane = ringAround(mask, 4, 60);

describe('alignCandidate', () => {
  it.each([
    [0, 0, 1],
    [12, -12, 1],
    [-16, 16, 1],
    [0, 0, 1.03],
    [0.4, -0.7, 1],
    [7.3, 5.6, 0.98],
  ])('finds a shift of %f, %f and a scale of %f to a tenth of a pixel', (dx, dy, scale) => {
    const found = alignCandidate(photo, paint(moved(spots, dx, dy, scale)), ring);
    expect(Math.abs(found.dx - dx)).toBeLessThan(0.1);
    expect(Math.abs(found.dy - dy)).toBeLessThan(0.1);
    expect(Math.abs(found.scale - scale) * (side / 2)).toBeLessThan(0.1);
    expect(found.confident).toBe(true);
  });

  it('does not mind brightness, contrast, new grain, and what was painted inside the mask', () => {
    const shifted = moved(spots, 5, -3, 1.01);
    const candidate = paint((x, y) => {
      const isHole = mask.data[y * side + x] === 255;
      return isHole ? 30 : 1.06 * shifted(x, y) - 9 + 6 * noiseAt(y * side + x);
    });
    const found = alignCandidate(photo, candidate, ring);
    expect(Math.hypot(found.dx - 5, found.dy + 3)).toBeLessThan(0.25);
    expect(found.confident).toBe(true);
  });

  it('is not pulled by a quarter of the ring that was painted anew', () => {
    const shifted = moved(spots, 4, 6, 1);
    const found = alignCandidate(
      photo,
      paint((x, y) => (x < 70 ? 128 + 90 * Math.sin(x / 3) : shifted(x, y))),
      ring,
    );
    expect(Math.hypot(found.dx - 4, found.dy - 6)).toBeLessThan(0.15);
    expect(found.confident).toBe(true);
  });

  it.each([
    ['a mirrored picture', paint((x, y) => spots(side - 1 - x, y))],
    ['another picture', paint((x, y) => spots(y, x + 40))],
    ['noise', paint((x, y) => 128 + 60 * noiseAt(y * side + x))],
    ['one tone', paint(() => 128)],
    ['a shift far beyond 16 px', paint(moved(spots, 60, 35, 1))],
    ['a scale far beyond 3 %', paint(moved(spots, 0, 0, 1.1))],
  ])('has no confidence in %s', (_, candidate) => {
    expect(alignCandidate(photo, candidate, ring).confident).toBe(false);
  });

  it('looks farther away where the ring is a bare wall, and trusts the ring where that is another picture', () => {
    // One soft vertical edge through the ring; texture only in the last fifth.
    const wall = (x: number, y: number) =>
      150 + 30 * Math.tanh((x - 60) / 6) + (y > 200 ? spots(x, y) - 110 : 0);
    const bare = paint(wall);
    const near = createPlane(side, side);
    for (let y = 30; y < 120; y++) near.data.fill(255, y * side + 20, y * side + 110);
    for (let y = 50; y < 100; y++) near.data.fill(0, y * side + 40, y * side + 90);
    const everywhere = createPlane(side, side, 255);
    for (let y = 50; y < 100; y++) everywhere.data.fill(0, y * side + 40, y * side + 90);
    const candidate = paint(moved(wall, 3, -5, 1));
    const found = alignCandidate(bare, candidate, near, everywhere);
    expect(Math.hypot(found.dx - 3, found.dy + 5)).toBeLessThan(0.3);
    expect(found.confident).toBe(true);

    const shifted = moved(spots, 4, 6, 1);
    const strange = paint((x, y) => (y > 190 || y < 70 ? 128 + 90 * Math.sin(x / 3 + y) : shifted(x, y)));
    const onRing = alignCandidate(photo, strange, ringAround(mask, 4, 20), createPlane(side, side, 255));
    expect(Math.hypot(onRing.dx - 4, onRing.dy - 6)).toBeLessThan(0.3);
    expect(onRing.confident).toBe(true);
  });

  it('says "no shift" on a ring of one tone, sure of it when the tones agree', () => {
    const flat = paint(() => 200);
    const found = alignCandidate(
      flat,
      paint((x, y) => 198 + noiseAt(y * side + x)),
      ring,
    );
    expect(Math.hypot(found.dx, found.dy)).toBeLessThan(0.5);
    expect(found.confident).toBe(true);
  });

  it('answers for pictures too small to compare and rings of nothing, without confidence', () => {
    for (const [width, height] of [
      [1, 1],
      [3, 200],
      [64, 2],
    ]) {
      const tiny = createPicture(width, height);
      const found = alignCandidate(tiny, tiny, createPlane(width, height));
      expect(found).toMatchObject({ dx: 0, dy: 0, scale: 1, confident: false });
    }
  });

  it('names both sizes when they differ', () => {
    expect(() => alignCandidate(photo, createPicture(2, 2), ring)).toThrow(
      'candidate is 2×2; photo is 256×256',
    );
  });
});

describe('applyAlignment', () => {
  it('gives the same bytes for no shift', () => {
    expect(applyAlignment(photo, { dx: 0, dy: 0, scale: 1 })).toEqual(photo);
  });

  it('lays a moved candidate back onto the photo within 2 levels, away from the edge', () => {
    const candidate = paint(moved(spots, 7.3, -5.6, 1.02));
    const back = applyAlignment(candidate, { dx: 7.3, dy: -5.6, scale: 1.02 });
    let worst = 0;
    for (let y = 20; y < side - 20; y++) {
      for (let x = 20; x < side - 20; x++) {
        const at = (y * side + x) * 4;
        worst = Math.max(worst, Math.abs(back.data[at] - photo.data[at]));
      }
    }
    expect(worst).toBeLessThanOrEqual(2);
  });
});
