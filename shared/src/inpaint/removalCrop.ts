import type { Rect } from './types.ts';

/** Less context than this leaves too few sources round a small thing. */
const MIN_MARGIN = 96;

/**
 * The crop region of a removal: the mask's bounds and a margin of `max(96 px, the longer side)` on every side, clipped to
 * the photo.
 *
 * @param bounds smallest rectangle holding the effective mask, photo pixels
 * @param width photo width
 * @param height photo height
 * @throws RangeError when the bounds are empty or leave the photo
 */
export function removalCrop(bounds: Rect, width: number, height: number): Rect {
  const right = bounds.x + bounds.width;
  const bottom = bounds.y + bounds.height;
  if (
    bounds.width < 1 ||
    bounds.height < 1 ||
    bounds.x < 0 ||
    bounds.y < 0 ||
    right > width ||
    bottom > height
  ) {
    throw new RangeError(
      `bounds ${bounds.x},${bounds.y} ${bounds.width}×${bounds.height} are not inside the photo's ${width}×${height}`,
    );
  }
  const margin = Math.max(MIN_MARGIN, bounds.width, bounds.height);
  const x = Math.max(0, bounds.x - margin);
  const y = Math.max(0, bounds.y - margin);
  return { x, y, width: Math.min(width, right + margin) - x, height: Math.min(height, bottom + margin) - y };
}
