/** The scripted hand: real input events through the browser's own door, at the pace of a mouse. */
import type { CDPSession, Locator, Page } from '@playwright/test';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Area extends Point {
  readonly width: number;
  readonly height: number;
}

// 125 Hz, what a plain mouse sends.
const stepMs = 8;

/** Positions of a stroke that wanders over an area; each number gives another one. */
export function strokePath(area: Area, number: number, steps: number): Point[] {
  const phase = number * 2.39996;
  return Array.from({ length: steps }, (_, at) => {
    const t = at / Math.max(1, steps - 1);
    return {
      x: area.x + area.width * (0.5 + 0.42 * Math.cos(phase + 4.1 * t)),
      y: area.y + area.height * (0.5 + 0.42 * Math.sin(1.7 * phase + 5.3 * t)),
    };
  });
}

export interface Hand {
  /** Presses, moves and lets go. Paced: as a mouse does; otherwise all moves at once. Resolves when the page has had them all. */
  drag(path: readonly Point[], paced: boolean): Promise<void>;
  /** Turns of the wheel with Ctrl held, which zoom. */
  zoom(at: Point, turns: readonly number[]): Promise<void>;
}

const rest = (untilMs: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, untilMs - performance.now())));

export function createHand(session: CDPSession): Hand {
  const mouse = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', { x, y }: Point, buttons: number) =>
    session.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', buttons, clickCount: 1 });
  /** Calls in their order, each at its time; nobody waits for an answer before the end, as no mouse does. */
  async function atPace(calls: readonly (() => Promise<unknown>)[], paceMs: number): Promise<void> {
    const start = performance.now();
    const answers: Promise<unknown>[] = [];
    for (const [at, call] of calls.entries()) {
      await rest(start + at * paceMs);
      answers.push(call());
    }
    await Promise.all(answers);
  }
  return {
    async drag(path, paced) {
      const last = path[path.length - 1];
      await session.send('Input.dispatchMouseEvent', { type: 'mouseMoved', ...path[0] });
      await mouse('mousePressed', path[0], 1);
      const moves = path.slice(1).map((point) => () => mouse('mouseMoved', point, 1));
      if (paced) await atPace(moves, stepMs);
      else await Promise.all(moves.map((move) => move()));
      await mouse('mouseReleased', last, 0);
    },
    zoom: ({ x, y }, turns) =>
      atPace(
        turns.map(
          (deltaY) => () =>
            session.send('Input.dispatchMouseEvent', {
              type: 'mouseWheel',
              x,
              y,
              deltaX: 0,
              deltaY,
              modifiers: 2,
            }),
        ),
        stepMs,
      ),
  };
}

interface ShownView {
  readonly scale: number;
  readonly offsetX: number;
  readonly offsetY: number;
  readonly dpr: number;
}

const shownView = async (canvas: Locator): Promise<ShownView> =>
  JSON.parse((await canvas.getAttribute('data-view')) ?? '{}') as ShownView;

/** Where the page shows the photo, as far as the canvas goes, in CSS pixels of the window. */
export async function photoArea(canvas: Locator): Promise<Area> {
  const box = await canvas.boundingBox();
  const { scale, offsetX, offsetY, dpr } = await shownView(canvas);
  if (!box) throw new Error('the canvas is not shown');
  const side = async (name: string) => Number(await canvas.getAttribute(`data-photo-${name}`));
  const left = Math.max(box.x, box.x + offsetX / dpr);
  const top = Math.max(box.y, box.y + offsetY / dpr);
  const right = Math.min(box.x + box.width, box.x + (offsetX + (await side('width')) * scale) / dpr);
  const bottom = Math.min(box.y + box.height, box.y + (offsetY + (await side('height')) * scale) / dpr);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Gives the brush in hand so many pixels on screen, by Alt and the right button, from the size that the panel names. */
export async function sizeBrush(page: Page, canvas: Locator, onScreen: number): Promise<void> {
  const box = await canvas.boundingBox();
  const view = await shownView(canvas);
  const told = await page.getByRole('slider', { name: 'Size' }).getAttribute('aria-valuetext');
  if (!box || !told) throw new Error('no canvas or no brush to size');
  const size = Number(/[\d,.]+/.exec(told)?.[0].replaceAll(',', ''));
  const from = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.keyboard.down('Alt');
  await page.mouse.move(from.x, from.y);
  await page.mouse.down({ button: 'right' });
  await page.mouse.move(from.x + onScreen - (size * view.scale) / view.dpr, from.y, { steps: 4 });
  await page.mouse.up({ button: 'right' });
  await page.keyboard.up('Alt');
}
