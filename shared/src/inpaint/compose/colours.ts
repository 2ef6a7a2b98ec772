/** Inverse of the `convertColours` kernel: RGB of the Y, Cb, Cr bytes at `p` into `out[at…at+2]`, unclamped. */
export function voteToRgb(u8: Uint8Array, p: number, out: Float32Array, at: number): void {
  const y = u8[p];
  const blue = (u8[p + 1] - 128) / 0.564;
  const red = (u8[p + 2] - 128) / 0.713;
  out[at] = y + red;
  out[at + 1] = y - (0.299 * red + 0.114 * blue) / 0.587;
  out[at + 2] = y + blue;
}
