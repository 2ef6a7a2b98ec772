import type { Arena } from '../arena.ts';
import { BLOCKED, HOLE } from './layout.ts';
import { viewLevel } from './levelView.ts';

const fround = Math.fround;

/** Sobel's operator on Y, eight times the gradient per pixel, and the gradient's size; nothing where an unknown pixel is near. */
export function measureEdges(
  arena: Arena,
  levelAt: number,
  gradients: number,
  sizes: number,
  from: number,
  to: number,
): void {
  const { u8, i32, f32, width, height, image, flags } = viewLevel(arena, levelAt);
  for (let y = Math.max(1, from); y < Math.min(height - 1, to); y++) {
    for (let x = 1; x + 1 < width; x++) {
      const i = y * width + x;
      let bits = 0;
      for (let d = -1; d <= 1; d++)
        bits |= u8[flags + i + d - width] | u8[flags + i + d] | u8[flags + i + d + width];
      if ((bits & (HOLE | BLOCKED)) !== 0) continue;
      const b = image + 4 * i;
      const [a, c] = [b - 4 * width, b + 4 * width];
      // The corners count once in both directions.
      const falling = u8[c + 4] - u8[a - 4];
      const rising = u8[a + 4] - u8[c - 4];
      const gx = falling + rising + 2 * (u8[b + 4] - u8[b - 4]);
      const gy = falling - rising + 2 * (u8[c] - u8[a]);
      i32[(gradients >> 2) + i] = (gy << 16) | (gx & 0xffff);
      f32[(sizes >> 2) + i] = fround(Math.sqrt((gx * gx + gy * gy) / 64));
    }
  }
}
