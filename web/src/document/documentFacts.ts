import { maskBounds } from '@cleanplate/shared/raster/mask.ts';
import { equalRects, isEmptyRect, type Rect } from '@cleanplate/shared/raster/rect.ts';
import type { Document, OpenedPhoto } from './document.ts';
import type { DocumentFacts, PatchFacts, ResultFacts, RoundFacts } from './facts.ts';
import { partsOf } from './mix.ts';
import type { Patch } from './patch.ts';
import { proofOf } from './proof.ts';
import type { Removal, RemovalResult } from './removal.ts';
import { countPlane, planeBounds } from './tiledPlane.ts';

const result = (removal: Removal, one: RemovalResult, pixels: number): ResultFacts => ({
  id: one.id,
  removalId: one.removalId,
  roundId: removal.roundId,
  number: one.number,
  engine: one.engine,
  strategy: one.strategy,
  seed: one.seed,
  best: one.best,
  preview: one.preview,
  seconds: one.seconds,
  leftComputer: one.leftComputer,
  ...one.proof,
  pixelsOutside: pixels - (one.count ?? removal.count),
  margin: one.margin,
  region: one.region,
  ...(one.processedAt ? { processedAt: one.processedAt } : {}),
});

const patch = (document: Document, one: Patch, pixels: number): PatchFacts => ({
  ...proofOf(document, one),
  pixelsOutside: pixels - countMasked(one.mask),
  margin: one.margin,
  id: one.id,
  number: one.number,
  name: one.name,
  engine: one.engine,
  strategy: one.strategy,
  parameters: one.parameters,
  seed: one.seed,
  seconds: one.seconds,
  leftComputer: one.leftComputer,
  bounds: boundsOf(one),
  visible: one.visible,
  matteWidth: one.matteWidth,
  colourMatch: one.colourMatch,
  grainMatch: one.grainMatch,
});

function roundsOf({ rounds }: Document): readonly RoundFacts[] {
  const found = new Map<string, RoundFacts>();
  for (const { id, roundId, number, results } of rounds.all()) {
    const count = (found.get(roundId)?.count ?? 0) + results.length;
    if (count > 0) found.set(roundId, { id: roundId, removalId: id, number, count });
  }
  return [...found.values()];
}

const bounds = new WeakMap<Uint8Array, Rect>();
/** Where a patch's own mask lies: a patch of a mix covers a part of its area only. */
function boundsOf({ area, mask }: Patch): Rect {
  const inArea = bounds.get(mask) ?? maskBounds({ data: mask, width: area.width, height: area.height });
  bounds.set(mask, inArea);
  return { ...inArea, x: inArea.x + area.x, y: inArea.y + area.y };
}

const counts = new WeakMap<Uint8Array, number>();
/** Masked pixels, counted once for each mask. */
function countMasked(mask: Uint8Array): number {
  const found = counts.get(mask) ?? mask.reduce((sum, value) => sum + (value >> 7), 0);
  counts.set(mask, found);
  return found;
}

type HistoryFacts = Pick<DocumentFacts, 'undo' | 'redo' | 'historyBytes' | 'hasPrevious'>;

/** The small facts of a document, as the page mirrors them. */
export function factsOf(
  document: Document,
  opened: OpenedPhoto,
  revision: number,
  history: HistoryFacts,
): DocumentFacts {
  const { photo, planes, rounds } = document;
  const masked = planeBounds(planes.mask.plane);
  const pixels = photo.width * photo.height;
  const shown = rounds.shown();
  return {
    id: document.id,
    name: opened.name,
    type: opened.type,
    width: photo.width,
    height: photo.height,
    hasAlpha: photo.hasAlpha,
    keepsBlocks: opened.keepsBlocks,
    notices: opened.notices,
    revision,
    maskPixels: countPlane(planes.mask.plane),
    maskBounds: isEmptyRect(masked) ? null : masked,
    protectPixels: countPlane(planes.protect.plane),
    guides: document.guides.all(),
    selectedGuide: document.guides.selected(),
    ...history,
    patches: document.patches.map((one) => patch(document, one, pixels)),
    results: shown ? rounds.resultsOf(shown).map((one) => result(shown, one, pixels)) : [],
    parts:
      shown && rounds.resultsOf(shown).every(({ area }) => equalRects(area, shown.area))
        ? partsOf(shown).bounds
        : [],
    rounds: roundsOf(document),
    removalId: shown?.id ?? null,
    view: document.view,
  };
}
