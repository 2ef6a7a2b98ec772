/** What is shown at the pointer while a gesture lasts, whatever becomes of the gesture: it belongs to the hand. */
import type { Screen } from '../document/screen.ts';
import type { BrushMark } from '../document/pointerMark.ts';
import type { PointerMessage } from './documentApi.ts';

/** @returns to be told every message of the fast lane */
export function createMarkFollower(screen: Pick<Screen, 'setMark'>): (message: PointerMessage) => void {
  let mark: BrushMark | null = null;
  return (message) => {
    if ('view' in message) return;
    if (!('pointer' in message)) {
      // A stroke begun before the zoom came to rest keeps its own.
      if (!mark) screen.setMark(message.mark);
      return;
    }
    if (message.pointer === 'finish') return;
    if (message.pointer === 'begin') ({ mark } = message);
    else if (message.pointer !== 'move') mark = null;
    const sample =
      message.pointer === 'begin'
        ? message.sample
        : message.pointer === 'move'
          ? message.samples.at(-1)
          : undefined;
    screen.setMark(mark && sample ? { mark, at: sample } : null);
  };
}
