import type { Removal, RemovalResult } from './removal.ts';

// Earlier rounds stay reachable until together they hold this much; then the oldest go. 512 MB: some forty rounds of
// four results over a mask of one megapixel.
export const maxRoundBytes = 512 * 1024 * 1024;

/** Every press of Remove of the session with its results, oldest first; one of them may lie on the table. */
export interface Rounds {
  readonly all: () => readonly Removal[];
  /** The removal whose results are shown. */
  readonly shown: () => Removal | null;
  /** Puts a removal on the table; null clears it. The results stay reachable. */
  show(removalId: string | null): void;
  /** Takes the place of what was there. */
  restore(removals: readonly Removal[]): void;
  /** A new removal, on the table; "Try again" adds one, it never replaces. */
  start(removal: Removal): void;
  find(removalId: string): Removal | undefined;
  /** The results of every removal that shares the removal's mask, in the order they are numbered. */
  resultsOf(removal: Removal): readonly RemovalResult[];
  resultOf(resultId: string): { readonly removal: Removal; readonly result: RemovalResult } | undefined;
  /** Adds a result, or puts it in the place of the one in the same slot. False when its removal is gone. */
  put(result: RemovalResult): boolean;
  markBest(removalId: string, slot: number): void;
  discard(resultId: string): void;
  /** Forgets a removal with all its results; others of its mask come back to the table. */
  drop(removalId: string): void;
}

const roundBytes = ({ results, mask }: Removal): number =>
  results.reduce((sum, { pixels }) => sum + pixels.byteLength, mask.byteLength);

export function createRounds(maxBytes = maxRoundBytes): Rounds {
  const all: Removal[] = [];
  let shownId: string | null = null;
  const find = (removalId: string) => all.find(({ id }) => id === removalId);

  const forgetOldest = (): void => {
    let bytes = all.reduce((sum, removal) => sum + roundBytes(removal), 0);
    for (let at = 0; bytes > maxBytes && at < all.length - 1;) {
      if (all[at].id === shownId) at++;
      else [bytes] = [bytes - roundBytes(all[at]), all.splice(at, 1)];
    }
  };

  const rounds: Rounds = {
    all: () => all,
    shown: () => (shownId === null ? null : (find(shownId) ?? null)),
    show(removalId) {
      shownId = removalId;
    },
    restore(removals) {
      all.splice(0, all.length, ...removals);
    },
    start(removal) {
      all.push(removal);
      shownId = removal.id;
    },
    find,
    resultsOf: ({ roundId }) =>
      all.filter((removal) => removal.roundId === roundId).flatMap(({ results }) => results),
    resultOf(resultId) {
      for (const removal of all) {
        const result = removal.results.find(({ id }) => id === resultId);
        if (result) return { removal, result };
      }
      return undefined;
    },
    put(result) {
      const results = find(result.removalId)?.results;
      if (!results) return false;
      const at = results.findIndex(({ slot }) => slot === result.slot);
      if (at >= 0) results.splice(at, 1, result);
      else results.push(result);
      results.sort((a, b) => a.slot - b.slot);
      forgetOldest();
      return true;
    },
    markBest(removalId, slot) {
      const results = find(removalId)?.results ?? [];
      for (const [at, one] of results.entries())
        if (one.best !== (one.slot === slot)) results[at] = { ...one, best: one.slot === slot };
    },
    discard(resultId) {
      const found = rounds.resultOf(resultId);
      if (!found) return;
      const { removal, result } = found;
      removal.results.splice(removal.results.indexOf(result), 1);
      if (removal.results.length === 0) rounds.drop(removal.id);
    },
    drop(removalId) {
      const at = all.findIndex(({ id }) => id === removalId);
      const gone = at >= 0 ? all.splice(at, 1)[0] : undefined;
      if (shownId !== removalId) return;
      // A try that failed takes only itself off the table: what earlier ones brought for the same mask stays on it.
      const left = all.findLast(({ roundId, results }) => roundId === gone?.roundId && results.length > 0);
      shownId = left?.id ?? null;
    },
  };
  return rounds;
}
