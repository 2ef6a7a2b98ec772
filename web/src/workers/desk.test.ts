import { describe, expect, it } from 'vitest';
import type { Sample, ToolSettings } from '../tools/gesture.ts';
import { openDesk, type OpenedDesk } from './testDesk.ts';

const settings: ToolSettings = {
  mode: 'add',
  size: 20,
  hardness: 1,
  pressure: false,
  tolerance: 0,
  contiguous: true,
  reach: 0,
};
const at = (x: number, y: number): Sample => ({ x, y, pressure: 0.5, shift: false, space: false });

describe('in the middle of a stroke', () => {
  function twoStrokes() {
    const opened = openDesk({ width: 190, height: 150 });
    const { desk, bytes } = opened;
    const begin = (x: number) =>
      desk.pointer({
        pointer: 'begin',
        tool: 'brush',
        settings,
        plane: 'mask',
        sample: at(x, 40),
        mark: null,
      });
    begin(30);
    desk.pointer({ pointer: 'end', sample: at(60, 40) });
    const first = bytes();
    begin(50);
    desk.pointer({ pointer: 'move', samples: [at(90, 60)] });
    const goOn = () => {
      desk.pointer({ pointer: 'move', samples: [at(120, 80)] });
      desk.pointer({ pointer: 'end', sample: at(120, 80) });
    };
    return { ...opened, first, goOn };
  }

  it('undo takes back this stroke and no other', () => {
    const { desk, bytes, isEmpty, first, goOn } = twoStrokes();
    desk.step('undo');
    goOn();
    expect(bytes().equals(first)).toBe(true);
    desk.step('undo');
    expect(isEmpty()).toBe(true);
  });

  it('another action ends the stroke as it stands, and both can be undone', () => {
    const { desk, calls, document, bytes, first, goOn } = twoStrokes();
    calls.invertMask('mask');
    goOn();
    desk.step('undo');
    expect(document.facts().undo).toBe('brush');
    desk.step('undo');
    expect(bytes().equals(first)).toBe(true);
  });

  it('a result waits until the hand is at rest', async () => {
    const { desk, goOn } = twoStrokes();
    let isAtRest = false;
    const rest = desk.atRest().then(() => (isAtRest = true));
    await Promise.resolve();
    expect(isAtRest).toBe(false);
    goOn();
    await rest;
    expect(isAtRest).toBe(true);
  });
});

describe('while a thing is looked for', () => {
  function look() {
    const opened = openDesk({ width: 190, height: 150 });
    const click = at(90, 70);
    opened.desk.pointer({
      pointer: 'begin',
      tool: 'object',
      settings,
      plane: 'mask',
      sample: click,
      mark: null,
    });
    opened.desk.pointer({ pointer: 'end', sample: click });
    return opened;
  }
  function stroke({ desk }: OpenedDesk) {
    desk.pointer({
      pointer: 'begin',
      tool: 'brush',
      settings,
      plane: 'mask',
      sample: at(20, 20),
      mark: null,
    });
    desk.pointer({ pointer: 'end', sample: at(20, 40) });
  }

  it('another action gives the look up, and its answer comes to nothing', async () => {
    const opened = look();
    opened.calls.selectAll('mask');
    await opened.answer(true);
    opened.desk.step('undo');
    expect(opened.isEmpty()).toBe(true);
    expect(opened.document.facts().undo).toBe(null);
  });

  it('a stroke that waits for it is painted before another action', () => {
    const opened = look();
    stroke(opened);
    opened.calls.invertMask('mask');
    opened.desk.step('undo');
    expect(opened.document.facts().undo).toBe('brush');
  });

  it('undo takes back the stroke that waits for it, and then the look', async () => {
    const opened = look();
    stroke(opened);
    opened.desk.step('undo');
    expect(opened.isEmpty()).toBe(true);
    await opened.answer(true);
    expect(opened.document.facts().undo).toBe('object');
    opened.desk.step('undo');
    expect(opened.isEmpty()).toBe(true);

    const again = look();
    again.desk.step('undo');
    await again.answer(true);
    expect(again.isEmpty()).toBe(true);
  });
});
