/** Natural place (row × 8 + column) of the k-th coefficient in zigzag order (T.81, figure A.6). */
export const ZIGZAG = Uint8Array.of(
  0,
  1,
  8,
  16,
  9,
  2,
  3,
  10,
  17,
  24,
  32,
  25,
  18,
  11,
  4,
  5,
  12,
  19,
  26,
  33,
  40,
  48,
  41,
  34,
  27,
  20,
  13,
  6,
  7,
  14,
  21,
  28,
  35,
  42,
  49,
  56,
  57,
  50,
  43,
  36,
  29,
  22,
  15,
  23,
  30,
  37,
  44,
  51,
  58,
  59,
  52,
  45,
  38,
  31,
  39,
  46,
  53,
  60,
  61,
  54,
  47,
  55,
  62,
  63,
);

/** BASIS[8u + x] = C(u)/2 · cos((2x + 1)uπ/16): an orthonormal matrix, so that its transpose is its inverse. */
const BASIS = Float64Array.from({ length: 64 }, (_, i) => {
  const u = i >> 3;
  const x = i & 7;
  return (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * x + 1) * u * Math.PI) / 16);
});

const rows = new Float64Array(64);

/** out = M · block · Mᵀ with M the basis, or its transpose. In place; 64 numbers in natural order. */
function transform(block: Float64Array, rowStep: number, columnStep: number): void {
  for (let y = 0; y < 8; y++)
    for (let u = 0; u < 8; u++) {
      let sum = 0;
      for (let x = 0; x < 8; x++) sum += BASIS[u * rowStep + x * columnStep] * block[8 * y + x];
      rows[8 * y + u] = sum;
    }
  for (let v = 0; v < 8; v++)
    for (let u = 0; u < 8; u++) {
      let sum = 0;
      for (let y = 0; y < 8; y++) sum += BASIS[v * rowStep + y * columnStep] * rows[8 * y + u];
      block[8 * v + u] = sum;
    }
}

/** Samples to coefficients (T.81, A.3.3), in place, exact to the last digits: only blocks that change come here. */
export const forwardDct = (block: Float64Array): void => transform(block, 8, 1);

/** Coefficients to samples, in place. */
export const inverseDct = (block: Float64Array): void => transform(block, 1, 8);
