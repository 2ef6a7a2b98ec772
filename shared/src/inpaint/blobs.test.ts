import { describe, expect, it } from 'vitest';
import { findBlobs, groupBlobs } from './blobs.ts';

function maskFrom(rows: readonly string[]): { mask: Uint8Array; width: number; height: number } {
  const mask = Uint8Array.from(rows.join(''), (c) => (c === '#' ? 255 : 0));
  return { mask, width: rows[0].length, height: rows.length };
}

function areas(rows: readonly string[]): number[] {
  const { mask, width, height } = maskFrom(rows);
  return findBlobs(mask, width, height).map((blob) => blob.area);
}

describe('findBlobs', () => {
  it('tells blobs apart that do not touch', () => {
    expect(areas(['##..#', '##..#', '.....', '..#..'])).toEqual([4, 2, 1]);
  });
  it('joins at corners', () => {
    expect(areas(['#...', '.#..', '..#.', '...#'])).toEqual([4]);
  });
  it('joins what meets further down', () => {
    expect(areas(['#.#.#', '#.#.#', '#####'])).toEqual([11]);
    expect(areas(['..#..', '#.#.#', '#####', '#...#'])).toEqual([11]);
  });
  it('joins a wide run above with both runs below it', () => {
    expect(areas(['#####', '#...#'])).toEqual([7]);
  });
  it('gives bounds and every pixel once', () => {
    const { mask, width, height } = maskFrom(['....', '.##.', '.#..']);
    const [blob] = findBlobs(mask, width, height);
    expect(blob.bounds).toEqual({ x: 1, y: 1, width: 2, height: 2 });
    expect([...blob.runs]).toEqual([1, 1, 3, 2, 1, 2]);
  });
});

describe('groupBlobs', () => {
  const square = (x: number, size: number) => ({
    bounds: { x, y: 0, width: size, height: size },
    area: size * size,
    runs: Int32Array.from(Array.from({ length: size }, (_, y) => [y, x, x + size]).flat()),
  });
  it('keeps blobs far apart on their own', () => {
    expect(groupBlobs([square(0, 40), square(100, 40)])).toHaveLength(2);
  });
  it('joins near ones, and what the joined one then comes near to', () => {
    const joined = groupBlobs([square(0, 10), square(30, 10), square(60, 10), square(200, 10)]);
    expect(joined.map((blob) => blob.area)).toEqual([300, 100]);
  });
});
