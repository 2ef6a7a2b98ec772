import type { Pixels } from './picture.ts';

/** Pictures are compared at a quarter of their size: grain is gone, and a copy moved by a pixel is still one. */
const SHRINK = 4;
/** A piece is a square of this side, shrunk pixels, with at least so much structure: plain pieces are like anything plain. */
const SIDE = 12;
const STEP = 8;
const LEAST_SPREAD = 25;

interface Small {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

/**
 * A template match: the smallest difference, RMS levels, between any piece of what `product` marks and any place in the hole.
 * A copied piece gives next to nothing; what only looks a little alike gives tens of levels.
 */
export function nearestCopy(picture: Pixels, product: Pixels, hole: Pixels): number {
  const [small, isProduct, isHole] = [shrink(picture), shrink(product), shrink(hole)];
  const pieces = squares(small, STEP, (i) => isProduct.data[3 * i] > 250 && isHole.data[3 * i] < 5).filter(
    (at) => spread(small, at) >= LEAST_SPREAD,
  );
  const places = squares(small, 1, (i) => isHole.data[3 * i] > 250);
  let least = Infinity;
  for (const piece of pieces)
    for (const place of places) least = Math.min(least, difference(small, piece, place, least));
  return Math.sqrt(least / (3 * SIDE * SIDE));
}

function shrink({ data, width, height }: Pixels): Small {
  const [columns, rows] = [Math.floor(width / SHRINK), Math.floor(height / SHRINK)];
  const small = new Float32Array(3 * columns * rows);
  for (let y = 0; y < rows * SHRINK; y++) {
    for (let x = 0; x < columns * SHRINK; x++) {
      const to = 3 * (Math.floor(y / SHRINK) * columns + Math.floor(x / SHRINK));
      for (let c = 0; c < 3; c++) small[to + c] += data[4 * (y * width + x) + c] / SHRINK ** 2;
    }
  }
  return { data: small, width: columns, height: rows };
}

/** First pixels of the squares of which every pixel `belongs`. */
function squares({ width, height }: Small, step: number, belongs: (i: number) => boolean): number[] {
  const found: number[] = [];
  for (let y = 0; y + SIDE <= height; y += step) {
    for (let x = 0; x + SIDE <= width; x += step) {
      const first = y * width + x;
      let isWhole = true;
      for (let k = 0; isWhole && k < SIDE * SIDE; k++)
        isWhole = belongs(first + Math.floor(k / SIDE) * width + (k % SIDE));
      if (isWhole) found.push(first);
    }
  }
  return found;
}

/** Standard deviation of green. */
function spread({ data, width }: Small, first: number): number {
  let [sum, squared] = [0, 0];
  for (let k = 0; k < SIDE * SIDE; k++) {
    const value = data[3 * (first + Math.floor(k / SIDE) * width + (k % SIDE)) + 1];
    sum += value;
    squared += value * value;
  }
  return Math.sqrt(Math.max(0, squared / SIDE ** 2 - (sum / SIDE ** 2) ** 2));
}

function difference({ data, width }: Small, a: number, b: number, most: number): number {
  let sum = 0;
  for (let row = 0; row < SIDE && sum < most; row++) {
    const [p, q] = [3 * (a + row * width), 3 * (b + row * width)];
    for (let k = 0; k < 3 * SIDE; k++) sum += (data[p + k] - data[q + k]) ** 2;
  }
  return sum;
}
