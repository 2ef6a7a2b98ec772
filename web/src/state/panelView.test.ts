import { describe, expect, it } from 'vitest';
import { screenToPhoto } from '../document/view.ts';
import { createPanelViews, type PanelArrival } from './panelView.ts';

const photo = { width: 4000, height: 3000 };
const part = { x: 1000, y: 1000, width: 200, height: 100 };
const thumb: PanelArrival = {
  photo,
  part,
  size: { width: 120, height: 90 },
  isMovable: false,
  subject: 'a:1',
};
const cell: PanelArrival = { ...thumb, size: { width: 600, height: 450 }, isMovable: true };

const centreOf = (panels: ReturnType<typeof createPanelViews>, size: PanelArrival['size']) =>
  screenToPhoto(panels.seenFrom(size), { x: size.width / 2, y: size.height / 2 });

describe('the panels’ view', () => {
  it('opens on the masked area', () => {
    const panels = createPanelViews();
    panels.arrive(thumb);
    expect(centreOf(panels, thumb.size).x).toBeCloseTo(1100);
    expect(centreOf(panels, thumb.size).y).toBeCloseTo(1050);
  });

  it('stays where it was moved when further panels of the same results appear', () => {
    const panels = createPanelViews();
    panels.arrive(cell);
    panels.move(photo, { ...panels.seenFrom(cell.size), offsetX: -500 }, cell.size);
    const { view } = panels.store.getState();
    panels.arrive(cell);
    panels.arrive(thumb);
    expect(panels.store.getState().view).toBe(view);
  });

  it('opens anew for new results, and when compare is opened again', () => {
    const panels = createPanelViews();
    panels.arrive(cell);
    const opened = panels.store.getState().view;
    panels.move(photo, { ...opened, offsetX: -500 }, cell.size);
    panels.arrive({ ...cell, subject: 'a:2' });
    expect(panels.store.getState().view).toEqual(opened);
    panels.move(photo, { ...opened, offsetX: -500 }, cell.size);
    panels.leave();
    panels.arrive(cell);
    expect(panels.store.getState().view).toEqual(opened);
  });

  it('reaches the worker through any panel that is still mounted', () => {
    const panels = createPanelViews();
    const heard: string[] = [];
    const leaveFirst = panels.connect({ setPanelView: () => heard.push('first') });
    const leaveSecond = panels.connect({ setPanelView: () => heard.push('second') });
    heard.length = 0;
    leaveSecond();
    panels.arrive(thumb);
    expect(heard).toEqual(['first']);
    leaveFirst();
    panels.arrive(cell);
    expect(heard).toEqual(['first']);
  });
});
