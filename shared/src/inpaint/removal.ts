import { composeHole } from './compose/compose.ts';
import { throwIfCancelled } from './host.ts';
import type { PreparedRemoval } from './prepareRemoval.ts';
import { previewOf } from './preview.ts';
import { scaleTexture } from './pyramid.ts';
import type { Region } from './region.ts';
import { levelContrast, patchErrorOf, scoreOf, seamContrast } from './score.ts';
import { fillSmoothly } from './smoothFill.ts';
import { type SolveHooks, solvePyramid } from './solve.ts';
import { fillSpeck } from './specks.ts';
import { STRATEGIES, STRATEGY_SETTINGS } from './strategies.ts';
import type { Candidate, Rect, RemovalHooks, RemovalInput, Strategy } from './types.ts';

export { type PreparedRemoval, prepareRemoval } from './prepareRemoval.ts';

/** Solving is this share of a region's work, composing the rest (measured on the samples). */
const SOLVE_SHARE = 0.85;
/** To choose a strategy, the largest blob is filled up to the level with no more targets than this. */
const TRIAL_TARGETS = 8000;

/** Fills the hole in one way. Candidates of one preparation may be made in any order, and again: same strategy, same bytes. */
export function fillCandidate(
  prepared: PreparedRemoval,
  strategy: Strategy,
  hooks: RemovalHooks = {},
): Candidate {
  const { input, host, area, regions } = prepared;
  const settings = STRATEGY_SETTINGS[strategy];
  const pixels = copyArea(input, area);
  const smooth = [...prepared.smooth];
  for (const speck of prepared.specks) {
    throwIfCancelled(hooks.cancel);
    if (!fillSpeck(speck, input, settings, seedOf(prepared, strategy, 0), pixels, area))
      smooth.push(speck.blob);
  }
  for (const blob of smooth) fillSmoothly(host, input, blob, pixels, area);

  const work = regions.reduce((sum, { finest }) => sum + finest.holeCount, 0);
  let done = 0;
  let error = 0;
  for (const [k, region] of regions.entries()) {
    const { finest, pyramid, rect } = region;
    solveRegion(prepared, region, strategy, k, {
      cancel: hooks.cancel,
      onProgress: (fraction) => hooks.onProgress?.((done + SOLVE_SHARE * fraction * finest.holeCount) / work),
      onLevel: (level, place) => {
        const preview = hooks.onPreview && previewOf(host, level, place, rect);
        if (preview) hooks.onPreview?.(preview);
      },
    });
    throwIfCancelled(hooks.cancel);
    composeHole(host, finest, input, rect, settings.screening, pixels, area);
    error += (patchErrorOf(host, pyramid) * finest.holeCount) / work;
    done += finest.holeCount;
  }
  const score = scoreOf(error, seamContrast(input, pixels, area), settings, prepared.roughness);
  hooks.onProgress?.(1);
  return { strategy, area, pixels, score, notices: prepared.notices };
}

function solveRegion(
  prepared: PreparedRemoval,
  { pyramid }: Region,
  strategy: Strategy,
  place: number,
  hooks: SolveHooks,
): void {
  const { host } = prepared;
  const settings = STRATEGY_SETTINGS[strategy];
  const mark = host.arena.mark();
  const isRough = settings.textureWeight === 2;
  if (isRough) scaleTexture(host, pyramid, true);
  try {
    solvePyramid(host, pyramid, settings, seedOf(prepared, strategy, place), hooks);
  } finally {
    if (isRough) scaleTexture(host, pyramid, false);
    host.arena.release(mark);
  }
}

/** Every blob and strategy draws its own random numbers. */
function seedOf({ input }: PreparedRemoval, strategy: Strategy, place: number): number {
  return (
    Math.imul(input.seed + 1, 0x9e3779b1) ^ (STRATEGIES.indexOf(strategy) + 1) ^ Math.imul(place, 0x85ebca6b)
  );
}

/**
 * The strategy to take first when not all four are wanted: each fills the largest blob on the coarse levels, and the one with
 * the best score there is named. Takes about as long as a quarter of a candidate.
 */
export function chooseStrategy(prepared: PreparedRemoval, hooks: RemovalHooks = {}): Strategy {
  const [largest] = [...prepared.regions].sort((a, b) => b.finest.holeCount - a.finest.holeCount);
  if (!largest) return STRATEGIES[0];
  const { levels, work } = largest.pyramid;
  const found = levels.findIndex((level, k) => k >= work && level.targetCount <= TRIAL_TARGETS);
  const finest = found < 0 ? levels.length - 1 : found;
  let best = STRATEGIES[0];
  let bestScore = Infinity;
  for (const strategy of STRATEGIES) {
    solveRegion(prepared, largest, strategy, 0, { cancel: hooks.cancel, finest });
    const { host } = prepared;
    const error = patchErrorOf(host, largest.pyramid, finest);
    const seam = levelContrast(host, levels[finest]);
    const score = scoreOf(error, seam, STRATEGY_SETTINGS[strategy], prepared.roughness);
    if (score < bestScore) {
      best = strategy;
      bestScore = score;
    }
  }
  return best;
}

/** The candidate to mark: the lowest score. */
export function bestCandidate(candidates: readonly Candidate[]): Candidate | undefined {
  return [...candidates].sort((a, b) => a.score - b.score)[0];
}

function copyArea(input: RemovalInput, area: Rect): Uint8ClampedArray {
  const copy = new Uint8ClampedArray(4 * area.width * area.height);
  for (let y = 0; y < area.height; y++) {
    const from = 4 * ((area.y + y) * input.width + area.x);
    copy.set(input.pixels.subarray(from, from + 4 * area.width), 4 * y * area.width);
  }
  return copy;
}
