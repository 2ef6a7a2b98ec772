/**
 * What pointers mean: drawing, panning, pinching, sizing the brush. Knows no DOM: it takes facts about pointer events
 * and calls its host. A gesture it begins always ends in exactly one `end` or `cancel`.
 */
import { panBy, screenToPhoto, type Point, type View } from '../document/view.ts';
import type { Sample } from '../tools/gesture.ts';
import { pinchView } from './pinch.ts';

/** The part of a PointerEvent that matters; x and y in screen (device) pixels of the canvas. */
export interface PointerFact {
  readonly id: number;
  readonly type: 'mouse' | 'pen' | 'touch';
  readonly button: number;
  readonly buttons: number;
  readonly x: number;
  readonly y: number;
  readonly pressure: number;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly timeMs: number;
}

export interface PointerHost {
  view(): View;
  setView(view: View): void;
  /** Whether the tool in hand draws; otherwise it pans. */
  canDraw(): boolean;
  isSpaceHeld(): boolean;
  /** Device pixels per CSS pixel: what counts as a small movement. */
  dpr(): number;
  begin(sample: Sample, withEraser: boolean, type: PointerFact['type']): void;
  move(samples: readonly Sample[]): void;
  end(sample: Sample): void;
  cancel(): void;
  brushSize(): number;
  setBrushSize(size: number): void;
  /** Two or three fingers touched and left at once. */
  tap(fingers: number): void;
}

type Activity =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'draw';
      readonly id: number;
      readonly mask: number;
      readonly since: PointerFact;
      last: PointerFact;
    }
  | { readonly kind: 'pan'; readonly id: number; readonly mask: number; last: Point }
  | { readonly kind: 'size'; readonly id: number; readonly start: Point; readonly size: number }
  | {
      readonly kind: 'pinch';
      readonly view: View;
      readonly before: readonly [Point, Point];
      readonly ids: readonly [number, number];
    };

export type PointerActivity = Activity['kind'];

export interface PointerInput {
  /** Returns whether the pointer is wanted: capture it. */
  down(fact: PointerFact): boolean;
  /** @param facts the coalesced positions of one event, oldest first; at least one. */
  move(facts: readonly PointerFact[]): void;
  up(fact: PointerFact): void;
  /** The system took the pointer away: what was being drawn is undone. */
  cancel(fact: PointerFact): void;
  /** Capture was lost without an up: what was drawn so far stands. */
  lost(id: number): void;
  /** The window lost its focus: as if every button was released. */
  blur(): void;
  /** Esc: drops the gesture in progress. Returns whether there was one. */
  abort(): boolean;
  activity(): PointerActivity;
}

/** `buttons` bits: primary 1, secondary 2, middle 4, pen eraser 32. */
const bitOf = (button: number): number => [1, 4, 2, 8, 16, 32][button] ?? 0;
/** A second finger within this time means that the first was never meant to draw. */
const secondFingerMs = 500;
const tapMs = 300;
const tapTravel = 12;

const idle: Activity = { kind: 'idle' };

/** @param host what the gestures do; asked and called synchronously. */
export function createPointerInput(host: PointerHost): PointerInput {
  let activity: Activity = idle;
  let penSeen = false;
  /** Fingers on the canvas, in the order they came. */
  const fingers = new Map<number, Point>();
  let tap: { count: number; since: number; moved: boolean; starts: Map<number, Point> } | null = null;

  const sampleOf = (fact: PointerFact): Sample => ({
    ...screenToPhoto(host.view(), fact),
    pressure: fact.type === 'pen' ? fact.pressure : 0.5,
    shift: fact.shift,
    space: host.isSpaceHeld(),
  });
  const endDraw = (): void => {
    if (activity.kind !== 'draw') return;
    const { last } = activity;
    activity = idle;
    host.end(sampleOf(last));
  };
  const cancelDraw = (): void => {
    if (activity.kind !== 'draw') return;
    activity = idle;
    host.cancel();
  };
  const stop = (): void => {
    endDraw();
    activity = idle;
  };

  const beginPinch = (): void => {
    const [a, b] = [...fingers.entries()];
    activity = { kind: 'pinch', view: host.view(), before: [a[1], b[1]], ids: [a[0], b[0]] };
  };
  const secondFinger = (fact: PointerFact): void => {
    if (activity.kind === 'draw') {
      if (fact.timeMs - activity.since.timeMs <= secondFingerMs) cancelDraw();
      else endDraw();
    }
    beginPinch();
  };
  const touchDown = (fact: PointerFact): void => {
    fingers.set(fact.id, fact);
    if (fingers.size === 1) tap = { count: 1, since: fact.timeMs, moved: false, starts: new Map() };
    if (tap) {
      tap.count = Math.max(tap.count, fingers.size);
      tap.starts.set(fact.id, fact);
    }
    if (fingers.size === 2) secondFinger(fact);
    if (fingers.size !== 1) return;
    if (penSeen || !host.canDraw()) activity = { kind: 'pan', id: fact.id, mask: 1, last: fact };
    else beginDraw(fact, false);
  };
  const touchGone = (fact: PointerFact, isTap: boolean): void => {
    fingers.delete(fact.id);
    if (activity.kind === 'pinch' && activity.ids.includes(fact.id)) {
      const [rest] = [...fingers.entries()];
      // The finger that stays goes on moving the photo; it must not begin to draw.
      activity = rest ? { kind: 'pan', id: rest[0], mask: 1, last: rest[1] } : idle;
    }
    if (fingers.size > 0) return;
    if (isTap && tap && tap.count >= 2 && !tap.moved && fact.timeMs - tap.since < tapMs) host.tap(tap.count);
    tap = null;
  };
  const forget = (id: number): void => {
    if (activity.kind !== 'idle' && activity.kind !== 'pinch' && activity.id === id) stop();
    fingers.delete(id);
    if (activity.kind === 'pinch' && activity.ids.includes(id)) activity = idle;
  };
  const dropFingers = (): void => {
    cancelDraw();
    activity = idle;
    fingers.clear();
    tap = null;
  };
  const beginDraw = (fact: PointerFact, withEraser: boolean): void => {
    activity = { kind: 'draw', id: fact.id, mask: bitOf(fact.button), since: fact, last: fact };
    host.begin(sampleOf(fact), withEraser, fact.type);
  };
  const mouseDown = (fact: PointerFact): boolean => {
    const pans = fact.button === 1 || (fact.button === 0 && (host.isSpaceHeld() || !host.canDraw()));
    if (pans) activity = { kind: 'pan', id: fact.id, mask: bitOf(fact.button), last: fact };
    else if (fact.button === 0) beginDraw(fact, false);
    else if (fact.button === 5) beginDraw(fact, true);
    else if (fact.button === 2 && fact.alt)
      activity = { kind: 'size', id: fact.id, start: fact, size: host.brushSize() };
    else return false;
    return true;
  };
  const trackTap = (fact: PointerFact): void => {
    const start = tap?.starts.get(fact.id);
    if (tap && start && Math.hypot(fact.x - start.x, fact.y - start.y) > tapTravel * host.dpr())
      tap.moved = true;
  };

  return {
    down(fact) {
      if (fact.type === 'pen') {
        penSeen = true;
        // The palm came down before the pen.
        if (fingers.size > 0) dropFingers();
      }
      if (fact.type === 'touch') {
        // Its release was missed (a dialog, a lost window): the earlier touch is over.
        if (fingers.has(fact.id)) forget(fact.id);
        // A palm beside the pen or the mouse that is at work.
        if (activity.kind !== 'idle' && fingers.size === 0) return false;
        touchDown(fact);
        return true;
      }
      // While something is under way the first pointer keeps it.
      return activity.kind === 'idle' && mouseDown(fact);
    },
    move(facts) {
      const fact = facts[facts.length - 1];
      if (fact.type === 'pen') penSeen = true;
      if (fact.type === 'touch' && fingers.has(fact.id)) {
        fingers.set(fact.id, fact);
        trackTap(fact);
      }
      if (activity.kind === 'pinch') {
        const [a, b] = activity.ids.map((id) => fingers.get(id));
        if (a && b && activity.ids.includes(fact.id))
          host.setView(pinchView(activity.view, activity.before, [a, b]));
        return;
      }
      if (activity.kind === 'idle' || activity.id !== fact.id) return;
      // A button that went up while another stays down gives no pointerup, only this.
      if (activity.kind !== 'size' && fact.type !== 'touch' && (fact.buttons & activity.mask) === 0) {
        stop();
        return;
      }
      if (activity.kind === 'draw') {
        activity.last = fact;
        host.move(facts.map(sampleOf));
      } else if (activity.kind === 'pan') {
        // By whole pixels, so that what is painted moves along; what is left over comes with the next move.
        const dx = Math.round(fact.x - activity.last.x);
        const dy = Math.round(fact.y - activity.last.y);
        if (dx !== 0 || dy !== 0) host.setView(panBy(host.view(), dx, dy));
        activity.last = { ...fact, x: activity.last.x + dx, y: activity.last.y + dy };
      } else {
        host.setBrushSize(activity.size + (fact.x - activity.start.x) / host.view().scale);
      }
    },
    up(fact) {
      if (activity.kind === 'draw' && activity.id === fact.id) {
        // Its own position: an up may come further on than the last move.
        activity.last = { ...fact, pressure: activity.last.pressure };
        endDraw();
      } else if (activity.kind !== 'pinch' && activity.kind !== 'idle' && activity.id === fact.id)
        activity = idle;
      if (fact.type === 'touch') touchGone(fact, true);
    },
    cancel(fact) {
      if (activity.kind === 'draw' && activity.id === fact.id) cancelDraw();
      else if (activity.kind !== 'pinch' && activity.kind !== 'idle' && activity.id === fact.id)
        activity = idle;
      if (fact.type === 'touch') touchGone(fact, false);
    },
    lost: forget,
    blur() {
      stop();
      fingers.clear();
      tap = null;
    },
    abort() {
      const wasDrawing = activity.kind === 'draw';
      cancelDraw();
      return wasDrawing;
    },
    activity: () => activity.kind,
  };
}
