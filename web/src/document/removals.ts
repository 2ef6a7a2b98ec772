import { countDifferences } from '@cleanplate/shared/raster/composite.ts';
import { intersectRects, isEmptyRect, type Rect } from '@cleanplate/shared/raster/rect.ts';
import { thresholdMask } from '@cleanplate/shared/raster/mask.ts';
import { cropPlane } from '@cleanplate/shared/raster/picture.ts';
import { extractForeground } from '@cleanplate/shared/segment/extract.ts';
import type { Document } from './document.ts';
import { compositeLayer, createLayer } from './patch.ts';
import {
  cutPixels,
  effectiveMask,
  matteOf,
  placePlane,
  regionOf,
  squareRegion,
  type Removal,
} from './removal.ts';
import { viewPhoto } from './photoReader.ts';
import { countPlane, readPlane } from './tiledPlane.ts';

/** A started removal and what its engine is given: all of it region-sized. */
export interface StartedRemoval {
  readonly removal: Removal;
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  readonly mask: Uint8Array<ArrayBuffer>;
  readonly drawnMask: Uint8Array<ArrayBuffer>;
  readonly photoWidth: number;
  readonly protectedArea?: Uint8Array<ArrayBuffer>;
}

/**
 * Takes the mask as it stands and cuts the crop region out of the photo.
 * @param dilation fraction of the photo's width, 0–1
 * @returns a code of faults.md §2.9 when nothing or everything is masked
 */
export function startRemoval(
  document: Document,
  engine: string,
  dilation: number,
  aspect: 'square' | 'any',
): StartedRemoval | 'MASK_EMPTY' | 'MASK_FULL' {
  const { width, height } = document.photo;
  const radius = dilation * width;
  const effective = effectiveMask(document.planes.mask.plane, radius);
  if (!effective) return 'MASK_EMPTY';
  if (effective.count === width * height) return 'MASK_FULL';
  const cut = regionOf(effective, width, height);
  const region = aspect === 'square' ? squareRegion(cut, effective.bounds, width, height) : cut;
  const removal: Removal = {
    id: crypto.randomUUID(),
    engine,
    effective,
    region,
    matte: matteOf(effective, radius),
    results: [],
  };
  protectProduct(document);
  const protectedArea = readPlane(document.planes.protect.plane, region);
  const hasProtected = protectedArea.some((value) => value >= 128);
  return {
    removal,
    pixels: document.read(region),
    mask: placePlane(effective.mask, effective.bounds, region),
    drawnMask: thresholdMask({ ...region, data: readPlane(document.planes.mask.plane, region) })
      .data as Uint8Array<ArrayBuffer>,
    photoWidth: width,
    ...(hasProtected ? { protectedArea } : {}),
  };
}

/**
 * Protects the product, found automatically, when nothing is protected yet: a fill may not be copied from it. An entry of
 * its own in the history, so that undo takes it away.
 */
function protectProduct(document: Document): void {
  if (countPlane(document.planes.protect.plane) > 0) return;
  const { known, rect, mask } = extractForeground(viewPhoto(document));
  if (!known) return;
  const removed = readPlane(document.planes.mask.plane, rect);
  const kept = mask.data.map((value, at) => (removed[at] >= 128 ? 0 : value));
  document.act('protect', 'protect', (surface) => surface.plane(rect, kept, 'add'));
}

export interface Candidate {
  readonly removalId: string;
  /** In the crop region's own pixels. */
  readonly area: Rect;
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  readonly engine: string;
  readonly strategy: string;
  readonly seconds: number;
  readonly leftComputer: boolean;
  readonly preview: boolean;
  readonly slot: number;
}

/**
 * Composites a candidate through the removal's matte and counts what changed outside the effective mask.
 * @returns the result's id, or undefined when its removal is no longer on the table.
 */
export function addCandidate(document: Document, candidate: Candidate): string | undefined {
  const { removal } = document;
  if (removal?.id !== candidate.removalId) return undefined;
  const { effective, region } = removal;
  const sent: Rect = { ...candidate.area, x: candidate.area.x + region.x, y: candidate.area.y + region.y };
  const area = intersectRects(sent, effective.bounds);
  if (isEmptyRect(area)) throw new RangeError(`candidate at ${sent.x}, ${sent.y} misses the mask`);
  const local: Rect = { ...area, x: area.x - effective.bounds.x, y: area.y - effective.bounds.y };
  const layer = createLayer(area, cutPixels(candidate.pixels, sent, area), cropPlane(removal.matte, local));
  const size = { width: area.width, height: area.height };
  const before = document.read(area);
  const after = before.slice();
  compositeLayer(after, area, layer);
  const changedOutside = candidate.preview
    ? 0
    : countDifferences({ data: before, ...size }, { data: after, ...size }, cropPlane(effective.mask, local));
  const id = `${removal.id}/${candidate.slot}`;
  document.putResult({ ...candidate, id, best: false, layer, changedOutside });
  return id;
}

/** Stacks a result as a patch. Returns false when there is no such finished result. */
export function acceptResult(document: Document, resultId: string): boolean {
  const found = document.removal?.results.find((one) => one.id === resultId && !one.preview);
  if (!found) return false;
  document.accept(resultId, {
    ...found.layer,
    id: crypto.randomUUID(),
    engine: found.engine,
    strategy: found.strategy,
    visible: true,
  });
  return true;
}
