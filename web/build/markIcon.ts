import { deflateSync } from 'node:zlib';
import { createPngWriter } from '../../shared/src/raster/png.ts';

// The mark of public/icon.svg, in its 32 units: a rounded square, a ring, and the quarter that was taken out.
const unit = 32;
const corner = 7;
const ringRadius = 9;
const ringHalf = 1.25;
const dark = [0x1d, 0x1d, 0x1d];
const light = [0xec, 0xec, 0xec];
const green = [0x53, 0xd3, 0xab];
// A maskable icon may be cut to a circle of 80 %: the mark stands smaller, and the square fills the corners.
const maskableScale = 0.8;
const samples = 4;

/** The colour at a point of the mark, or null outside of it. */
function colourAt(x: number, y: number, fillsCorners: boolean): readonly number[] | null {
  const dx = x - unit / 2;
  const dy = y - unit / 2;
  const distance = Math.hypot(dx, dy);
  if (Math.abs(distance - ringRadius) <= ringHalf) return light;
  if (dx >= 0 && dy <= 0 && distance < ringRadius) return green;
  const overX = Math.abs(dx) - (unit / 2 - corner);
  const overY = Math.abs(dy) - (unit / 2 - corner);
  const isInside = fillsCorners || Math.hypot(Math.max(0, overX), Math.max(0, overY)) <= corner;
  return isInside ? dark : null;
}

/** The app's mark as a PNG of `size` × `size`, anti-aliased by 16 samples a pixel. */
export function markIcon(size: number, isMaskable: boolean): Uint8Array {
  const pixels = new Uint8Array(size * size * 4);
  const scale = isMaskable ? maskableScale : 1;
  const place = (at: number): number => ((at / size) * unit - unit / 2) / scale + unit / 2;
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const sum = [0, 0, 0, 0];
      for (let sample = 0; sample < samples * samples; sample++) {
        const sx = place(x + ((sample % samples) + 0.5) / samples);
        const sy = place(y + (Math.floor(sample / samples) + 0.5) / samples);
        const colour = colourAt(sx, sy, isMaskable);
        if (!colour) continue;
        for (let c = 0; c < 3; c++) sum[c] += colour[c] ?? 0;
        sum[3]++;
      }
      const at = (y * size + x) * 4;
      const covered = sum[3] ?? 0;
      for (let c = 0; c < 3; c++) pixels[at + c] = covered ? Math.round((sum[c] ?? 0) / covered) : 0;
      pixels[at + 3] = Math.round((covered * 255) / (samples * samples));
    }
  const writer = createPngWriter({ width: size, height: size, colour: 'rgba' });
  const data = writer.idat(new Uint8Array(deflateSync(writer.filterRows(pixels))));
  return Buffer.concat([writer.header, data, writer.end()]);
}
