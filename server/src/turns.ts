let last: Promise<unknown> = Promise.resolve();

/**
 * Resolves in a turn of the event loop that no other caller gets. Steps that take tens of milliseconds (a 10 MB upload
 * taken apart, its checksums, an answer parsed) wait for one: when forty uploads end together their steps then come one
 * by one, and whoever only wants a page gets in between.
 */
export function nextTurn(): Promise<void> {
  const turn = last.then(() => new Promise<void>((resolve) => setImmediate(resolve)));
  last = turn;
  return turn;
}
