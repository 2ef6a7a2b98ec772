import { beforeEach, describe, expect, it } from 'vitest';
import type { Display, DocumentFacts } from '../document/facts.ts';
import { screenToPhoto, type View } from '../document/view.ts';
import { createViews, type Views } from './viewStore.ts';

const facts = (id: string, more: Partial<DocumentFacts> = {}): DocumentFacts =>
  ({
    id,
    width: 4000,
    height: 3000,
    maskBounds: null,
    parts: [],
    removalId: null,
    view: null,
    ...more,
  }) as DocumentFacts;
const centre = { x: 500, y: 400 };

describe('the view store', () => {
  let views: Views;
  let sent: View[];
  let shown: Display[];
  const view = (): View => views.store.getState().view;

  beforeEach(() => {
    views = createViews();
    sent = [];
    shown = [];
    views.connect({ sendView: (one) => sent.push(one), setDisplay: (one) => shown.push(one) });
  });
  const open = (): void => {
    views.receive({ event: 'facts', facts: facts('a') });
    views.resize({ width: 1000, height: 800 }, 1);
  };

  it('fits a photo that is opened before or after the canvas has a size', () => {
    open();
    const fitted = view();
    expect(fitted.scale).toBeCloseTo((1000 - 48) / 4000);
    const later = createViews();
    later.resize({ width: 1000, height: 800 }, 1);
    later.receive({ event: 'facts', facts: facts('a') });
    expect(later.store.getState().view).toEqual(fitted);
  });

  it('sends every view to the worker', () => {
    open();
    views.zoomIn();
    expect(sent.at(-1)).toEqual(view());
    expect(sent.length).toBeGreaterThanOrEqual(3);
  });

  it('keeps a fitted photo fitted when the canvas grows', () => {
    open();
    views.resize({ width: 2000, height: 1600 }, 1);
    expect(view().scale).toBeCloseTo((2000 - 48) / 4000);
  });

  it('keeps what is in the centre and the scale when the canvas changes its size otherwise', () => {
    open();
    views.actual();
    const before = screenToPhoto(view(), centre);
    views.resize({ width: 700, height: 900 }, 1);
    expect(view().scale).toBe(1);
    expect(screenToPhoto(view(), { x: 350, y: 450 })).toEqual(before);
  });

  it('remembers the view of each photo', () => {
    open();
    views.actual();
    const ofA = view();
    views.receive({ event: 'facts', facts: facts('b', { width: 100, height: 100 }) });
    expect(view().scale).toBe(1);
    views.receive({ event: 'facts', facts: facts('a') });
    expect(view()).toEqual(ofA);
  });

  it('zooms to the mask, and to the whole photo where nothing is masked', () => {
    open();
    views.actual();
    views.receive({
      event: 'facts',
      facts: facts('a', { maskBounds: { x: 1000, y: 1000, width: 100, height: 50 } }),
    });
    views.zoomToMask();
    expect(screenToPhoto(view(), centre).x).toBeCloseTo(1050);
    expect(screenToPhoto(view(), centre).y).toBeCloseTo(1025);
    views.receive({ event: 'facts', facts: facts('a') });
    views.zoomToMask();
    expect(view().scale).toBeLessThan(1);
  });

  it('turns by quarters and stays fitted', () => {
    open();
    views.turn(1);
    expect(view().turns).toBe(1);
    expect(view().scale).toBeCloseTo((800 - 48) / 4000);
    views.turn(-1);
    expect(view().turns).toBe(0);
  });

  it('cycles the overlay: tint, outline, black and white, hidden, tint', () => {
    const seen = [1, 2, 3, 4].map(() => {
      views.cycleOverlay();
      return shown.at(-1)?.overlay;
    });
    expect(seen).toEqual(['outline', 'blackWhite', 'hidden', 'tint']);
  });

  it('forgets the photo, not the canvas, when the last one is closed', () => {
    open();
    views.close();
    expect(views.store.getState().photo).toBeNull();
    expect(views.store.getState().canvas.width).toBe(1000);
  });
});
