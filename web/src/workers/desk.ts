/**
 * The desk of the document's worker: which photos are open, which one is worked on, the gesture in progress, and when
 * to paint. Everything the page asks for arrives here.
 */
import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import { createDocument, type Document, type OpenedPhoto } from '../document/document.ts';
import type { PlaneName } from '../document/facts.ts';
import type { Past, Standing } from '../document/past.ts';
import { createScreen, type Screen } from '../document/screen.ts';
import { countPlane } from '../document/tiledPlane.ts';
import type { Outline } from '../tools/gesture.ts';
import { toolById } from '../tools/index.ts';
import type { Sample } from '../tools/gesture.ts';
import { beginStroke, type StrokeSession } from '../tools/strokeSession.ts';
import type { DocumentEvent, PointerMessage } from './documentApi.ts';
import type { ReadOnly } from './keepingApi.ts';
import type { Looks } from './looks.ts';

// Two presses this near to each other on screen, in device pixels, are on the same spot.
const screenReach = 10;

/** A photo that was worked on before. */
export interface KeptPhoto {
  readonly id: string;
  readonly past: Past;
  readonly standing: Standing | null;
  /** Beside what is shown, without showing it. */
  readonly isBehind: boolean;
}

export interface Desk {
  readonly screen: Screen;
  /** Throws RangeError when no photo is open. */
  current(): Document;
  /** The same for whatever changes it: what is in progress on it ends first. */
  settled(): Document;
  /** Before a document is changed, a gesture in progress on it ends as it stands. With `plane`, only one on that plane. */
  settle(document: Document, plane?: PlaneName): void;
  isDrawing(): boolean;
  /** Resolves when no gesture is in progress. */
  atRest(): Promise<void>;
  /** Undo takes back the gesture in progress, and nothing else while there is one; redo does nothing meanwhile. */
  step(way: 'undo' | 'redo'): void;
  readonly documents: ReadonlyMap<string, Document>;
  open(opened: OpenedPhoto, kept?: KeptPhoto): Document;
  /** The photo may be looked at and saved, not changed; null: it may be changed. */
  setReadOnly(id: string, why: ReadOnly | null): void;
  isReadOnly(id: string): boolean;
  activate(id: string): Document | undefined;
  close(id: string): void;
  pointer(message: PointerMessage): void;
}

/**
 * @param post sends an event to the page
 * @param nextFrame asks for a call before the next paint
 * @param looks finds things in the photo, for the tool that picks them
 */
export function createDesk(
  post: (event: DocumentEvent) => void,
  nextFrame: (frame: () => void) => void,
  looks?: Looks,
): Desk {
  const documents = new Map<string, Document>();
  const readOnly = new Map<string, ReadOnly>();
  let active: Document | null = null;
  let stroke: StrokeSession | null = null;
  let isSettling = false;
  let waiting: PointerMessage[] = [];
  let resting: (() => void)[] = [];
  let frameAsked = false;
  let factsStale = false;
  let outlineShown = false;

  /** A brush has no outline: nothing is posted for its frames. */
  const tellOutline = (outline: Outline | null, isPending: boolean): void => {
    if (outline === null && !outlineShown) return;
    outlineShown = outline !== null;
    post({ event: 'outline', outline, isPending });
  };

  const frame = (): void => {
    frameAsked = false;
    stroke?.flush();
    screen.paint();
    if (stroke) tellOutline(stroke.outline(), stroke.isPending());
    // Facts cost a look at every changed tile: not in the middle of a stroke.
    if (factsStale && active && !stroke) {
      factsStale = false;
      post({ event: 'facts', facts: active.facts() });
    }
  };
  const askFrame = (): void => {
    if (frameAsked) return;
    frameAsked = true;
    nextFrame(frame);
  };
  const screen = createScreen(askFrame);

  const show = (document: Document | null): void => {
    active = document;
    screen.show(document);
    factsStale = true;
    post({ event: 'tray' });
    askFrame();
  };

  const endStroke = (finish: (session: StrokeSession) => void): void => {
    if (!stroke) return;
    const session = stroke;
    stroke = null;
    isSettling = false;
    finish(session);
    tellOutline(null, false);
    factsStale = true;
    askFrame();
    const later = waiting;
    waiting = [];
    for (const message of later) desk.pointer(message);
    if (stroke) return;
    const rested = resting;
    resting = [];
    for (const wake of rested) wake();
  };

  /** What is still looked for stands for nothing yet. */
  const finishAsItStands = (): void => {
    const isLooking = isSettling;
    endStroke((session) => {
      if (isLooking) session.cancel();
      else announce(session.finish().touched(), session);
    });
  };

  /** Another tool or another photo: a shape begun is kept, never lost. */
  const finishPending = (): void => {
    if (stroke?.isPending()) finishAsItStands();
  };

  const desk: Desk = {
    screen,
    documents,
    current() {
      if (!active) throw new RangeError('no photo is open');
      return active;
    },
    settled() {
      const document = desk.current();
      desk.settle(document);
      return document;
    },
    settle(document, plane) {
      // Once more for what waited for the end of a look.
      while (stroke && document === active && (plane ?? stroke.plane) === stroke.plane) finishAsItStands();
    },
    isDrawing: () => stroke !== null,
    atRest: () => new Promise((resolve) => (stroke ? resting.push(resolve) : resolve())),
    step(way) {
      if (!stroke) return desk.current()[way]();
      if (way === 'redo') return;
      // Of what waits for the end of a look, the last gesture is the last thing that the hand did.
      const last = waiting.findLastIndex((message) => 'pointer' in message && message.pointer === 'begin');
      if (last >= 0) waiting.splice(last);
      else endStroke((session) => session.cancel());
    },
    setReadOnly(id, why) {
      if (why) readOnly.set(id, why);
      else readOnly.delete(id);
      if (why && active?.id === id) endStroke((session) => session.cancel());
      post({ event: 'readOnly', documentId: id, why });
    },
    isReadOnly: (id) => readOnly.has(id),
    open(opened, kept) {
      const document = createDocument(
        opened,
        kept?.id ?? crypto.randomUUID(),
        (change) => {
          if (active !== document) return;
          screen.changed(change);
          factsStale = true;
        },
        looks?.objects,
      );
      if (kept) document.relive(kept.past, kept.standing ?? undefined);
      documents.set(document.id, document);
      if (kept?.isBehind && active) return document;
      endStroke((session) => session.cancel());
      show(document);
      return document;
    },
    activate(id) {
      const document = documents.get(id);
      if (!document) return undefined;
      endStroke((session) => session.cancel());
      show(document);
      return document;
    },
    close(id) {
      const document = documents.get(id);
      if (!document) return;
      documents.delete(id);
      readOnly.delete(id);
      if (active === document) {
        endStroke((session) => session.cancel());
        show([...documents.values()].at(-1) ?? null);
      }
      document.close();
      post({ event: 'tray' });
    },
    pointer(message) {
      if ('view' in message) {
        screen.setView(message.view);
        return;
      }
      if (!('pointer' in message) || !active) return;
      if (isSettling && message.pointer !== 'cancel') {
        waiting.push(message);
        return;
      }
      switch (message.pointer) {
        case 'begin': {
          if (readOnly.has(active.id)) break;
          looks?.stopAhead();
          const { plane, sample } = message;
          if (stroke?.isPending() && stroke.tool.id === message.tool) {
            stroke.resume(sample);
            break;
          }
          finishPending();
          endStroke((session) => session.cancel());
          const settings = { ...message.settings, reach: screenReach / screen.view().scale };
          stroke = beginStroke(active, toolById(message.tool), settings, plane, sample) ?? null;
          break;
        }
        case 'move':
          stroke?.queue(message.samples);
          break;
        case 'end':
          if (stroke && !stroke.isPending()) end(stroke, message.sample);
          break;
        case 'finish':
          finishPending();
          break;
        case 'cancel':
          waiting = [];
          endStroke((session) => session.cancel());
          break;
      }
      askFrame();
    },
  };

  /** The tool's shape is over, or is looked for now: what the pointer does until then comes after it. */
  const end = (session: StrokeSession, sample: Sample): void => {
    const ended = session.end(sample);
    if (ended === null) return;
    if (!(ended instanceof Promise)) {
      endStroke(() => announce(ended.touched(), session));
      return;
    }
    isSettling = true;
    ended
      .then((surface) => {
        if (stroke === session) endStroke(() => announce(surface.touched(), session));
        return undefined;
      })
      .catch(() => {
        if (stroke !== session) return;
        endStroke(() => session.cancel());
        post({ event: 'notice', code: 'lookFailed' });
      });
  };

  const announce = (bounds: Rect, session: StrokeSession): void => {
    if (!active) return;
    const { plane } = active.planes.mask;
    post({
      event: 'gesture',
      announcement: {
        tool: session.tool.id,
        mode: session.settings.mode,
        plane: session.plane,
        bounds,
        notice: session.notice(),
        maskPercent: (100 * countPlane(plane)) / (plane.width * plane.height),
      },
    });
  };
  return desk;
}
