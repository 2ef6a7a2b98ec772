import { containsRect, type Rect } from './rect.ts';

/** One byte per pixel, rows without padding: a mask, a matte, a protected area, one colour channel. */
export interface Plane {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Four bytes per pixel, R G B A, alpha not premultiplied, rows without padding. Same shape as `ImageData`. */
export interface Picture {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** What `Plane` and `Picture` have in common. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A plane of one value (0 unless given). */
export function createPlane(width: number, height: number, value = 0): Plane {
  guardSize(width, height);
  const data = new Uint8Array(width * height);
  if (value !== 0) data.fill(value);
  return { data, width, height };
}

/** A transparent black picture. */
export function createPicture(width: number, height: number): Picture {
  guardSize(width, height);
  return { data: new Uint8ClampedArray(width * height * 4), width, height };
}

/** The pixels of `rect`, copied. Throws RangeError unless `rect` lies on the plane. */
export function cropPlane(plane: Plane, rect: Rect): Plane {
  const out = createPlane(rect.width, rect.height);
  copyRows(plane.data, plane, rect, out.data, 1);
  return out;
}

/** The pixels of `rect`, copied. Throws RangeError unless `rect` lies on the picture. */
export function cropPicture(picture: Picture, rect: Rect): Picture {
  const out = createPicture(rect.width, rect.height);
  copyRows(picture.data, picture, rect, out.data, 4);
  return out;
}

/** Throws RangeError unless the plane's bytes fit its size. */
export function guardPlane(plane: Plane, name: string): void {
  guardSize(plane.width, plane.height);
  const want = plane.width * plane.height;
  if (plane.data.length !== want) {
    throw new RangeError(
      `${name} is ${plane.data.length} bytes; ${plane.width}×${plane.height} needs ${want}`,
    );
  }
}

/** Throws RangeError unless the picture's bytes fit its size. */
export function guardPicture(picture: Picture, name: string): void {
  guardSize(picture.width, picture.height);
  const want = picture.width * picture.height * 4;
  if (picture.data.length !== want) {
    throw new RangeError(
      `${name} is ${picture.data.length} bytes; ${picture.width}×${picture.height} RGBA needs ${want}`,
    );
  }
}

/** Throws RangeError unless both have the same width and height. */
export function guardSameSize(a: Size, nameA: string, b: Size, nameB: string): void {
  if (a.width !== b.width || a.height !== b.height) {
    throw new RangeError(`${nameA} is ${a.width}×${a.height}; ${nameB} is ${b.width}×${b.height}`);
  }
}

function guardSize(width: number, height: number): void {
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 0 || height < 0) {
    throw new RangeError(`size ${width}×${height} is not in whole pixels`);
  }
}

function copyRows<T extends Uint8Array | Uint8ClampedArray>(
  from: T,
  size: Size,
  rect: Rect,
  to: T,
  channels: number,
): void {
  if (!containsRect({ x: 0, y: 0, width: size.width, height: size.height }, rect)) {
    throw new RangeError(
      `rectangle ${rect.width}×${rect.height} at ${rect.x}, ${rect.y} leaves the ${size.width}×${size.height} picture`,
    );
  }
  const rowBytes = rect.width * channels;
  for (let y = 0; y < rect.height; y++) {
    const start = ((rect.y + y) * size.width + rect.x) * channels;
    to.set(from.subarray(start, start + rowBytes), y * rowBytes);
  }
}
