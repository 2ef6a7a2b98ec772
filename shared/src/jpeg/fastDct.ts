/** What a coefficient of `fastDct` is to be multiplied by, beside the quantisation; `place` in natural order. */
export const fastDctScale = (place: number): number => {
  const scale = (u: number): number => 4 * (u === 0 ? Math.SQRT1_2 : Math.cos((u * Math.PI) / 16));
  return 1 / (scale(place >> 3) * scale(place & 7));
};

/** Eight numbers `step` apart. */
function transform(block: Float32Array, at: number, step: number): void {
  const [i1, i2, i3, i4] = [at + step, at + 2 * step, at + 3 * step, at + 4 * step];
  const [i5, i6, i7] = [at + 5 * step, at + 6 * step, at + 7 * step];
  const sum07 = block[at] + block[i7];
  const sum16 = block[i1] + block[i6];
  const sum25 = block[i2] + block[i5];
  const sum34 = block[i3] + block[i4];
  const less07 = block[at] - block[i7];
  const less16 = block[i1] - block[i6];
  const less25 = block[i2] - block[i5];
  const less34 = block[i3] - block[i4];

  const outer = sum07 + sum34;
  const inner = sum16 + sum25;
  const outerLess = sum07 - sum34;
  block[at] = outer + inner;
  block[i4] = outer - inner;
  const turned = (sum16 - sum25 + outerLess) * Math.SQRT1_2;
  block[i2] = outerLess + turned;
  block[i6] = outerLess - turned;

  const a = less34 + less25;
  const b = (less25 + less16) * Math.SQRT1_2;
  const c = less16 + less07;
  const z5 = (a - c) * 0.382683433;
  const z2 = 0.5411961 * a + z5;
  const z4 = 1.306562965 * c + z5;
  const plus = less07 + b;
  const minus = less07 - b;
  block[i5] = minus + z2;
  block[i3] = minus - z2;
  block[i1] = plus + z4;
  block[i7] = plus - z4;
}

/**
 * Samples to coefficients but for a factor each, `fastDctScale`: five multiplications a row (Arai, Agui & Nakajima, 1988). In
 * place, natural order. Whoever encodes a whole photo comes here; `forwardDct` is exact to the last digits and slow.
 */
export function fastDct(block: Float32Array): void {
  for (let row = 0; row < 64; row += 8) transform(block, row, 1);
  for (let column = 0; column < 8; column++) transform(block, column, 8);
}
