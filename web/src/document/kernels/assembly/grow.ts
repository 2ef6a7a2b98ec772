import { INSIDE } from '../layout';

// Half the chord of the disc at each row distance; 256 rows are more than any margin on screen has.
const MOST_ROWS = 256;
const chords = memory.data(MOST_ROWS << 2);

/** First byte from `at` on that is inside, or `end`. */
function firstIn(at: usize, end: usize): usize {
  while (at + 16 <= end && !v128.any_true(i8x16.ge_u(v128.load(at), i8x16.splat(<i8>INSIDE)))) at += 16;
  while (at < end && i32(load<u8>(at)) < INSIDE) at++;
  return at;
}

/** First byte from `at` on that is not inside, or `end`. */
function firstOut(at: usize, end: usize): usize {
  while (at + 16 <= end && i8x16.all_true(i8x16.ge_u(v128.load(at), i8x16.splat(<i8>INSIDE)))) at += 16;
  while (at < end && i32(load<u8>(at)) >= INSIDE) at++;
  return at;
}

function fillRow(out: usize, width: i32, y: i32, from: i32, to: i32, reach: i32): void {
  const start = max(0, from - reach);
  const end = min(width, to + reach);
  memory.fill(out + y * width + start, 255, end - start);
}

/** Grows a run of row `y` up or down where nothing is masked on that side. */
function growBeyond(
  mask: usize,
  width: i32,
  height: i32,
  rows: i32,
  out: usize,
  y: i32,
  from: i32,
  to: i32,
  side: i32,
): void {
  if (y + side < 0 || y + side >= height) return;
  const next: usize = mask + (y + side) * width;
  const end: usize = next + to;
  for (let start = firstOut(next + from, end); start < end; ) {
    const stop = firstIn(start, end);
    for (let dy = 1; dy <= rows; dy++) {
      const row = y + side * dy;
      if (row < 0 || row >= height) break;
      fillRow(out, width, row, i32(start - next), i32(stop - next), load<i32>(chords + (dy << 2)));
    }
    start = firstOut(stop, end);
  }
}

export function growInto(mask: usize, width: i32, height: i32, radius: f64, out: usize): void {
  memory.fill(out, 0, width * height);
  let rows = 0;
  for (let dy = 0; f64(dy) <= radius && dy < MOST_ROWS; dy++) {
    store<i32>(chords + (dy << 2), i32(Math.floor(Math.sqrt(radius * radius - f64(dy * dy)))));
    rows = dy;
  }
  const reach = load<i32>(chords);
  for (let y = 0; y < height; y++) {
    const row: usize = mask + y * width;
    const rowEnd = row + width;
    for (let at = firstIn(row, rowEnd); at < rowEnd; ) {
      const end = firstOut(at, rowEnd);
      const from = i32(at - row);
      const to = i32(end - row);
      fillRow(out, width, y, from, to, reach);
      growBeyond(mask, width, height, rows, out, y, from, to, -1);
      growBeyond(mask, width, height, rows, out, y, from, to, 1);
      at = firstIn(end, rowEnd);
    }
  }
}
