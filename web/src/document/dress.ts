import { compositeThroughMatte } from '@cleanplate/shared/raster/composite.ts';
import { matteFromMask } from '@cleanplate/shared/raster/morphology.ts';
import {
  createPlane,
  cropPicture,
  cropPlane,
  type Picture,
  type Plane,
} from '@cleanplate/shared/raster/picture.ts';
import {
  clipRect,
  expandRect,
  intersectRects,
  isEmptyRect,
  type Rect,
} from '@cleanplate/shared/raster/rect.ts';
import { estimateGrain, matchGrain, type Grain } from '@cleanplate/shared/seam/grain.ts';
import { matchLight } from '@cleanplate/shared/seam/membrane.ts';
import { guardLayer, type Layer } from './patch.ts';
import { shownImage, srgbColour, type PhotoColour } from './photoColour.ts';

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

function canvasOf(
  area: Rect,
  pixels: Uint8ClampedArray<ArrayBuffer>,
  matte: Plane,
  colour: PhotoColour,
): OffscreenCanvas {
  const image = shownImage(pixels.slice(), area.width, area.height, colour);
  for (let i = 0; i < matte.data.length; i++) image.data[4 * i + 3] = matte.data[i];
  const canvas = new OffscreenCanvas(area.width, area.height);
  canvas.getContext('2d', { colorSpace: colour.space })?.putImageData(image, 0, 0);
  return canvas;
}

/** How far outside a layer's area its surroundings are looked at for their grain, photo pixels. */
const grainReach = 24;

/** What a layer lies over. */
export interface Ground {
  readonly width: number;
  readonly height: number;
  /** How its numbers are shown; sRGB unless given. */
  readonly colour?: PhotoColour;
  /** RGBA of a rectangle on the photo. */
  read(rect: Rect): Uint8ClampedArray<ArrayBuffer>;
}

/**
 * Makes the matte of a layer from its mask, and fits its light and grain to what lies below where that is asked for.
 * Throws RangeError when its parts do not fit.
 */
export function dressLayer(layer: Layer, ground: Ground): DressedLayer {
  guardLayer(layer);
  const { area } = layer;
  const mask: Plane = { data: layer.mask, width: area.width, height: area.height };
  const matte = matteFromMask(mask, layer.matteWidth);
  const pixels = finished(layer, mask, ground);
  let canvas: OffscreenCanvas | null = null;
  return {
    area,
    pixels,
    matte,
    shown: () => (canvas ??= canvasOf(area, pixels, matte, ground.colour ?? srgbColour)),
  };
}

function finished(layer: Layer, mask: Plane, ground: Ground): Uint8ClampedArray<ArrayBuffer> {
  const { area } = layer;
  const size = { width: area.width, height: area.height };
  let picture: Picture = { data: layer.pixels, ...size };
  if (layer.colourMatch) picture = matchLight({ data: ground.read(area), ...size }, picture, mask);
  if (layer.grainMatch) {
    const around = grainAround(area, mask, ground);
    if (around) picture = matchGrain(picture, mask, around, area);
  }
  return picture.data as Uint8ClampedArray<ArrayBuffer>;
}

/** The grain of what lies below, outside the mask. */
function grainAround(area: Rect, mask: Plane, ground: Ground): Grain | null {
  const wide = clipRect(expandRect(area, grainReach), ground.width, ground.height);
  const outside = createPlane(wide.width, wide.height, 255);
  for (let y = 0, i = 0; y < mask.height; y++)
    for (let x = 0; x < mask.width; x++, i++)
      if (mask.data[i] >= 128) outside.data[(y + area.y - wide.y) * wide.width + x + area.x - wide.x] = 0;
  return estimateGrain({ data: ground.read(wide), width: wide.width, height: wide.height }, outside);
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
