import { describe, expect, it } from 'vitest';
import type { FillWish } from './fillApi.ts';
import { planFill } from './fillPlan.ts';

const wishes: FillWish[] = [0, 1, 2, 3].map((slot) => ({ slot, strategy: 'balanced' }));
const slots = (machine: { cores: number; isIsolated: boolean }, pixels = 2e6) =>
  planFill(machine, wishes, pixels).shares.map((share) => share.map(({ slot }) => slot));

describe('planFill', () => {
  it('gives all cores to one candidate at a time where memory can be shared', () => {
    expect(slots({ cores: 2, isIsolated: true })).toEqual([[0, 1, 2, 3]]);
    expect(planFill({ cores: 2, isIsolated: true }, wishes, 2e6).threads).toBe(2);
    expect(planFill({ cores: 64, isIsolated: true }, wishes, 2e6).threads).toBe(8);
  });

  it('shares the candidates out among workers where it cannot', () => {
    expect(slots({ cores: 2, isIsolated: false })).toEqual([
      [0, 2],
      [1, 3],
    ]);
    expect(planFill({ cores: 2, isIsolated: false }, wishes, 2e6).threads).toBe(1);
  });

  it('takes fewer workers for a crop that would need the memory of all, and at least one', () => {
    expect(slots({ cores: 4, isIsolated: false }, 6e6)).toHaveLength(2);
    expect(slots({ cores: 4, isIsolated: false }, 5e7)).toEqual([[0, 1, 2, 3]]);
  });
});
