import type { Strategy } from './types.ts';

/** What a strategy changes in the search, the vote and the composition; all else is common to the four. */
export type StrategySettings = {
  /** λ: the share of a constant offset between two patches that costs nothing, 0–1. */
  readonly forgiven: number;
  /** Largest offset that is forgiven, grey levels of Y; chroma gets a fifth. */
  readonly biasLimit: number;
  /** RMS grey levels per sample for a source one hole-height above or below, and one hole-width beside. */
  readonly verticalCost: number;
  readonly horizontalCost: number;
  /** RMS grey levels per sample for a patch whose colours are not found in the ring round the hole. */
  readonly rarityCost: number;
  /** The texture byte counts this often: 1 or 2. */
  readonly textureWeight: 1 | 2;
  /** Screening length of the composition as a fraction of √(hole's area); 0 lets gradients flow unchecked. */
  readonly screening: number;
  /** What its score is raised by: where the edges tell candidates hardly apart, the way that is best on average is marked. */
  readonly handicap: number;
  /** The same where the surroundings are rough: light hardly shows there, and a change of grain does. */
  readonly roughHandicap: number;
};

/**
 * Least `rarityCost` while nobody knows where the product is. Without it, watch_knit gets a second watch at the usual 17; at 34 some
 * of its hands, at 51 nothing of it.
 */
export const UNGUARDED_RARITY = 51;

const balanced: StrategySettings = {
  forgiven: 0.5,
  biasLimit: 24,
  verticalCost: 20,
  horizontalCost: 2,
  rarityCost: 17,
  textureWeight: 1,
  screening: 0.1,
  handicap: 0.05,
  roughHandicap: 0.05,
};

/** The four strategies, in the order in which their candidates are shown. */
export const STRATEGIES: readonly Strategy[] = ['balanced', 'nearby', 'texture', 'smoothLight'];

export const STRATEGY_SETTINGS: Readonly<Record<Strategy, StrategySettings>> = {
  balanced,
  nearby: {
    ...balanced,
    verticalCost: 40,
    horizontalCost: 8,
    rarityCost: 24,
    handicap: 0.04,
    roughHandicap: 0.03,
  },
  texture: { ...balanced, forgiven: 0, textureWeight: 2, handicap: 0.06, roughHandicap: 0.03 },
  smoothLight: { ...balanced, forgiven: 0.8, biasLimit: 48, screening: 0, handicap: 0, roughHandicap: 0.15 },
};
