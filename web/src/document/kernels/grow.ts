import { INSIDE } from './layout.ts';

/**
 * Marks every pixel within `radius` of the mask (255): each row grows along itself, its edges above and below as well.
 * @param mask sampled bytes; its rows begin on whole words, so most of a mask is gone through four pixels at a time
 * @param width a multiple of 4
 * @param out of the same size
 */
export function growInto(
  mask: Uint8Array,
  width: number,
  height: number,
  radius: number,
  out: Uint8Array,
): void {
  out.fill(0, 0, width * height);
  const words = new Int32Array(mask.buffer, mask.byteOffset, (width * height) >> 2);
  const r = Math.ceil(radius);
  // Half the chord of the disc at each row distance: a row's reach.
  const chord = Int32Array.from({ length: r + 1 }, (_, dy) =>
    dy > radius ? -1 : Math.floor(Math.sqrt(radius * radius - dy * dy)),
  );
  const firstIn = (from: number, end: number): number => {
    let at = from;
    while (at < end)
      if ((at & 3) === 0 && words[at >> 2] === 0) at += 4;
      else if (mask[at] < INSIDE) at++;
      else break;
    return Math.min(at, end);
  };
  const firstOut = (from: number, end: number): number => {
    let at = from;
    while (at < end)
      if ((at & 3) === 0 && words[at >> 2] === -1) at += 4;
      else if (mask[at] >= INSIDE) at++;
      else break;
    return Math.min(at, end);
  };
  const fill = (y: number, x: number, end: number, reach: number): void => {
    out.fill(255, y * width + Math.max(0, x - reach), y * width + Math.min(width, end + reach));
  };
  /** Grows up or down what has nothing masked on that side; where it has, the neighbour reaches farther by itself. */
  const growBeyond = (y: number, x: number, end: number, side: 1 | -1): void => {
    if (y + side < 0 || y + side >= height) return;
    const next = (y + side) * width;
    for (let start = firstOut(next + x, next + end); start < next + end;) {
      const stop = firstIn(start, next + end);
      for (let dy = 1; dy <= r && chord[dy] >= 0; dy++) {
        const row = y + side * dy;
        if (row < 0 || row >= height) break;
        fill(row, start - next, stop - next, chord[dy]);
      }
      start = firstOut(stop, next + end);
    }
  };
  for (let y = 0; y < height; y++) {
    const row = y * width;
    const rowEnd = row + width;
    for (let at = firstIn(row, rowEnd); at < rowEnd;) {
      const end = firstOut(at, rowEnd);
      fill(y, at - row, end - row, chord[0]);
      growBeyond(y, at - row, end - row, -1);
      growBeyond(y, at - row, end - row, 1);
      at = firstIn(end, rowEnd);
    }
  }
}
