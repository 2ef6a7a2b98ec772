import { describe, expect, it } from 'vitest';
import { createWand, rowsOf, type WandSelection } from './wand.ts';

/** Each character is a grey: '0' black … '9' nearly white. */
function greys(...rows: string[]) {
  const width = rows[0].length;
  const data = new Uint8ClampedArray(4 * width * rows.length);
  rows.forEach((row, y) =>
    [...row].forEach((c, x) =>
      data.set([25, 25, 25].map((v) => v * Number(c)).concat(255), 4 * (y * width + x)),
    ),
  );
  return { data, width, height: rows.length };
}

function drawn({ rect, mask }: WandSelection, width: number, height: number): string[] {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => {
      const inside = x >= rect.x && y >= rect.y && x < rect.x + rect.width && y < rect.y + rect.height;
      return inside && mask.data[(y - rect.y) * rect.width + x - rect.x] ? '#' : '.';
    }).join(''),
  );
}

const spiral = greys('0000000', '9999990', '0000090', '0999090', '0900090', '0999990', '0000000');

describe('createWand', () => {
  it('follows what hangs together round every corner', () => {
    const wand = createWand(rowsOf(spiral), 0, 0);
    expect(drawn(wand.select({ tolerance: 5, contiguous: true }), 7, 7)).toEqual([
      '#######',
      '......#',
      '#####.#',
      '#...#.#',
      '#.###.#',
      '#.....#',
      '#######',
    ]);
  });

  it('does not pass through corners where pixels only touch', () => {
    const wand = createWand(rowsOf(greys('09', '90')), 0, 0);
    expect(drawn(wand.select({ tolerance: 5, contiguous: true }), 2, 2)).toEqual(['#.', '..']);
  });

  it('takes the colour everywhere when it need not hang together', () => {
    const wand = createWand(rowsOf(greys('09', '90')), 0, 0);
    expect(drawn(wand.select({ tolerance: 5, contiguous: false }), 2, 2)).toEqual(['#.', '.#']);
  });

  it('takes more as the tolerance grows, and gives the bounds of what it took', () => {
    const wand = createWand(rowsOf(greys('01234')), 1, 0);
    const counts = [0, 12, 25, 126].map((tolerance) => wand.select({ tolerance, contiguous: true }).count);
    expect(counts).toEqual([1, 3, 4, 5]);
    expect(wand.select({ tolerance: 12, contiguous: true }).rect).toEqual({
      x: 0,
      y: 0,
      width: 3,
      height: 1,
    });
  });

  it('reads only the rows that the selection reaches', () => {
    const picture = greys('000', '999', '000', '000', '000');
    const read = new Set<number>();
    const rows = rowsOf(picture);
    const wand = createWand({ ...rows, row: (y) => (read.add(y), rows.row(y)) }, 0, 0);
    wand.select({ tolerance: 5, contiguous: true });
    expect([...read]).toEqual([0, 1]);
  });

  it('samples a mean against grain when asked, and always takes the clicked pixel', () => {
    const grainy = rowsOf(greys('242', '494', '242'));
    expect(createWand(grainy, 1, 1).select({ tolerance: 10, contiguous: true }).count).toBe(1);
    const mean = createWand(grainy, 1, 1, 1).select({ tolerance: 20, contiguous: true });
    expect(mean.count).toBe(9);
  });

  it('refuses a click outside the photo, with both numbers', () => {
    expect(() => createWand(rowsOf(greys('00')), 2, 0)).toThrow('click at 2, 0 is outside a photo of 2×1');
  });
});
