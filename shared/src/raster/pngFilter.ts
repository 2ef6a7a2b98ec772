/** `adaptive` tries all five filters per row (photos); `up` subtracts the row above (masks); `none` does nothing. */
export type PngFilter = 'adaptive' | 'up' | 'none';

/**
 * A filter for the rows of one picture, to be called with consecutive runs of whole rows, top to bottom. It returns
 * them with PNG's filter byte before each (W3C PNG, §9). `bytesPerPixel` 1–4 at 8 bits. `adaptive` takes per row the
 * filter with the least sum of absolute differences, the rule that the specification recommends (§12.7).
 */
export function createPngFilter(
  rowBytes: number,
  bytesPerPixel: number,
  filter: PngFilter,
): (rows: Uint8Array | Uint8ClampedArray) => Uint8Array<ArrayBuffer> {
  let above: Uint8Array = new Uint8Array(rowBytes);
  const trial = new Uint8Array(rowBytes);
  return (rows) => {
    const count = rows.length / rowBytes;
    const out = new Uint8Array(count * (rowBytes + 1));
    const bytes = new Uint8Array(rows.buffer, rows.byteOffset, rows.length);
    for (let y = 0; y < count; y++) {
      const row = bytes.subarray(y * rowBytes, (y + 1) * rowBytes);
      const to = out.subarray(y * (rowBytes + 1), (y + 1) * (rowBytes + 1));
      const kind = FIXED[filter] ?? bestFilter(row, above, trial, bytesPerPixel);
      to[0] = kind;
      applyFilter(kind, row, above, to.subarray(1), bytesPerPixel);
      above = row;
    }
    // The caller may use its rows again.
    above = above.slice();
    return out;
  };
}

const FIXED: Readonly<Record<PngFilter, number | undefined>> = { none: 0, up: 2, adaptive: undefined };

function bestFilter(row: Uint8Array, above: Uint8Array, trial: Uint8Array, bpp: number): number {
  let best = 0;
  let least = Infinity;
  for (let kind = 0; kind <= 4; kind++) {
    applyFilter(kind, row, above, trial, bpp);
    let sum = 0;
    // As signed bytes: 255 is a difference of −1.
    for (let i = 0; i < trial.length && sum < least; i++) sum += trial[i] < 128 ? trial[i] : 256 - trial[i];
    if (sum < least) {
      least = sum;
      best = kind;
    }
  }
  return best;
}

function applyFilter(kind: number, row: Uint8Array, above: Uint8Array, to: Uint8Array, bpp: number): void {
  const length = row.length;
  if (kind === 0) to.set(row);
  else if (kind === 2) for (let i = 0; i < length; i++) to[i] = row[i] - above[i];
  else {
    const head = Math.min(bpp, length);
    // Left of the first pixel all is 0: Sub takes nothing, Average half of the row above, Paeth the row above.
    for (let i = 0; i < head; i++) to[i] = row[i] - (kind === 1 ? 0 : kind === 3 ? above[i] >> 1 : above[i]);
    if (kind === 1) for (let i = bpp; i < length; i++) to[i] = row[i] - row[i - bpp];
    else if (kind === 3) {
      for (let i = bpp; i < length; i++) to[i] = row[i] - ((row[i - bpp] + above[i]) >> 1);
    } else {
      for (let i = bpp; i < length; i++) to[i] = row[i] - paeth(row[i - bpp], above[i], above[i - bpp]);
    }
  }
}

function paeth(left: number, up: number, upLeft: number): number {
  const toLeft = Math.abs(up - upLeft);
  const toUp = Math.abs(left - upLeft);
  const toUpLeft = Math.abs(left + up - 2 * upLeft);
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}
