import { coverCapsule } from '../raster/capsule.ts';
import { clipRect, expandRect, type Rect } from '../raster/rect.ts';
import { boxHints } from './boxPrior.ts';
import { pictureToLab } from './lab.ts';
import type { PhotoReader } from './photoReader.ts';
import { createRegionCut, type RegionCut, type RegionHints } from './regionCut.ts';

export type Point = { readonly x: number; readonly y: number };

/** A path in photo pixels whose neighbourhood is surely on one side. */
export type Stroke = {
  readonly points: readonly Point[];
  /** SURE_FOREGROUND or SURE_BACKGROUND. */
  readonly hint: number;
  /** Diameter, photo pixels. */
  readonly size: number;
};

/** The surroundings of a box at the size they are cut at. */
export type Region = {
  /** The box, photo pixels. */
  readonly box: Rect;
  /** The box and its margin, photo pixels. */
  readonly rect: Rect;
  readonly width: number;
  readonly height: number;
  readonly lab: Float32Array;
  /** Belief before any stroke. */
  readonly first: RegionHints;
  readonly cut: RegionCut;
};

// Longer side of the region that is cut, in cut pixels: the cut's time grows faster than its area.
const WORK_SIZE = 256;
// What of the surroundings the background's colours are learnt from, as a share of the box.
const MARGIN = 0.3;

/**
 * Reads the surroundings of a box and prepares their cut.
 * @param box not empty, inside the photo
 */
export async function openRegion(reader: PhotoReader, box: Rect): Promise<Region> {
  const margin = Math.max(8, Math.round(MARGIN * Math.max(box.width, box.height)));
  const rect = clipRect(expandRect(box, margin), reader.width, reader.height);
  const scale = Math.min(1, WORK_SIZE / Math.max(rect.width, rect.height));
  const width = Math.max(1, Math.round(rect.width * scale));
  const height = Math.max(1, Math.round(rect.height * scale));
  const lab = pictureToLab(await reader.read(rect, width, height));
  const inner = innerBox(box, rect, width, height);
  const free = new Uint8Array(width * height);
  for (let y = inner.y; y < inner.y + inner.height; y++) {
    free.fill(1, y * width + inner.x, y * width + inner.x + inner.width);
  }
  const frame = outerFrame(rect, reader, width, height);
  const first = boxHints(lab, width, height, inner, frame);
  const cut = createRegionCut(lab, width, height, free);
  return { box, rect, width, height, lab, first, cut };
}

/** The box in the region's pixels: those whose middle it holds, at least one. */
function innerBox(box: Rect, rect: Rect, width: number, height: number): Rect {
  const x = Math.min(width - 1, Math.round(((box.x - rect.x) * width) / rect.width));
  const y = Math.min(height - 1, Math.round(((box.y - rect.y) * height) / rect.height));
  const right = Math.round(((box.x + box.width - rect.x) * width) / rect.width);
  const bottom = Math.round(((box.y + box.height - rect.y) * height) / rect.height);
  return { x, y, width: Math.max(1, right - x), height: Math.max(1, bottom - y) };
}

/** The region's outermost pixels, on the sides where the photo goes on. */
function outerFrame(rect: Rect, reader: PhotoReader, width: number, height: number): Uint8Array {
  const frame = new Uint8Array(width * height);
  if (rect.y > 0) frame.fill(1, 0, width);
  if (rect.y + rect.height < reader.height) frame.fill(1, (height - 1) * width);
  for (let y = 0; y < height; y++) {
    if (rect.x > 0) frame[y * width] = 1;
    if (rect.x + rect.width < reader.width) frame[(y + 1) * width - 1] = 1;
  }
  return frame;
}

/** Writes a stroke into a copy of the region's hints. */
export function drawStroke(hints: Uint8Array, region: Region, { points, hint, size }: Stroke): void {
  const { rect, width, height } = region;
  const sx = width / rect.width;
  const sy = height / rect.height;
  // A dot narrower than a cut pixel still fixes that pixel.
  const radius = Math.max(0.75, (size / 2) * sx);
  points.forEach((to, k) => {
    const from = points[Math.max(0, k - 1)];
    const capsule = {
      ax: (from.x - rect.x) * sx,
      ay: (from.y - rect.y) * sy,
      bx: (to.x - rect.x) * sx,
      by: (to.y - rect.y) * sy,
      radius,
      hardness: 1,
    };
    coverCapsule(capsule, { x: 0, y: 0, width, height }, ({ x, y, length, values }) => {
      for (let i = 0; i < length; i++) if (values[i] >= 128) hints[y * width + x + i] = hint;
    });
  });
}
