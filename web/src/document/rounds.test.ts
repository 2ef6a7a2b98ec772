import { describe, expect, it } from 'vitest';
import { createHistory, swapStep } from './history.ts';
import type { Removal, RemovalResult } from './removal.ts';
import { createRounds } from './rounds.ts';

const removal = (id: string, roundId = id) =>
  ({ id, roundId, mask: new Uint8Array(10), results: [] as RemovalResult[] }) as unknown as Removal;
const result = (removalId: string, slot: number, bytes = 40) =>
  ({ id: `${removalId}/${slot}`, removalId, slot, pixels: new Uint8ClampedArray(bytes) }) as RemovalResult;

describe('rounds', () => {
  it('stay reachable when another is begun; those of one mask are shown together', () => {
    const rounds = createRounds();
    rounds.start(removal('a'));
    rounds.put(result('a', 1));
    rounds.put(result('a', 0));
    rounds.start(removal('b', 'a'));
    rounds.put(result('b', 0));
    rounds.start(removal('c'));
    const shown = rounds.shown();
    expect(shown?.id).toBe('c');
    expect(rounds.resultsOf(rounds.find('b') as Removal).map(({ id }) => id)).toEqual(['a/0', 'a/1', 'b/0']);
    rounds.show('a');
    expect(rounds.shown()?.id).toBe('a');
  });

  it('come back to the table when a later try for the same mask ends without a result', () => {
    const rounds = createRounds();
    rounds.start(removal('a'));
    rounds.put(result('a', 0));
    rounds.start(removal('b', 'a'));
    rounds.drop('b');
    expect(rounds.shown()?.id).toBe('a');
    rounds.start(removal('other'));
    rounds.drop('other');
    expect(rounds.shown()).toBeNull();
  });

  it('take a better result in the place of a preview, and none for a removal that is gone', () => {
    const rounds = createRounds();
    rounds.start(removal('a'));
    rounds.put(result('a', 0, 4));
    expect(rounds.put(result('a', 0, 8))).toBe(true);
    expect(rounds.find('a')?.results.map(({ pixels }) => pixels.length)).toEqual([8]);
    rounds.discard('a/0');
    expect(rounds.find('a')).toBeUndefined();
    expect(rounds.put(result('a', 1))).toBe(false);
  });

  it('forget the oldest that does not lie on the table when they hold too much', () => {
    const rounds = createRounds(150);
    for (const id of ['a', 'b', 'c']) {
      rounds.start(removal(id));
      if (id === 'b') rounds.show('a');
      rounds.put(result(id, 0));
    }
    rounds.show('a');
    rounds.put(result('c', 1));
    expect(rounds.all().map(({ id }) => id)).toEqual(['a', 'c']);
  });
});

describe('the history of a value that takes turns', () => {
  it('goes back to before the first of a run of changes, and each run is one step', () => {
    let value = 1;
    const change = (next: number, key: string): void => {
      const step = swapStep(
        value,
        (other) => {
          const before = value;
          value = other;
          return before;
        },
        () => 0,
        () => ({ kind: 'invert', plane: 'mask' }),
      );
      value = next;
      history.push({ label: 'featherPatch', steps: [step], key });
    };
    const history = createHistory();
    for (const next of [2, 3, 4]) change(next, 'slider');
    history.settle();
    change(5, 'slider');
    history.undo();
    expect(value).toBe(4);
    history.undo();
    expect(value).toBe(1);
    history.redo();
    expect(value).toBe(4);
    history.redo();
    expect(value).toBe(5);
  });
});
