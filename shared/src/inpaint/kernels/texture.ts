import type { Arena } from '../arena.ts';
import { HOLE } from './layout.ts';
import { viewLevel } from './levelView.ts';

/** A pixel without a gradient: it, its right or its lower neighbour is in the hole. */
const UNKNOWN_GRADIENT = 0xffff;
/** Gradients are kept in 1/32 grey levels. */
const GRADIENT_SCALE = 32;
/** A mean gradient of 1 level gives 20, of 40 levels the most: the root spreads the quiet textures that matter most. */
export const TEXTURE_GAIN = 20;
const TEXTURE_RADIUS = 2;
/** Leaves a bit free, so that a strategy can double the byte and halve it again. */
const MOST_TEXTURE = 127;

export function measureGradients(
  arena: Arena,
  levelAt: number,
  gradients: number,
  from: number,
  to: number,
): void {
  const { u8, u16 } = arena;
  const { width, height, image, flags } = viewLevel(arena, levelAt);
  for (let y = from; y < to; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      let gradient = UNKNOWN_GRADIENT;
      if (
        x + 1 < width &&
        y + 1 < height &&
        ((u8[flags + i] | u8[flags + i + 1] | u8[flags + i + width]) & HOLE) === 0
      ) {
        const p = image + 4 * i;
        gradient = GRADIENT_SCALE * (Math.abs(u8[p + 4] - u8[p]) + Math.abs(u8[p + 4 * width] - u8[p]));
      }
      u16[(gradients >> 1) + i] = gradient;
    }
  }
}

/** The mean gradient of the 5×5 pixels round each known pixel, over those that have one. */
export function writeTexture(
  arena: Arena,
  levelAt: number,
  gradients: number,
  from: number,
  to: number,
): void {
  const { u8, u16 } = arena;
  const { width, height, image, flags } = viewLevel(arena, levelAt);
  for (let y = from; y < to; y++) {
    const top = Math.max(0, y - TEXTURE_RADIUS);
    const bottom = Math.min(height - 1, y + TEXTURE_RADIUS);
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if ((u8[flags + i] & HOLE) !== 0) continue;
      let sum = 0;
      let count = 0;
      const right = Math.min(width - 1, x + TEXTURE_RADIUS);
      for (let v = top; v <= bottom; v++) {
        for (let u = Math.max(0, x - TEXTURE_RADIUS); u <= right; u++) {
          const gradient = u16[(gradients >> 1) + v * width + u];
          if (gradient === UNKNOWN_GRADIENT) continue;
          sum += gradient;
          count++;
        }
      }
      const mean = count > 0 ? Math.fround(sum / (GRADIENT_SCALE * count)) : 0;
      const root = Math.fround(Math.sqrt(mean));
      u8[image + 4 * i + 3] = Math.min(MOST_TEXTURE, Math.fround(TEXTURE_GAIN * root));
    }
  }
}
