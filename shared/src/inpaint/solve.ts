import { quantileOf } from '../raster/quantile.ts';
import { guessHole } from './firstGuess.ts';
import { cutBands, type EngineHost, throwIfCancelled } from './host.ts';
import * as slot from './kernels/layout.ts';
import { nextState } from './kernels/random.ts';
import type { Level } from './level.ts';
import type { Pyramid } from './pyramid.ts';
import { raiseLevel } from './raise.ts';
import { type StrategySettings, UNGUARDED_RARITY } from './strategies.ts';
import type { CancelFlag } from './types.ts';

/** Rounds of search and vote at the coarsest level, and how many fewer at each finer one; at least one. */
const COARSEST_ROUNDS = 20;
const FEWER_ROUNDS = 4;
/** A level is done when a vote changes its hole by less than this, grey levels on average. */
const SETTLED = 0.15;
/** Refined levels look this far round the doubled match, level pixels. */
const REFINE_RADIUS = 8;
/** Squared levels a patch differs by when each of its samples differs by one in Y, Cb and Cr. */
export const UNIT_COST = slot.SAMPLES * 3;
/** A target weighs e^(−½) at this percentile of the costs. */
const SPREAD_PERCENTILE = 0.75;

export type SolveHooks = {
  readonly cancel?: CancelFlag;
  /** Fraction of the work planned for this solve. */
  readonly onProgress?: (fraction: number) => void;
  /** The first guess, and then each level when it is solved. */
  readonly onLevel?: (level: Level, k: number) => void;
  /** Solve no finer than this level of the pyramid. Default 0. */
  readonly finest?: number;
};

/**
 * Fills the hole at every level of the pyramid, coarse to fine (Wexler, Shechtman & Irani 2007): search the best source of every
 * target, let all patches that cover a pixel vote on it, again. Leaves matches, costs and the voted picture of the finest level.
 */
export function solvePyramid(
  host: EngineHost,
  pyramid: Pyramid,
  settings: StrategySettings,
  seed: number,
  hooks: SolveHooks,
): void {
  const { levels, work } = pyramid;
  const coarsest = levels.length - 1;
  let state = nextState(seed | 1);
  const nextSeed = () => (state = nextState(state));
  applySettings(host, pyramid, settings);

  const rounds = levels.map((_, k) =>
    k < work ? 1 : Math.max(1, COARSEST_ROUNDS - FEWER_ROUNDS * (coarsest - k)),
  );
  const costOf = (k: number) => levels[k].targetCount * (k < work ? 0.5 : 1);
  const finest = hooks.finest ?? 0;
  const planned = levels.reduce((sum, _, k) => (k < finest ? sum : sum + rounds[k] * costOf(k)), 0);
  let done = 0;

  guessHole(host, levels[coarsest], nextSeed(), hooks.cancel);
  hooks.onLevel?.(levels[coarsest], coarsest);
  for (let k = coarsest; k >= finest; k--) {
    const level = levels[k];
    if (k < coarsest) {
      raiseLevel(host, levels[k + 1], level, nextSeed());
      vote(host, level);
    }
    setWhole(host, level, slot.SEARCH_RADIUS, k < work ? REFINE_RADIUS : Math.max(level.width, level.height));
    for (let round = 0; round < rounds[k]; round++) {
      throwIfCancelled(hooks.cancel);
      setWhole(host, level, slot.DIRECTION, round % 2 === 0 ? 1 : -1);
      host.runBands('measureCosts', [level.at], cutBands(level.grid.height, 8));
      host.runBands(
        'searchSources',
        [level.at, nextSeed()],
        cutBands(level.grid.height, 12, round % 2 === 1),
      );
      const change = vote(host, level);
      done += costOf(k);
      hooks.onProgress?.(done / planned);
      if (change < SETTLED && round >= 1) {
        done += (rounds[k] - 1 - round) * costOf(k);
        break;
      }
    }
    hooks.onLevel?.(level, k);
  }
}

/** One vote of all targets on the hole; returns the mean change in grey levels. */
function vote(host: EngineHost, level: Level): number {
  host.arena.f32[(level.at + slot.FALLOFF) >> 2] = 1 / (2 * spreadOfCosts(host, level));
  host.runBands('weighTargets', [level.at], cutBands(level.grid.height, 8));
  const change = host.runBands('voteColours', [level.at], cutBands(level.holeCount, 512));
  host.runBands('commitVotes', [level.at], cutBands(level.holeCount, 4096));
  return change / (3 * level.holeCount);
}

/** The costs' 75th percentile, from about 3,000 of them; not under one grey level a sample. */
function spreadOfCosts(host: EngineHost, level: Level): number {
  const { f32, i32 } = host.arena;
  const cost = i32[(level.at + slot.COST) >> 2] >> 2;
  const { sampledTargets } = level;
  const costs = new Float32Array(sampledTargets.length);
  for (let k = 0; k < costs.length; k++) costs[k] = f32[cost + sampledTargets[k]];
  return Math.max(UNIT_COST, quantileOf(costs, SPREAD_PERCENTILE));
}

function applySettings(host: EngineHost, pyramid: Pyramid, settings: StrategySettings): void {
  const { levels, work, isUnguarded } = pyramid;
  const rarityCost = isUnguarded ? Math.max(UNGUARDED_RARITY, settings.rarityCost) : settings.rarityCost;
  levels.forEach((level, k) => {
    const set = (offset: number, value: number) => {
      host.arena.f32[(level.at + offset) >> 2] = value;
    };
    set(slot.FORGIVEN, settings.forgiven);
    set(slot.BIAS_LIMIT, settings.biasLimit);
    set(slot.RARITY_WEIGHT, k < work ? 0 : (UNIT_COST * rarityCost ** 2) / 255);
    set(slot.SPATIAL, UNIT_COST * (settings.horizontalCost / (level.grid.width * level.stride)) ** 2);
    set(slot.SPATIAL + 4, 0);
    set(slot.SPATIAL + 8, UNIT_COST * (settings.verticalCost / (level.grid.height * level.stride)) ** 2);
  });
}

function setWhole(host: EngineHost, level: Level, offset: number, value: number): void {
  host.arena.i32[(level.at + offset) >> 2] = value;
}
