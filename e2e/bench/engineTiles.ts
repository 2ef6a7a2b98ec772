import type { BenchCase } from './engineCases.ts';

/** The mask of a tiled case covers this share of it: an ellipse in the middle, one and a half times as wide as high. */
const MASK_SHARE = 0.05;
const MASK_ASPECT = 1.5;

/** A case of about `megapixels` from a smaller one, by mirroring its photo; the truth and the product do not go along. */
export function tiledCase(bench: BenchCase, megapixels: number): BenchCase {
  const { photo } = bench;
  const scale = Math.sqrt((megapixels * 1e6) / (photo.width * photo.height));
  const width = Math.round(photo.width * scale);
  const height = Math.round(photo.height * scale);
  const data = new Uint8Array(3 * width * height);
  for (let y = 0; y < height; y++) {
    const row = mirror(y, photo.height) * photo.width;
    for (let x = 0; x < width; x++) {
      const from = 3 * (row + mirror(x, photo.width));
      const to = 3 * (y * width + x);
      for (let c = 0; c < 3; c++) data[to + c] = photo.data[from + c];
    }
  }
  const radiusY = Math.sqrt((MASK_SHARE * width * height) / (Math.PI * MASK_ASPECT));
  const radiusX = MASK_ASPECT * radiusY;
  const mask = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const inside = ((x - width / 2) / radiusX) ** 2 + ((y - height / 2) / radiusY) ** 2 <= 1;
      mask[y * width + x] = inside ? 255 : 0;
    }
  }
  return { name: `${bench.name}-${megapixels}mp`, photo: { data, width, height }, mask };
}

function mirror(i: number, count: number): number {
  const k = i % (2 * count);
  return k < count ? k : 2 * count - 1 - k;
}
