/** What a designer does until the power goes: seeded, so that a failure can be done again. */
import type { Page } from '@playwright/test';
import type { Editor, Point } from '../driver/editor.ts';
import { fingerprint, type Fingerprint } from './probe.ts';

export type Action = 'stroke' | 'box' | 'undo' | 'redo' | 'invert' | 'remove' | 'use' | 'save';

/** How far the work had come. */
export interface Progress {
  /** The state after the last action that was finished and read, and when it was finished. */
  done: Fingerprint;
  doneAt: number;
  /** The state before the action in progress: where that action is finished but was not read. */
  action: Action | null;
  /** The open stroke: where the pointer was told to be, and when. */
  stroke: { readonly at: number; readonly point: Point }[];
  readonly counts: Record<Action, number>;
}

async function paint(page: Page, editor: Editor, random: () => number, progress: Progress): Promise<void> {
  // A result that is shown brings its surroundings close: strokes would lie beside the canvas.
  await editor.press('Fit the photo');
  await editor.tool('Brush');
  const start = { x: 200 + random() * 1200, y: 200 + random() * 500 };
  let angle = random() * Math.PI * 2;
  let point = start;
  const first = await editor.screenPoint(point);
  await page.mouse.move(first.x, first.y);
  await page.mouse.down();
  progress.stroke = [{ at: Date.now(), point }];
  const steps = 10 + Math.floor(random() * 50);
  for (let i = 0; i < steps; i++) {
    angle += random() - 0.5;
    point = {
      x: Math.min(1500, Math.max(100, point.x + Math.cos(angle) * 25)),
      y: Math.min(800, Math.max(100, point.y + Math.sin(angle) * 25)),
    };
    const shown = await editor.screenPoint(point);
    await page.mouse.move(shown.x, shown.y);
    progress.stroke.push({ at: Date.now(), point });
  }
  await page.mouse.up();
}

async function act(action: Action, page: Page, editor: Editor, random: () => number, progress: Progress) {
  const enabled = (name: string) => page.getByRole('button', { name, exact: true }).first().isEnabled();
  switch (action) {
    case 'stroke':
      return paint(page, editor, random, progress);
    case 'box': {
      const from = { x: 100 + random() * 1000, y: 100 + random() * 500 };
      await editor.press('Fit the photo');
      return void (await editor.box(from, {
        x: from.x + 30 + random() * 200,
        y: from.y + 30 + random() * 100,
      }));
    }
    case 'undo':
      return (await enabled('Undo')) ? void (await editor.undo()) : undefined;
    case 'redo':
      return (await enabled('Redo')) ? void (await editor.redo()) : undefined;
    case 'invert':
      return void (await editor.press('Invert mask'));
    case 'remove':
      await editor.press('Fit the photo');
      await editor.press('Clear mask');
      await editor.box({ x: 300, y: 300 }, { x: 380, y: 360 });
      await editor.press('Remove');
      await page.getByRole('button', { name: 'Use this result' }).waitFor({ timeout: 120_000 });
      return undefined;
    case 'use':
      return (await page.getByRole('button', { name: 'Use this result' }).isVisible()) &&
        (await enabled('Use this result'))
        ? void (await editor.press('Use this result'))
        : undefined;
    case 'save':
      await editor.press('Save photo');
      return undefined;
  }
}

const odds: readonly (readonly [Action, number])[] = [
  ['stroke', 0.5],
  ['box', 0.1],
  ['undo', 0.1],
  ['redo', 0.05],
  ['invert', 0.05],
  ['remove', 0.08],
  ['use', 0.04],
  ['save', 0.08],
];

function choose(random: () => number): Action {
  let left = random();
  for (const [action, share] of odds) {
    left -= share;
    if (left < 0) return action;
  }
  return 'stroke';
}

/** Works on until the browser is gone. */
export async function work(
  page: Page,
  editor: Editor,
  random: () => number,
  progress: Progress,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    const action = choose(random);
    progress.action = action;
    progress.stroke = [];
    await act(action, page, editor, random, progress);
    // Facts follow at the next frame; the fingerprint is read by the worker after everything sent before it.
    const finishedAt = Date.now();
    const done = await fingerprint(page);
    progress.counts[action]++;
    progress.done = done;
    progress.doneAt = finishedAt;
    progress.action = null;
    progress.stroke = [];
  }
}
