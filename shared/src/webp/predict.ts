/** The predictors of a lossless WebP that are used here, by their numbers in the format (RFC 9649, §4.1). */
export const PREDICTORS = [1, 2, 7, 11, 12] as const;
export type Predictor = (typeof PREDICTORS)[number];

const clamp = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);

/**
 * What is left of some pixels of a row when their prediction is taken away. All offsets are bytes; four bytes a pixel, each
 * predicted by itself. Not for a photo's first row or column, which the format predicts its own way.
 */
export function residual(
  predictor: Predictor,
  row: Uint8Array,
  above: Uint8Array,
  from: number,
  to: number,
  out: Uint8Array,
): void {
  switch (predictor) {
    case 1:
      for (let i = from; i < to; i++) out[i] = row[i] - row[i - 4];
      return;
    case 2:
      for (let i = from; i < to; i++) out[i] = row[i] - above[i];
      return;
    case 7:
      for (let i = from; i < to; i++) out[i] = row[i] - ((row[i - 4] + above[i]) >> 1);
      return;
    case 11:
      for (let i = from; i < to; i += 4) selectPixel(row, above, i, out);
      return;
    case 12:
      for (let i = from; i < to; i++) out[i] = row[i] - clamp(row[i - 4] + above[i] - above[i - 4]);
  }
}

/** Left or above: whichever is nearer to left + above − corner over all channels. */
function selectPixel(row: Uint8Array, above: Uint8Array, at: number, out: Uint8Array): void {
  let toLeft = 0;
  let toAbove = 0;
  for (let i = at; i < at + 4; i++) {
    toLeft += Math.abs(above[i] - above[i - 4]);
    toAbove += Math.abs(row[i - 4] - above[i - 4]);
  }
  const isLeft = toLeft < toAbove;
  for (let i = at; i < at + 4; i++) out[i] = row[i] - (isLeft ? row[i - 4] : above[i]);
}

/** How much is left, for choosing: small numbers of either sign cost little. */
export function residualCost(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += bytes[i] < 128 ? bytes[i] : 256 - bytes[i];
  return sum;
}
