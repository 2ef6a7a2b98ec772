import { expect, test } from 'vitest';
import { createRuns, shownRun } from './runs.ts';
import { createSessionStore } from './sessionStore.ts';

const stages = (store: ReturnType<typeof createSessionStore>) =>
  store.getState().runs.map(({ documentId, stage }) => `${documentId} ${stage}`);

test('one computes at a time; the others say that they wait, and follow in their order (E-4)', async () => {
  const store = createSessionStore();
  const runs = createRuns(store);
  const order: string[] = [];
  const start = (documentId: string) => {
    const run = runs.begin(documentId, 'local');
    return { run, turn: run.turn().then(() => order.push(documentId)) };
  };
  const [a, b, c] = ['a', 'b', 'c'].map(start);
  await a.turn;
  expect(stages(store)).toEqual(['a preparing', 'b behind', 'c behind']);
  a.run.report({ stage: 'running', fraction: 0.5, finished: 0, total: 4 });
  expect(order).toEqual(['a']);
  a.run.end();
  await b.turn;
  expect(stages(store)).toEqual(['b preparing', 'c behind']);
  b.run.end();
  await c.turn;
  expect(order).toEqual(['a', 'b', 'c']);
});

test('one that is cancelled while it waits goes at once, and the first goes on undisturbed', async () => {
  const store = createSessionStore();
  const runs = createRuns(store);
  const [a, b, c] = ['a', 'b', 'c'].map((id) => runs.begin(id, 'local'));
  await a.turn();
  a.report({ stage: 'running', fraction: 0.5, finished: 0, total: 4 });
  const waiting = [b.turn(), c.turn()];
  runs.cancel('b', 'not wanted');
  await waiting[0];
  expect([a.signal.aborted, b.signal.aborted, c.signal.aborted]).toEqual([false, true, false]);
  b.end();
  expect(stages(store)).toEqual(['a running', 'c behind']);
  expect(shownRun({ ...store.getState(), facts: null })).toBeNull();
});
