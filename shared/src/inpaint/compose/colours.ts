const redOf = Float64Array.from({ length: 256 }, (_, value) => (value - 128) / 0.713);
const blueOf = Float64Array.from({ length: 256 }, (_, value) => (value - 128) / 0.564);

/** Inverse of the `convertColours` kernel: RGB of the Y, Cb, Cr bytes at `p` into `out[at…at+2]`, unclamped. */
export function voteToRgb(u8: Uint8Array, p: number, out: Float32Array, at: number): void {
  const y = u8[p];
  const blue = blueOf[u8[p + 1]];
  const red = redOf[u8[p + 2]];
  out[at] = y + red;
  out[at + 1] = y - (0.299 * red + 0.114 * blue) / 0.587;
  out[at + 2] = y + blue;
}
