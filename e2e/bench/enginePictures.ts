import sharp from 'sharp';
import type { Rect } from '@cleanplate/shared/inpaint/types.ts';
import type { BenchCase } from './engineCases.ts';
import { maskBounds } from './engineRun.ts';
import type { RgbPicture } from './score.ts';

/** Pixels of a tile's side, of the gap between two, and between the spots that are weighed. */
const TILE = 300;
const GAP = 4;
const STEP = 20;
const QUALITY = 78;

/**
 * Pictures side by side for a person to judge, as a WebP: above the whole hole, below at 100 % the spot where the truth has most
 * structure under the mask.
 */
export async function writeComparison(
  path: string,
  bench: BenchCase,
  pictures: readonly RgbPicture[],
): Promise<void> {
  const { photo, mask } = bench;
  const whole = squareRound(maskBounds(mask, photo.width), photo);
  const spot = hardestSpot(bench);
  const tiles = await Promise.all(
    [whole, spot].flatMap((rect, row) =>
      pictures.map(async (picture, column) => ({
        input: await tileOf(picture, rect),
        left: column * (TILE + GAP),
        top: row * (TILE + GAP),
      })),
    ),
  );
  const width = pictures.length * (TILE + GAP) - GAP;
  await sharp({ create: { width, height: 2 * TILE + GAP, channels: 3, background: '#fff' } })
    .composite(tiles)
    .webp({ quality: QUALITY })
    .toFile(path);
}

function tileOf({ data, width, height }: RgbPicture, rect: Rect): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .extract({ left: rect.x, top: rect.y, width: rect.width, height: rect.height })
    .resize(TILE, TILE, { fit: 'contain', background: '#fff' })
    .png()
    .toBuffer();
}

function squareRound({ x, y, width, height }: Rect, photo: RgbPicture): Rect {
  const side = Math.min(photo.width, photo.height, Math.max(TILE, width, height));
  return {
    x: Math.max(0, Math.min(photo.width - side, Math.round(x + (width - side) / 2))),
    y: Math.max(0, Math.min(photo.height - side, Math.round(y + (height - side) / 2))),
    width: side,
    height: side,
  };
}

/** The tile-sized window with the largest sum of the truth's gradients under the mask. */
function hardestSpot({ photo, mask, clean }: BenchCase): Rect {
  const { data, width, height } = clean ?? photo;
  const columns = Math.ceil(width / STEP);
  const rows = Math.ceil(height / STEP);
  const weights = new Float64Array(columns * rows);
  for (let y = 0; y + 1 < height; y++) {
    for (let x = 0; x + 1 < width; x++) {
      const i = y * width + x;
      if (mask[i] < 128) continue;
      const p = 3 * i + 1;
      weights[Math.floor(y / STEP) * columns + Math.floor(x / STEP)] +=
        Math.abs(data[p + 3] - data[p]) + Math.abs(data[p + 3 * width] - data[p]);
    }
  }
  const cells = TILE / STEP;
  let best = { x: 0, y: 0, sum: -1 };
  for (let y = 0; (y + cells) * STEP <= height; y++) {
    for (let x = 0; (x + cells) * STEP <= width; x++) {
      let sum = 0;
      for (let v = y; v < y + cells; v++) for (let u = x; u < x + cells; u++) sum += weights[v * columns + u];
      if (sum > best.sum) best = { x, y, sum };
    }
  }
  return { x: best.x * STEP, y: best.y * STEP, width: Math.min(TILE, width), height: Math.min(TILE, height) };
}
