import type { ServerLimits } from '@cleanplate/shared/contract/limits.ts';
import { Problem } from '@cleanplate/shared/contract/problem.ts';
import type { Counters } from './counters.ts';

/** How often may be asked, and how many pictures may be paid for. */
export interface Quotas {
  /** Counts a request. Throws RATE_LIMITED with the time of the next one. */
  readonly countRequest: (user: string) => Promise<void>;
  /** Sets pictures aside before the call; returns how to give back those that were not billed. Throws BUDGET_EXCEEDED. */
  readonly reserve: (user: string, pictures: number) => Promise<(unbilled: number) => Promise<void>>;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** How long a team may spend without its shared budget in sight before it may spend no more. */
const blindMs = 60_000;

/** `now` is the wall clock: budgets end at midnight UTC, and a message says when. */
export function createQuotas(limits: ServerLimits, counters: Counters, now: () => number = Date.now): Quotas {
  const countRate = async (name: string, limit: number): Promise<void> => {
    if (limit === 0) return;
    const nowMs = now();
    const window = Math.floor(nowMs / minuteMs);
    if ((await counters.add(`rate:${name}:${window}`, 1, minuteMs)) <= limit) return;
    const waitMs = (window + 1) * minuteMs - nowMs;
    const params = { limit, seconds: Math.ceil(waitMs / 1000) };
    throw new Problem('RATE_LIMITED', { params, retryAfterMs: waitMs });
  };

  return {
    countRequest: async (user) => {
      await countRate(`user:${user}`, limits.ratePerMinutePerUser);
      await countRate('all', limits.ratePerMinute);
    },
    reserve: async (user, pictures) => {
      const day = Math.floor(now() / dayMs);
      const budgets = [
        { name: `budget:user:${user}:${day}`, limit: limits.budgetPerDayPerUser },
        { name: `budget:all:${day}`, limit: limits.budgetPerDay },
      ].filter(({ limit }) => limit > 0);
      if (budgets.length > 0 && counters.unreachableMs() > blindMs)
        throw new Problem('BUDGET_EXCEEDED', { variant: 'unknown' });
      const taken: string[] = [];
      const giveBack = async (unbilled: number) => {
        for (const name of taken) await counters.add(name, -unbilled, 2 * dayMs);
      };
      for (const { name, limit } of budgets) {
        taken.push(name);
        if ((await counters.add(name, pictures, 2 * dayMs)) <= limit) continue;
        await giveBack(pictures);
        const time = `${new Date((day + 1) * dayMs).toISOString().slice(0, 10)} 00:00 UTC`;
        throw new Problem('BUDGET_EXCEEDED', { params: { limit, time } });
      }
      return giveBack;
    },
  };
}
