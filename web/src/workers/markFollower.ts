/** What is shown at the pointer while a gesture lasts, whatever becomes of the gesture: it belongs to the hand. */
import type { Screen } from '../document/screen.ts';
import type { BrushMark } from '../document/pointerMark.ts';
import type { Sample } from '../tools/gesture.ts';
import type { PointerMessage } from './documentApi.ts';

/** @returns to be told every message of the fast lane */
export function createMarkFollower(screen: Pick<Screen, 'setMark'>): (message: PointerMessage) => void {
  let mark: BrushMark | null = null;
  const show = (at: Sample | undefined): void => screen.setMark(mark && at ? { mark, at } : null);
  return (message) => {
    if ('view' in message) return;
    if (!('pointer' in message)) {
      // A stroke begun before the zoom came to rest keeps its own.
      if (!mark) screen.setMark(message.mark);
      return;
    }
    switch (message.pointer) {
      case 'begin':
        ({ mark } = message);
        show(message.sample);
        break;
      case 'move':
        show(message.samples.at(-1));
        break;
      case 'end':
      case 'cancel':
        mark = null;
        show(undefined);
        break;
      case 'finish':
        // Of a shape that waits for its next corner; no brush has one.
        break;
    }
  };
}
