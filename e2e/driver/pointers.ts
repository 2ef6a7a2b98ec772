/** Fingers and pens as the browser gets them from the system. Positions are page positions. */
import type { CDPSession, Page } from '@playwright/test';
import type { Point } from './picture.ts';

export interface Pointers {
  /** Fingers by their places; all of them at each call, none at `touchEnd` and `touchCancel`. */
  touch(
    type: 'touchStart' | 'touchMove' | 'touchEnd' | 'touchCancel',
    ...points: readonly Point[]
  ): Promise<void>;
  /** A finger down at the first point, along the others, and up. */
  finger(...points: readonly Point[]): Promise<void>;
  /** A pen with pressure 0–1; its eraser end when told so. */
  pen(points: readonly Point[], options?: { pressure?: number; isEraser?: boolean }): Promise<void>;
}

export function createPointers(page: Page): Pointers {
  let session: Promise<CDPSession> | undefined;
  const cdp = () => (session ??= page.context().newCDPSession(page));
  const touch: Pointers['touch'] = async (type, ...points) => {
    const touchPoints = points.map((point, id) => ({ ...point, id }));
    await (await cdp()).send('Input.dispatchTouchEvent', { type, touchPoints });
  };
  return {
    touch,
    async finger(first, ...rest) {
      await touch('touchStart', first);
      for (const point of rest) await touch('touchMove', point);
      await touch('touchEnd');
    },
    async pen([first, ...rest], { pressure = 0.5, isEraser = false } = {}) {
      const send = async (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', point: Point) =>
        (await cdp()).send('Input.dispatchMouseEvent', {
          type,
          ...point,
          button: isEraser ? ('eraser' as 'left') : 'left',
          buttons: type === 'mouseReleased' ? 0 : isEraser ? 32 : 1,
          clickCount: 1,
          pointerType: 'pen',
          force: pressure,
        });
      await send('mousePressed', first);
      for (const point of rest) await send('mouseMoved', point);
      await send('mouseReleased', rest.at(-1) ?? first);
    },
  };
}
