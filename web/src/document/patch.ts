import { compositeThroughMatte } from '@cleanplate/shared/raster/composite.ts';
import { cropPicture, cropPlane, type Plane } from '@cleanplate/shared/raster/picture.ts';
import { intersectRects, isEmptyRect, type Rect } from '@cleanplate/shared/raster/rect.ts';

/**
 * A candidate and the matte it shows through, over a rectangle of the photo: what a result is before it is accepted and
 * a patch after. Nothing is baked in: reading composites afresh over whatever lies below.
 */
export interface Layer {
  readonly area: Rect;
  /** RGBA, `area`-sized. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  /** 0 outside the effective mask. */
  readonly matte: Plane;
  /** The same as a canvas with the matte as alpha: for the screen only. */
  readonly shown: OffscreenCanvas;
}

export interface Patch extends Layer {
  readonly id: string;
  readonly engine: string;
  readonly strategy: string;
  visible: boolean;
}

/** Throws RangeError when pixels or matte do not fit the area. */
export function createLayer(area: Rect, pixels: Uint8ClampedArray<ArrayBuffer>, matte: Plane): Layer {
  const count = area.width * area.height;
  if (pixels.length !== count * 4 || matte.data.length !== count)
    throw new RangeError(
      `candidate is ${pixels.length} bytes, matte ${matte.data.length}; ${area.width}×${area.height} needs ${count * 4} and ${count}`,
    );
  const image = new ImageData(area.width, area.height);
  image.data.set(pixels);
  for (let i = 0; i < count; i++) image.data[4 * i + 3] = matte.data[i];
  const shown = new OffscreenCanvas(area.width, area.height);
  shown.getContext('2d')?.putImageData(image, 0, 0);
  return { area, pixels, matte, shown };
}

export const layerBytes = (layer: Layer): number => layer.pixels.byteLength * 2 + layer.matte.data.byteLength;

/** Composites a layer into `below`, the RGBA bytes of `rect`, in place. */
export function compositeLayer(below: Uint8ClampedArray<ArrayBuffer>, rect: Rect, layer: Layer): void {
  const part = intersectRects(rect, layer.area);
  if (isEmptyRect(part)) return;
  const inRect = { ...part, x: part.x - rect.x, y: part.y - rect.y };
  const inLayer = { ...part, x: part.x - layer.area.x, y: part.y - layer.area.y };
  const picture = { data: below, width: rect.width, height: rect.height };
  const candidate = { data: layer.pixels, width: layer.area.width, height: layer.area.height };
  const composed = compositeThroughMatte(
    cropPicture(picture, inRect),
    cropPicture(candidate, inLayer),
    cropPlane(layer.matte, inLayer),
  );
  for (let y = 0; y < part.height; y++)
    below.set(
      composed.data.subarray(y * part.width * 4, (y + 1) * part.width * 4),
      ((inRect.y + y) * rect.width + inRect.x) * 4,
    );
}
