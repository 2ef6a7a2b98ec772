import { compositeThroughMatte } from '@cleanplate/shared/raster/composite.ts';
import { matteFromMask } from '@cleanplate/shared/raster/morphology.ts';
import { cropPicture, cropPlane, type Plane } from '@cleanplate/shared/raster/picture.ts';
import { intersectRects, isEmptyRect, type Rect } from '@cleanplate/shared/raster/rect.ts';
import { guardLayer, type Layer } from './patch.ts';

/** A layer made ready to be composited: derived from its data and from what lies below, never kept. */
export interface DressedLayer {
  readonly area: Rect;
  /** RGBA, `area`-sized. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  /** 0 outside the effective mask. */
  readonly matte: Plane;
  /** The same as a canvas with the matte as alpha: for the screen only. */
  shown(): OffscreenCanvas;
}

function canvasOf(area: Rect, pixels: Uint8ClampedArray, matte: Plane): OffscreenCanvas {
  const image = new ImageData(area.width, area.height);
  image.data.set(pixels);
  for (let i = 0; i < matte.data.length; i++) image.data[4 * i + 3] = matte.data[i];
  const canvas = new OffscreenCanvas(area.width, area.height);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}

/** The matte of a layer, made from its mask. Throws RangeError when its parts do not fit. */
export function dressLayer(layer: Layer): DressedLayer {
  guardLayer(layer);
  const { area, pixels } = layer;
  const matte = matteFromMask({ data: layer.mask, width: area.width, height: area.height }, layer.matteWidth);
  let canvas: OffscreenCanvas | null = null;
  return {
    area,
    pixels,
    matte,
    shown: () => (canvas ??= canvasOf(area, pixels, matte)),
  };
}

/** Composites a layer into `below`, the RGBA bytes of `rect`, in place. */
export function compositeLayer(
  below: Uint8ClampedArray<ArrayBuffer>,
  rect: Rect,
  layer: Pick<DressedLayer, 'area' | 'pixels' | 'matte'>,
): void {
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
