/** Ways to look at results: beside each other, under a bar, as their difference, or mixed. */
import type { SplitDirection } from '../document/facts.ts';
import type { SessionContext } from './sessionStore.ts';

export type Compare = 'off' | 'split' | 'grid' | 'difference';
/** How many panels the grid has at the most. */
export type Layout = 1 | 2 | 4;
/** Gains of the difference view. 8: a difference that the eye just misses is plain to see. */
export const gains = [1, 8, 32] as const;

export interface Comparing {
  /** Choosing what is on switches it off. */
  compare(mode: Exclude<Compare, 'off'>): void;
  setLayout(layout: Layout): void;
  setGain(gain: number): void;
  turnSplit(direction: SplitDirection): void;
  /** Takes a result for one part of the mask (0-based); the other parts stay as they are. */
  chooseForPart(part: number, resultId: string): void;
  acceptMix(): Promise<void>;
}

export function createComparing({ store, messages, api }: SessionContext): Comparing {
  return {
    compare: (mode) =>
      store.setState(({ compare, facts, selectedResult }) => {
        if (compare === mode) return { compare: 'off' };
        const finished = facts?.results.filter(({ preview }) => !preview) ?? [];
        const proposed = finished.find(({ best }) => best) ?? finished[0];
        // With results on the table it is one of them that is held against the photo.
        return { compare: mode, selectedResult: selectedResult ?? proposed?.id ?? null };
      }),
    setLayout: (layout) => store.setState({ layout }),
    setGain: (gain) => store.setState({ gain }),
    turnSplit: (splitDirection) => store.setState({ splitDirection }),
    chooseForPart(part, resultId) {
      const { facts, mix, selectedResult } = store.getState();
      const results = facts?.results.filter(({ preview }) => !preview) ?? [];
      const rest = selectedResult ?? results[0]?.id;
      if (!facts || rest === undefined) return;
      const next = facts.parts.map((_, at) => (at === part ? resultId : (mix?.[at] ?? rest)));
      // The same for every part is that result.
      const isOne = next.every((id) => id === next[0]);
      store.setState(isOne ? { mix: null, selectedResult: next[0] } : { mix: next, selectedResult: rest });
    },
    async acceptMix() {
      const { mix } = store.getState();
      if (mix === null) return;
      const outcome = await api.acceptMix(mix);
      if (!outcome.ok) return void messages.problem(outcome.problem);
      store.setState({ mix: null, selectedResult: null, compare: 'off' });
      messages.say('say.acceptedMix');
    },
  };
}
