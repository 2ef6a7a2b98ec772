import type { Picture, Plane } from '@cleanplate/shared/raster/picture.ts';

const sweeps = 2000;
const overRelaxation = 1.9;

/**
 * Seamless cloning (Pérez, Gangnet & Blake 2003), as it is usually done: the difference at every pixel just outside the mask
 * is carried into it by Laplace's equation. Kept beside the bench, to be measured against the membrane that the page uses.
 */
export function matchByPoisson(below: Picture, candidate: Picture, mask: Plane): Picture {
  const { width, height } = mask;
  const data = candidate.data.slice();
  const inner: number[] = [];
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) if (mask.data[y * width + x] >= 128) inner.push(y * width + x);
  for (let c = 0; c < 3; c++) {
    const field = Float32Array.from({ length: width * height }, (_, i) =>
      mask.data[i] >= 128 ? 0 : below.data[4 * i + c] - candidate.data[4 * i + c],
    );
    for (let sweep = 0; sweep < sweeps; sweep++)
      for (const i of inner) {
        const mean = (field[i - 1] + field[i + 1] + field[i - width] + field[i + width]) / 4;
        field[i] += overRelaxation * (mean - field[i]);
      }
    for (const i of inner) data[4 * i + c] += field[i];
  }
  return { data, width, height };
}
