import { voteToRgb } from './compose/colours.ts';
import type { EngineHost } from './host.ts';
import type { Level } from './level.ts';
import type { Preview, Rect } from './types.ts';

/** A preview is for a card: larger levels than this are not shown before they are composed. */
const MOST_PIXELS = 400_000;

/**
 * The voted picture of a level's hole and what is between its bounds, as RGBA; undefined when the level is too large for it.
 *
 * @param k the level's place in its pyramid
 * @param region where the pyramid lies in the input's picture
 */
export function previewOf(host: EngineHost, level: Level, k: number, region: Rect): Preview | undefined {
  const { x, y, width, height } = level.holeBounds;
  if (width * height > MOST_PIXELS) return undefined;
  const scale = 2 ** k;
  const pixels = new Uint8ClampedArray(4 * width * height);
  const rgb = new Float32Array(3);
  for (let v = 0; v < height; v++) {
    for (let u = 0; u < width; u++) {
      voteToRgb(host.arena.u8, level.image + 4 * ((y + v) * level.width + x + u), rgb, 0);
      const o = 4 * (v * width + u);
      for (let c = 0; c < 3; c++) pixels[o + c] = rgb[c];
      pixels[o + 3] = 255;
    }
  }
  const area = {
    x: region.x + x * scale,
    y: region.y + y * scale,
    width: Math.min(width * scale, region.width - x * scale),
    height: Math.min(height * scale, region.height - y * scale),
  };
  return { area, pixels, width, height };
}
