import type { Preview, RemovalInput } from '@cleanplate/shared/inpaint/types.ts';
import type { Rect } from '@cleanplate/shared/raster/rect.ts';

/**
 * Puts the engine's coarse fills into the picture they belong to, one blob after the other. Each call answers the whole
 * area as it looks so far; pixels outside the mask are the photo's.
 * @param area in pixels of the input
 */
export function createPreviewPainter(
  input: RemovalInput,
  area: Rect,
): (preview: Preview) => Uint8ClampedArray<ArrayBuffer> {
  const shown = new Uint8ClampedArray(4 * area.width * area.height);
  for (let y = 0; y < area.height; y++) {
    const from = 4 * ((area.y + y) * input.width + area.x);
    shown.set(input.pixels.subarray(from, from + 4 * area.width), 4 * y * area.width);
  }
  return ({ area: part, pixels, width, height }) => {
    const left = Math.max(part.x, area.x);
    const right = Math.min(part.x + part.width, area.x + area.width);
    const columns = between(left, right, part.x, width / part.width, width);
    const top = Math.max(part.y, area.y);
    const bottom = Math.min(part.y + part.height, area.y + area.height);
    const rows = between(top, bottom, part.y, height / part.height, height);
    for (let y = top; y < bottom; y++) {
      const [above, down] = [rows.at[y - top], rows.share[y - top]];
      const below = Math.min(height - 1, above + 1);
      for (let x = left; x < right; x++) {
        if (input.mask[y * input.width + x] < 128) continue;
        const [before, across] = [columns.at[x - left], columns.share[x - left]];
        const after = Math.min(width - 1, before + 1);
        const to = 4 * ((y - area.y) * area.width + x - area.x);
        for (let c = 0; c < 3; c++) {
          const over =
            pixels[4 * (above * width + before) + c] * (1 - across) +
            pixels[4 * (above * width + after) + c] * across;
          const under =
            pixels[4 * (below * width + before) + c] * (1 - across) +
            pixels[4 * (below * width + after) + c] * across;
          shown[to + c] = over * (1 - down) + under * down;
        }
      }
    }
    return shown.slice();
  };
}

/** For each place from `from` to `to`, the smaller picture's place before it and the share of the one after. */
function between(from: number, to: number, start: number, scale: number, length: number) {
  const at = new Int32Array(Math.max(0, to - from));
  const share = new Float32Array(at.length);
  for (let i = 0; i < at.length; i++) {
    const place = Math.min(length - 1, Math.max(0, (from + i - start + 0.5) * scale - 0.5));
    at[i] = Math.floor(place);
    share[i] = place - at[i];
  }
  return { at, share };
}
