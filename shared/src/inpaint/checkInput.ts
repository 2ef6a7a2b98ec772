import type { Blob } from './blobs.ts';
import { type Rect, type RemovalInput, RemovalProblem } from './types.ts';

/**
 * Refuses planes that do not fit together.
 *
 * @throws RangeError when `pixels` is not `width × height` RGBA; RemovalProblem MASK_MISMATCH
 */
export function checkSizes({ pixels, width, height, mask, protectedArea }: RemovalInput): void {
  const count = width * height;
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1) {
    throw new RangeError(`a picture of ${width}×${height} has no pixels`);
  }
  if (pixels.length !== 4 * count) {
    throw new RangeError(`picture is ${pixels.length} bytes; ${width}×${height} RGBA needs ${4 * count}`);
  }
  for (const plane of [mask, protectedArea]) {
    if (plane && plane.length !== count) {
      const message = `Mask (${plane.length} bytes) and picture (${width}×${height}) differ in size.`;
      throw new RemovalProblem('MASK_MISMATCH', message);
    }
  }
}

/**
 * Refuses a mask that leaves nothing to do, or nothing to do it from; returns the bounds of all its blobs.
 *
 * @throws RemovalProblem MASK_EMPTY or MASK_FULL
 */
export function checkMask(blobs: readonly Blob[], { width, height }: RemovalInput): Rect {
  let [left, top, right, bottom, masked] = [width, height, 0, 0, 0];
  for (const { bounds, area } of blobs) {
    left = Math.min(left, bounds.x);
    top = Math.min(top, bounds.y);
    right = Math.max(right, bounds.x + bounds.width);
    bottom = Math.max(bottom, bounds.y + bounds.height);
    masked += area;
  }
  if (masked === 0) throw new RemovalProblem('MASK_EMPTY', 'Nothing is masked.');
  if (masked === width * height) {
    throw new RemovalProblem('MASK_FULL', 'Everything is masked; leave some of the picture.');
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
