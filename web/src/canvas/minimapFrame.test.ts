import { describe, expect, it } from 'vitest';
import { photoToScreen } from '../document/view.ts';
import { minimapFrame, minimapSize, photoAtMinimap } from './minimapFrame.ts';

const photo = { width: 4000, height: 2000 };
const canvas = { width: 1000, height: 500 };

describe('the minimap', () => {
  it('has the photo’s shape, turned with the view', () => {
    expect(minimapSize(photo, 0)).toEqual({ width: 144, height: 72 });
    expect(minimapSize(photo, 1)).toEqual({ width: 72, height: 144 });
    expect(minimapSize({ width: 1, height: 30_000 }, 0)).toEqual({ width: 24, height: 144 });
  });

  it('frames what the canvas shows', () => {
    const size = minimapSize(photo, 0);
    const view = { scale: 0.5, offsetX: -500, offsetY: -250, turns: 0 };
    const frame = minimapFrame(view, photo, canvas, size);
    expect([frame.x, frame.y]).toEqual([36, 18]);
    expect(frame.width).toBeCloseTo(72);
    expect(frame.height).toBeCloseTo(36);
  });

  it('frames no more than the photo', () => {
    const size = minimapSize(photo, 0);
    const view = { scale: 0.5, offsetX: 100, offsetY: -900, turns: 0 };
    const frame = minimapFrame(view, photo, canvas, size);
    expect(frame.x).toBe(0);
    expect(frame.y + frame.height).toBe(72);
  });

  it('knows the photo point under the pointer, so that what is framed is what one sees, at every turn', () => {
    for (const turns of [0, 1, 2, 3]) {
      const size = minimapSize(photo, turns);
      const origin = photoToScreen({ scale: 2, offsetX: 0, offsetY: 0, turns }, { x: 1000, y: 500 });
      const view = { scale: 2, offsetX: 500 - origin.x, offsetY: 250 - origin.y, turns };
      const frame = minimapFrame(view, photo, canvas, size);
      const middle = { x: frame.x + frame.width / 2, y: frame.y + frame.height / 2 };
      const under = photoAtMinimap(middle, photo, size, turns);
      expect(under.x).toBeCloseTo(1000);
      expect(under.y).toBeCloseTo(500);
    }
  });
});
