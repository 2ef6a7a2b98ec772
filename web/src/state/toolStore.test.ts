import { describe, expect, it } from 'vitest';
import { createTools, modeOf, readRemembered, settingsOf, toolsKey } from './toolStore.ts';

const memory = (initial: string | null = null) => {
  const kept = new Map<string, string>(initial === null ? [] : [[toolsKey, initial]]);
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
};

describe('tools', () => {
  it('remembers size and hardness per tool between sessions', () => {
    const storage = memory();
    const first = createTools(storage);
    first.actions.choose('brush');
    first.actions.set('size', 33);
    first.actions.choose('eraser');
    first.actions.set('size', 120);
    first.actions.set('hardness', 0.5);
    const second = createTools(storage).store.getState();
    expect(settingsOf(second, 'brush')).toMatchObject({ size: 33, hardness: 1 });
    expect(settingsOf(second, 'eraser')).toMatchObject({ size: 120, hardness: 0.5 });
  });

  it('forgets what is damaged, one setting at a time', () => {
    const stored = { brush: { size: -3, hardness: 0.2, pressure: 'yes' }, eraser: 7, rocket: { size: 1 } };
    expect(readRemembered(JSON.stringify(stored))).toEqual({ brush: { hardness: 0.2 }, eraser: {} });
    expect(readRemembered('{not json')).toEqual({});
    expect(readRemembered('[]')).toEqual({});
    expect(readRemembered(null)).toEqual({});
  });

  it('works on where the storage refuses', () => {
    const { store, actions } = createTools({
      getItem: () => {
        throw new Error('blocked');
      },
      setItem: () => {
        throw new Error('full');
      },
    });
    actions.set('size', 50);
    expect(settingsOf(store.getState()).size).toBe(50);
  });

  it('swaps add and subtract with X, and for as long as Alt is held', () => {
    const { store, actions } = createTools(null);
    expect(modeOf(store.getState())).toBe('add');
    actions.hold('alt', true);
    expect(settingsOf(store.getState()).mode).toBe('subtract');
    actions.swapMode();
    expect(modeOf(store.getState())).toBe('add');
    actions.releaseAll();
    expect(modeOf(store.getState())).toBe('subtract');
  });

  it('grows and shrinks the brush by a tenth, at least a pixel, from 1 px to the photo’s diagonal', () => {
    const { store, actions } = createTools(null);
    const size = () => settingsOf(store.getState()).size;
    actions.fitPhoto({ width: 300, height: 400 });
    actions.set('size', 100);
    actions.resize(1.1);
    expect(size()).toBe(110);
    actions.set('size', 2);
    actions.resize(1.1);
    expect(size()).toBe(3);
    actions.set('size', 1);
    actions.resize(1 / 1.1);
    expect(size()).toBe(1);
    actions.set('size', 1e9);
    expect(size()).toBe(500);
  });

  it('suggests a size that suits the photo until the user sets one', () => {
    const { store, actions } = createTools(null);
    actions.fitPhoto({ width: 8000, height: 6000 });
    expect(settingsOf(store.getState()).size).toBe(200);
    actions.set('size', 40);
    actions.fitPhoto({ width: 1000, height: 1000 });
    expect(settingsOf(store.getState()).size).toBe(40);
  });
});
