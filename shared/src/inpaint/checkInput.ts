import { type Rect, type RemovalInput, RemovalProblem } from './types.ts';

/**
 * Refuses what cannot be filled, and finds the mask's bounds.
 *
 * @throws RemovalProblem MASK_MISMATCH, MASK_EMPTY or MASK_FULL; RangeError when `pixels` is not `width × height` RGBA
 */
export function checkInput({ pixels, width, height, mask, protectedArea }: RemovalInput): Rect {
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
  let left = width;
  let right = -1;
  let top = height;
  let bottom = -1;
  let masked = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (mask[y * width + x] < 128) continue;
      masked++;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  if (masked === 0) throw new RemovalProblem('MASK_EMPTY', 'Nothing is masked.');
  if (masked === count) {
    throw new RemovalProblem('MASK_FULL', 'Everything is masked; leave some of the picture.');
  }
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}
