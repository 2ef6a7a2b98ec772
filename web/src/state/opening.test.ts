import { describe, expect, it } from 'vitest';
import { createMessages } from './messages.ts';
import { createOpening } from './opening.ts';
import { createSessionStore, type SessionContext } from './sessionStore.ts';

const named = (name: string) => ({ name, file: new Blob([name]) });

/** A worker that opens what is not called bad, and notes the order. */
function setUp(options: { onOpen?: (name: string) => void } = {}) {
  const opened: string[] = [];
  const store = createSessionStore();
  const messages = createMessages();
  const problems: Record<string, { code: string; params?: Record<string, number> }> = {
    'empty.jpg': { code: 'IMAGE_EMPTY' },
    'cut.jpg': { code: 'IMAGE_TRUNCATED', params: { stoppedAtKb: 134 } },
    'huge.png': { code: 'IMAGE_TOO_LARGE_PIXELS' },
  };
  const api = {
    async open(_: Blob, name: string, how: { reduceToLimit?: boolean }) {
      options.onOpen?.(name);
      if (name === 'gone.jpg') throw new Error('NotReadableError');
      if (problems[name] && !how.reduceToLimit) return { ok: false, problem: problems[name] };
      opened.push(name);
      return { ok: true, value: { id: name, name, width: 4, height: 3, results: [] } };
    },
    activate: async (id: string) => ({ ok: true, value: { id, name: id, results: [] } }),
    close: async (id: string) => void opened.splice(opened.indexOf(id), 1),
    tray: async () => opened.map((id) => ({ id, name: id, width: 4, height: 3, hasWork: false })),
  };
  const opening = createOpening({ store, messages, api } as unknown as SessionContext);
  const told = () => messages.store.getState().messages;
  return { store, opening, opened, told };
}

describe('opening photos', () => {
  it('opens each beside the others and shows the last', async () => {
    const { store, opening } = setUp();
    await opening.openFiles([named('a.jpg'), named('b.jpg')]);
    expect(store.getState().tray.map(({ id }) => id)).toEqual(['a.jpg', 'b.jpg']);
    expect(store.getState().facts?.id).toBe('b.jpg');
  });

  it('a bad file costs a sentence about it, and the open work stays', async () => {
    const { store, opening, told } = setUp();
    await opening.openFiles([named('a.jpg'), named('empty.jpg')]);
    expect(store.getState().facts?.id).toBe('a.jpg');
    expect(told()).toMatchObject([{ about: 'empty.jpg', problem: { code: 'IMAGE_EMPTY' } }]);
  });

  it('a file that is gone by now is said to be unreadable, and the next one opens', async () => {
    const { opening, opened, told } = setUp();
    await opening.openFiles([named('gone.jpg'), named('a.jpg')]);
    expect(opened).toEqual(['a.jpg']);
    expect(told()).toMatchObject([{ about: 'gone.jpg', problem: { code: 'FILE_UNREADABLE' } }]);
  });

  it('an incomplete file offers what is there; one that is too large its reduced copy', async () => {
    const { opening, opened, told } = setUp();
    await opening.openFiles([named('cut.jpg'), named('huge.png')]);
    expect(told().map(({ actions }) => actions.map(({ key }) => key))).toEqual([
      ['notices.openAnyway'],
      ['notices.openReduced'],
    ]);
    told()[1].actions[0].run();
    await expect.poll(() => opened).toEqual(['huge.png']);
  });

  it('stop lets the photo in hand finish and leaves the rest', async () => {
    const { opening, opened } = setUp({ onOpen: (name) => name === 'b.jpg' && stop() });
    const stop = () => opening.stopOpening();
    await opening.openFiles(['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'].map(named));
    expect(opened).toEqual(['a.jpg', 'b.jpg']);
  });

  it('says which of how many is being opened', async () => {
    const seen: string[] = [];
    const { store, opening } = setUp();
    store.subscribe(({ opening: now }) => now && seen.push(`${now.name} ${now.place}/${now.total}`));
    await opening.openFiles([named('a.jpg'), named('b.jpg')]);
    expect([...new Set(seen)]).toEqual(['a.jpg 1/2', 'b.jpg 2/2']);
    expect(store.getState().opening).toBeNull();
  });

  it('closing the photo in hand goes to its neighbour', async () => {
    const { store, opening } = setUp();
    await opening.openFiles(['a.jpg', 'b.jpg', 'c.jpg'].map(named));
    await opening.closePhoto('c.jpg');
    expect(store.getState().facts?.id).toBe('b.jpg');
    await opening.closePhoto('b.jpg');
    await opening.closePhoto('a.jpg');
    expect(store.getState()).toMatchObject({ facts: null, tray: [] });
  });
});
