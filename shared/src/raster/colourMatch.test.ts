import { describe, expect, it } from 'vitest';
import { applyColourMatch, matchColour } from './colourMatch.ts';
import { createPicture, createPlane, type Picture } from './picture.ts';

const width = 160;
const height = 120;

function noiseAt(i: number): number {
  return ((Math.imul(i + 1, 2654435761) >>> 8) % 2001) / 1000 - 1;
}

/** Waves of tone between 60 and 190, another phase in each channel. */
function paint(change: (value: number, x: number, y: number, channel: number) => number): Picture {
  const picture = createPicture(width, height);
  for (let i = 0; i < width * height; i++) {
    const x = i % width;
    const y = Math.floor(i / width);
    for (let c = 0; c < 3; c++) {
      const tone = 125 + 40 * Math.sin(x / 17 + c) + 25 * Math.cos(y / 11 - c);
      picture.data[i * 4 + c] = change(tone, x, y, c);
    }
    picture.data[i * 4 + 3] = 255;
  }
  return picture;
}

const photo = paint((value) => value);
const ring = createPlane(width, height, 255);
for (let y = 40; y < 80; y++) ring.data.fill(0, y * width + 50, y * width + 110);

/** Mean absolute difference over the whole picture, the part inside the ring included. */
function difference(a: Picture, b: Picture): number {
  return a.data.reduce((sum, value, i) => sum + Math.abs(value - b.data[i]), 0) / (width * height * 3);
}

describe('matchColour', () => {
  it('undoes gain, offset and a fall-off of light, each channel by itself', () => {
    const candidate = paint(
      (v, x, y, c) => (v - [4, -6, 10][c]) / [1.06, 0.94, 1][c] + 6 * (x / width) - 4 * (y / height),
    );
    const matched = applyColourMatch(candidate, matchColour(photo, candidate, ring));
    expect(difference(candidate, photo)).toBeGreaterThan(4);
    expect(difference(matched, photo)).toBeLessThan(0.8);
  });

  it('changes nothing by more than a level where nothing differs', () => {
    const { channels, residual } = matchColour(photo, photo, ring);
    for (const { gain, offset } of channels) {
      expect([gain, offset]).toEqual([expect.closeTo(1, 3), expect.closeTo(0, 1)]);
    }
    expect(residual).toBeLessThan(0.5);
  });

  it('is not flattened by grain', () => {
    const grainy = paint((v, x, y, c) => v / 1.06 + 25 * noiseAt((y * width + x) * 3 + c));
    for (const { gain } of matchColour(photo, grainy, ring).channels)
      expect(Math.abs(gain - 1.06)).toBeLessThan(0.03);
  });

  it('is not pulled by a fifth of the ring that was painted anew, nor by what is in the hole', () => {
    const candidate = paint((v, x, y) => (x < width / 5 ? 240 : ring.data[y * width + x] === 0 ? 0 : v - 12));
    for (const { gain, offset, slopeX } of matchColour(photo, candidate, ring).channels) {
      expect(Math.abs(gain * 125 + offset - 137)).toBeLessThan(1);
      expect(Math.abs(slopeX)).toBeLessThan(1.5);
    }
  });

  it('gives whites that a brightening has clipped their tone back, and leaves the rest', () => {
    // Waves of white, 240 to 252, on the right half; tones of every kind on the left.
    const bright = (x: number, y: number) => 246 + 4 * Math.sin(x / 9) + 2 * Math.cos(y / 8);
    const whites = paint((v, x, y) => (x < width / 2 ? v : bright(x, y)));
    const candidate = paint((v, x, y) => Math.min(255, 1.06 * (x < width / 2 ? v : bright(x, y))));
    const matched = applyColourMatch(candidate, matchColour(whites, candidate, ring));
    // Clipped, they can be no nearer to the truth than their mean: waves of 4 and 2 levels.
    expect(difference(matched, whites)).toBeLessThan(2);
    let darker = 0;
    for (let i = 0; i < matched.data.length; i += 4)
      if (whites.data[i] > 239 && matched.data[i] < 239) darker++;
    expect(darker).toBe(0);
  });

  it('settles the offset only on a ring of one tone, and the gain stays 1', () => {
    const match = matchColour(
      paint(() => 180),
      paint(() => 172),
      ring,
    );
    for (const { gain, offset } of match.channels) {
      expect(Math.abs(gain - 1)).toBeLessThan(0.06);
      expect(Math.abs(gain * 172 + offset - 180)).toBeLessThan(1);
    }
  });

  it('leaves the candidate as it is without a ring, and keeps alpha', () => {
    const candidate = paint((v) => v + 3);
    candidate.data[3] = 7;
    const match = matchColour(photo, candidate, createPlane(width, height));
    expect(applyColourMatch(candidate, match)).toEqual(candidate);
  });
});
