import { clipRect, expandRect, type Rect } from '@cleanplate/shared/raster/rect.ts';
import type { Document } from './document.ts';
import type { Layer, Patch } from './patch.ts';
import { drawContent, type PanelContent } from './screenContent.ts';
import { fitRect, initialView } from './view.ts';

/** A part of the photo before and after, as files. */
export interface BeforeAfter {
  readonly before: Blob;
  readonly after: Blob;
  readonly width: number;
  readonly height: number;
}

/** What a report shows and counts; the rest of it is facts. */
export interface ReportData {
  readonly whole: BeforeAfter;
  /** The surroundings of each visible patch, by its id. */
  readonly patches: Readonly<Record<string, BeforeAfter>>;
  /** Pixels outside every visible patch's mask that differ from the photo, and how many there are. */
  readonly changedOutside: number;
  readonly pixelsOutside: number;
}

// 1600 px fill a screen; a report of a few patches stays below what mail servers take.
const wholeSide = 1600;
const patchSide = 900;
const quality = 0.9;

async function pictureOf(document: Document, part: Rect, side: number, content: PanelContent): Promise<Blob> {
  const scale = Math.min(1, side / Math.max(part.width, part.height));
  const size = {
    width: Math.max(1, Math.round(part.width * scale)),
    height: Math.max(1, Math.round(part.height * scale)),
  };
  const canvas = new OffscreenCanvas(size.width, size.height);
  const context = canvas.getContext('2d');
  if (!context) throw new RangeError(`no canvas of ${size.width}×${size.height} for the report`);
  // What is transparent in the photo is white on paper.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, size.width, size.height);
  drawContent(context, document, fitRect(initialView, part, size, 0), content);
  return canvas.convertToBlob({ type: 'image/jpeg', quality });
}

async function beforeAfter(document: Document, part: Rect, side: number): Promise<BeforeAfter> {
  const [before, after] = await Promise.all([
    pictureOf(document, part, side, { kind: 'photo' }),
    pictureOf(document, part, side, { kind: 'current' }),
  ]);
  return { before, after, width: part.width, height: part.height };
}

/** Where a patch is judged: its area, and half as much again round it. */
function surroundings({ area }: Layer, width: number, height: number): Rect {
  return clipRect(expandRect(area, Math.ceil(0.25 * Math.max(area.width, area.height, 64))), width, height);
}

/** Pixels of `area` that one of the layers' masks holds: 255, else 0. */
function maskedIn(area: Rect, layers: readonly Layer[]): Uint8Array {
  const out = new Uint8Array(area.width * area.height);
  for (const layer of layers) {
    const left = Math.max(area.x, layer.area.x);
    const right = Math.min(area.x + area.width, layer.area.x + layer.area.width);
    const bottom = Math.min(area.y + area.height, layer.area.y + layer.area.height);
    for (let y = Math.max(area.y, layer.area.y); y < bottom; y++)
      for (let x = left; x < right; x++)
        out[(y - area.y) * area.width + x - area.x] |=
          layer.mask[(y - layer.area.y) * layer.area.width + x - layer.area.x];
  }
  return out;
}

/**
 * Compares the photo with its visible patches to the photo, outside all of their masks. Outside the patches' areas nothing
 * is ever written; inside them every pixel is looked at once.
 */
export function countOutside(
  document: Pick<Document, 'photo' | 'read'>,
  patches: readonly Layer[],
): Pick<ReportData, 'changedOutside' | 'pixelsOutside'> {
  const { photo } = document;
  let changedOutside = 0;
  let masked = 0;
  for (const [at, { area }] of patches.entries()) {
    const mask = maskedIn(area, patches);
    const seen = maskedIn(area, patches.slice(0, at).map(solid));
    const before = new Uint32Array(photo.read(area).buffer);
    const after = new Uint32Array(document.read(area).buffer);
    for (let i = 0; i < mask.length; i++) {
      if (seen[i] !== 0) continue;
      if (mask[i] >= 128) masked++;
      else if (before[i] !== after[i]) changedOutside++;
    }
  }
  return { changedOutside, pixelsOutside: photo.width * photo.height - masked };
}

/** All of a layer's area. */
const solid = (layer: Layer): Layer => ({ ...layer, mask: new Uint8Array(layer.mask.length).fill(255) });

/** The pictures and numbers of a report on the photo as it stands. */
export async function reportData(document: Document): Promise<ReportData> {
  const { width, height } = document.photo;
  const visible = document.patches.filter((patch: Patch) => patch.visible);
  const entries: [string, BeforeAfter][] = [];
  for (const patch of visible)
    entries.push([patch.id, await beforeAfter(document, surroundings(patch, width, height), patchSide)]);
  return {
    whole: await beforeAfter(document, { x: 0, y: 0, width, height }, wholeSide),
    patches: Object.fromEntries(entries),
    ...countOutside(document, visible),
  };
}
