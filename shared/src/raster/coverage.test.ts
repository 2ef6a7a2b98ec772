import { describe, expect, it } from 'vitest';
import { ascii } from './ascii.ts';
import { coverEllipse, coverPolygon, coverRect, type RowSink } from './coverage.ts';
import { createPlane } from './picture.ts';

function painted(width: number, height: number, draw: (sink: RowSink) => void) {
  const plane = createPlane(width, height);
  draw(({ y, x, length, values }) => plane.data.set(values.subarray(0, length), y * width + x));
  return ascii(plane);
}
const clip = { x: 0, y: 0, width: 8, height: 5 };

describe('coverage', () => {
  it('of a rectangle is clipped to the photo, corners included', () => {
    expect(painted(8, 5, (sink) => coverRect({ x: 6, y: -2, width: 9, height: 4 }, clip, sink))).toEqual([
      '......##',
      '......##',
      '........',
      '........',
      '........',
    ]);
  });

  it('of an ellipse takes the pixels whose centres lie in it', () => {
    expect(painted(8, 5, (sink) => coverEllipse({ x: 1, y: 0, width: 6, height: 5 }, clip, sink))).toEqual([
      '..####..',
      '.######.',
      '.######.',
      '.######.',
      '..####..',
    ]);
  });

  it('of a polygon follows the even-odd rule, a hole where it crosses itself', () => {
    const ring = [0, 0, 8, 0, 8, 5, 0, 5, 0, 0, 2, 1, 6, 1, 6, 4, 2, 4, 2, 1];
    expect(painted(8, 5, (sink) => coverPolygon(ring, clip, sink))).toEqual([
      '########',
      '##....##',
      '##....##',
      '##....##',
      '########',
    ]);
  });

  it('of fewer than three points is nothing', () => {
    expect(painted(8, 5, (sink) => coverPolygon([1, 1, 7, 4], clip, sink)).join('')).not.toContain('#');
  });
});
