import type { GuideLine } from '@cleanplate/shared/inpaint/types.ts';
import {
  clipRect,
  equalRects,
  expandRect,
  intersectRects,
  isEmptyRect,
  type Rect,
} from '@cleanplate/shared/raster/rect.ts';
import { thresholdMask } from '@cleanplate/shared/raster/mask.ts';
import type { Document } from './document.ts';
import type { ProcessedAt } from './facts.ts';
import { foundFrame, startFoundRemoval } from './foundRemoval.ts';
import { mixLayers, partsOf } from './mix.ts';
import type { Patch } from './patch.ts';
import { countPlane, readPlane } from './tiledPlane.ts';
import { proofOf } from './proof.ts';
import {
  effectiveMask,
  finishDefaults,
  matteWidthOf,
  placePixels,
  placePlane,
  regionOf,
  ringWidth,
  squareRegion,
  type Removal,
  type RemovalResult,
} from './removal.ts';

/** A started removal and what its engine is given: all of it region-sized. */
export interface StartedRemoval {
  readonly removal: Removal;
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  readonly mask: Uint8Array<ArrayBuffer>;
  readonly drawnMask: Uint8Array<ArrayBuffer>;
  readonly photoWidth: number;
  readonly protectedArea?: Uint8Array<ArrayBuffer>;
  /** In the region's own pixels. */
  readonly guideLines: readonly GuideLine[];
}

const drawn = (document: Document, rect: Rect): Uint8Array<ArrayBuffer> =>
  thresholdMask({ ...rect, data: readPlane(document.planes.mask.plane, rect) })
    .data as Uint8Array<ArrayBuffer>;

const isSameMask = (a: Rect, maskA: Uint8Array, b: Rect, maskB: Uint8Array): boolean =>
  equalRects(a, b) && maskA.every((value, at) => value === maskB[at]);

/** What a removal is started with. */
export interface RemovalSetup {
  readonly engine: string;
  /** Fraction of the photo's width, 0–1. */
  readonly dilation: number;
  /** `square`: the engine gives only 1:1 back exactly. */
  readonly aspect: 'square' | 'any';
  /** The engine finds what must go: it is sent the whole photo and no mask. */
  readonly isFound?: boolean;
  /** The engine keeps the protected area from being copied. */
  readonly protect?: boolean;
  /** Kept with the results, for the record and for running it again. */
  readonly parameters?: Readonly<Record<string, string | number>>;
}

/**
 * Takes the mask as it stands and cuts the crop region out of the photo.
 * @returns a code of faults.md §2.9 when nothing or everything is masked
 */
export function startRemoval(
  document: Document,
  { engine, dilation, aspect, isFound, parameters = {} }: RemovalSetup,
): StartedRemoval | 'MASK_EMPTY' | 'MASK_FULL' {
  if (isFound) return startFoundRemoval(document, engine, parameters);
  const { width, height } = document.photo;
  const margin = dilation * width;
  const effective = effectiveMask(document.planes.mask.plane, margin);
  if (!effective) return 'MASK_EMPTY';
  if (effective.count === width * height) return 'MASK_FULL';
  const cut = regionOf(effective, width, height);
  const region = aspect === 'square' ? squareRegion(cut, effective.bounds, width, height) : cut;
  const area = clipRect(expandRect(effective.bounds, ringWidth), width, height);
  const mask = placePlane(effective.mask, effective.bounds, area);
  const round = document.rounds.all().findLast((one) => isSameMask(one.area, one.mask, area, mask));
  const numbers = round ? document.rounds.resultsOf(round).map(({ number }) => number) : [];
  const id = crypto.randomUUID();
  const removal: Removal = {
    id,
    roundId: round?.roundId ?? id,
    number: round?.number ?? document.nextNumber('round'),
    firstNumber: Math.max(0, ...numbers) + 1,
    engine,
    parameters,
    bounds: effective.bounds,
    count: effective.count,
    margin,
    region,
    area,
    mask: round?.mask ?? mask,
    drawnMask: drawn(document, area),
    results: [],
  };
  const { plane } = document.planes.protect;
  return {
    removal,
    pixels: document.read(region),
    mask: placePlane(effective.mask, effective.bounds, region),
    drawnMask: drawn(document, region),
    photoWidth: width,
    // None protected in this region still says where the product is: elsewhere.
    ...(countPlane(plane) > 0 ? { protectedArea: readPlane(plane, region) } : {}),
    guideLines: document.guides.all().map(({ x1, y1, x2, y2 }) => ({
      x1: x1 - region.x,
      y1: y1 - region.y,
      x2: x2 - region.x,
      y2: y2 - region.y,
    })),
  };
}

export interface Candidate {
  readonly removalId: string;
  /** The part of the crop region that the pixels fill, in the region's own pixels. */
  readonly area: Rect;
  /** RGBA, `area`-sized. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  readonly engine: string;
  readonly strategy: string;
  readonly seconds: number;
  readonly leftComputer: boolean;
  /** A coarse fill shown while the engine works on; replaced by the next call with the same slot. */
  readonly preview: boolean;
  /** Place among the removal's results, 0-based. */
  readonly slot: number;
  /** Where it is another than the removal was run with. */
  readonly seed?: number;
  readonly processedAt?: ProcessedAt;
  /** Where the engine painted, 0 or 255, `area`-sized: with a removal whose mask the engine finds. */
  readonly found?: Uint8Array<ArrayBuffer>;
}

const seedOf = ({ seed }: Removal['parameters']): number | null => (typeof seed === 'number' ? seed : null);

/**
 * Lays a candidate over the photo through its removal's matte; counts what changed outside, and measures the edge.
 * @returns the result's id, or undefined when its removal is gone.
 */
export function addCandidate(document: Document, candidate: Candidate): string | undefined {
  const removal = document.rounds.find(candidate.removalId);
  if (!removal) return undefined;
  const { region } = removal;
  const sent: Rect = { ...candidate.area, x: candidate.area.x + region.x, y: candidate.area.y + region.y };
  if (isEmptyRect(intersectRects(sent, removal.bounds)))
    throw new RangeError(`candidate at ${sent.x}, ${sent.y} misses the mask`);
  const { processedAt, found } = candidate;
  // Its edge is as soft as one pixel of what the engine saw.
  const frame = found ? foundFrame(document, found, sent, 2 / (processedAt?.scale ?? 1)) : removal;
  const { area, mask, margin } = frame;
  const pixels = placePixels(candidate.pixels, sent, document.read(area), area);
  const { engine, strategy, seconds, leftComputer, preview, slot } = candidate;
  const layer: Omit<RemovalResult, 'proof'> = {
    id: `${removal.id}/${slot}`,
    removalId: removal.id,
    engine,
    strategy,
    parameters: removal.parameters,
    seed: candidate.seed ?? seedOf(removal.parameters),
    region,
    seconds,
    leftComputer,
    preview,
    slot,
    number: removal.firstNumber + slot,
    best: false,
    area,
    pixels,
    mask,
    drawnMask: frame.drawnMask,
    margin,
    matteWidth: matteWidthOf(margin),
    ...(processedAt ? { processedAt } : {}),
    ...(found ? { count: frame.count } : {}),
    // A preview is replaced before anybody looks at its edge.
    ...(preview ? { colourMatch: false, grainMatch: false } : finishDefaults),
  };
  const proof = preview ? { changedOutside: 0, seam: null } : proofOf(document, layer);
  document.putResult({ ...layer, proof });
  return layer.id;
}

/** Stacks a result as a patch. Returns false when there is no such finished result. */
export function acceptResult(document: Document, resultId: string): boolean {
  const found = document.rounds.resultOf(resultId);
  if (!found || found.result.preview) return false;
  document.accept(found.removal, [patchOf(document, found.result)]);
  return true;
}

/** Stacks one patch for each result of a mix. Returns false when a result is gone or not finished. */
export function acceptMix(document: Document, choices: readonly string[]): boolean {
  const found = choices.map((id) => document.rounds.resultOf(id));
  const results = found.flatMap((one) => (one && !one.result.preview ? [one.result] : []));
  const removal = found[0]?.removal;
  if (!removal || results.length < choices.length || choices.length !== partsOf(removal).bounds.length)
    return false;
  const patches = mixLayers(removal, results).map((layer) => patchOf(document, layer));
  document.accept(removal, patches);
  return true;
}

function patchOf(document: Document, result: RemovalResult): Patch {
  const { slot: _slot, preview: _preview, best: _best, proof: _proof, ...kept } = result;
  return { ...kept, id: crypto.randomUUID(), number: document.nextNumber('patch'), name: '', visible: true };
}
