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
      const last = rest.at(-1) ?? first;
      if (isEraser) return eraserEnd(page, [first, ...rest], pressure);
      const send = async (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', point: Point) =>
        (await cdp()).send('Input.dispatchMouseEvent', {
          type,
          ...point,
          button: 'left',
          buttons: type === 'mouseReleased' ? 0 : 1,
          clickCount: 1,
          pointerType: 'pen',
          force: pressure,
        });
      await send('mousePressed', first);
      for (const point of rest) await send('mouseMoved', point);
      await send('mouseReleased', last);
    },
  };
}

/** The protocol knows no eraser button (5, bit 32): these events are the page's own, as a tablet's driver would cause them. */
async function eraserEnd(page: Page, points: readonly Point[], pressure: number): Promise<void> {
  await page.evaluate(
    ([path, force]) => {
      const send = (type: string, { x, y }: { x: number; y: number }, button: number, buttons: number) =>
        document.elementFromPoint(x, y)?.dispatchEvent(
          new PointerEvent(type, {
            pointerId: 77,
            pointerType: 'pen',
            clientX: x,
            clientY: y,
            button,
            buttons,
            pressure: force,
            bubbles: true,
            cancelable: true,
          }),
        );
      send('pointerdown', path[0], 5, 32);
      for (const point of path.slice(1)) send('pointermove', point, -1, 32);
      send('pointerup', path[path.length - 1], 5, 0);
    },
    [points, pressure] as const,
  );
}
