import { describe, expect, it } from 'vitest';
import { createPicture, createPlane, type Picture } from './picture.ts';
import { applySharpness, matchSharpness } from './sharpnessMatch.ts';

const side = 96;

/** The same noise at every run, −1 … 1. */
function noiseAt(i: number): number {
  return ((Math.imul(i + 1, 2654435761) >>> 8) % 2001) / 1000 - 1;
}

function paint(tone: (x: number, y: number) => number): Picture {
  const picture = createPicture(side, side);
  for (let i = 0; i < side * side; i++) {
    const value = tone(i % side, Math.floor(i / side));
    picture.data.set([value, value, value, 255], i * 4);
  }
  return picture;
}

/** A weave two and three pixels wide. */
const weave = (x: number, y: number) =>
  128 + 40 * Math.sin(x * 2.1 + Math.sin(y / 9)) + 30 * Math.sin(y * 1.7 + Math.sin(x / 7));
const photo = paint(weave);
/** Each pixel mixed with its two neighbours, as moving by half a pixel and back does. */
const soft = paint((x, y) => (weave(x - 1, y) + 2 * weave(x, y) + weave(x + 1, y)) / 4);
const ring = createPlane(side, side, 255);
for (let y = 30; y < 60; y++) ring.data.fill(0, y * side + 30, y * side + 60);

/** Mean difference in the hole of the ring, which was not looked at. */
function differenceInside(a: Picture, b: Picture): number {
  let sum = 0;
  for (let y = 30; y < 60; y++)
    for (let x = 30; x < 60; x++) sum += Math.abs(a.data[(y * side + x) * 4] - b.data[(y * side + x) * 4]);
  return sum / 900;
}

describe('matchSharpness', () => {
  it('brings back detail that was softened, inside the hole too', () => {
    const sharpness = matchSharpness(photo, soft, ring);
    expect(sharpness).not.toBeNull();
    const sharpened = applySharpness(soft, sharpness ?? new Float64Array(15));
    expect(differenceInside(soft, photo)).toBeGreaterThan(12);
    expect(differenceInside(sharpened, photo)).toBeLessThan(4);
  });

  it('does nothing where nothing was lost, and never blurs', () => {
    expect(matchSharpness(photo, photo, ring)).toBeNull();
    expect(matchSharpness(soft, photo, ring)).toBeNull();
  });

  it('raises no grain that the photo has not', () => {
    const flat = paint(() => 128);
    const grainy = paint((x, y) => 128 + 8 * noiseAt(y * side + x));
    expect(matchSharpness(flat, grainy, ring)).toBeNull();
  });

  it('says nothing about a ring too small to tell', () => {
    expect(matchSharpness(photo, soft, createPlane(side, side))).toBeNull();
  });

  it('keeps tones and alpha', () => {
    const flat = paint(() => 77);
    expect(applySharpness(flat, new Float64Array(15).fill(0.07))).toEqual(flat);
  });
});
