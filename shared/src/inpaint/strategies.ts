import type { Strategy } from './types.ts';

/** The four strategies, in the order in which their candidates are shown. */
export const STRATEGIES: readonly Strategy[] = ['balanced', 'nearby', 'texture', 'smoothLight'];
