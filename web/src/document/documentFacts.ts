import { isEmptyRect } from '@cleanplate/shared/raster/rect.ts';
import type { Document, OpenedPhoto } from './document.ts';
import type { DocumentFacts, PatchFacts, ResultFacts, RoundFacts } from './facts.ts';
import type { Patch } from './patch.ts';
import type { Removal, RemovalResult } from './removal.ts';
import { countPlane, planeBounds } from './tiledPlane.ts';

const result = (removal: Removal, one: RemovalResult, pixels: number): ResultFacts => ({
  id: one.id,
  removalId: removal.id,
  number: one.slot + 1,
  engine: one.engine,
  strategy: one.strategy,
  seed: one.seed,
  best: one.best,
  preview: one.preview,
  seconds: one.seconds,
  leftComputer: one.leftComputer,
  changedOutside: one.changedOutside,
  pixelsOutside: pixels - removal.count,
  margin: removal.margin,
  region: removal.region,
});

const patch = (one: Patch): PatchFacts => ({
  id: one.id,
  number: one.number,
  name: one.name,
  engine: one.engine,
  strategy: one.strategy,
  parameters: one.parameters,
  seed: one.seed,
  seconds: one.seconds,
  leftComputer: one.leftComputer,
  bounds: one.area,
  visible: one.visible,
  matteWidth: one.matteWidth,
  colourMatch: one.colourMatch,
  grainMatch: one.grainMatch,
});

const round = (one: Removal): RoundFacts => ({
  id: one.id,
  number: one.number,
  engine: one.engine,
  count: one.results.length,
});

type HistoryFacts = Pick<DocumentFacts, 'undo' | 'redo' | 'historyBytes' | 'hasPrevious'>;

/** The small facts of a document, as the page mirrors them. */
export function factsOf(
  document: Document,
  opened: OpenedPhoto,
  revision: number,
  history: HistoryFacts,
): DocumentFacts {
  const { photo, planes, rounds } = document;
  const bounds = planeBounds(planes.mask.plane);
  const pixels = photo.width * photo.height;
  const shown = rounds.shown();
  return {
    id: document.id,
    name: opened.name,
    type: opened.type,
    width: photo.width,
    height: photo.height,
    hasAlpha: photo.hasAlpha,
    notices: opened.notices,
    revision,
    maskPixels: countPlane(planes.mask.plane),
    maskBounds: isEmptyRect(bounds) ? null : bounds,
    protectPixels: countPlane(planes.protect.plane),
    ...history,
    patches: document.patches.map(patch),
    results: shown ? shown.results.map((one) => result(shown, one, pixels)) : [],
    rounds: rounds
      .all()
      .filter(({ results }) => results.length > 0)
      .map(round),
    removalId: shown?.id ?? null,
    view: document.view,
  };
}
