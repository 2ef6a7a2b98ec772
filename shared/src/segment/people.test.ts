import { describe, expect, it } from 'vitest';
import { extractPeople, peopleBoxes } from './people.ts';
import { readerOf } from './photoReader.ts';
import { paint } from './testPictures.ts';

const shown = { width: 400, height: 300 };
const photo = { width: 1600, height: 1200 };

describe('peopleBoxes', () => {
  it('scales a window to the photo and trims the surroundings it was trained with', () => {
    const [box] = peopleBoxes([{ x: 100, y: 40, width: 80, height: 160, weight: 1.8 }], shown, photo);
    expect(box).toEqual({ x: 440, y: 192, width: 240, height: 576 });
  });

  it('joins windows of one person, keeps people apart, strongest first, and drops weak ones', () => {
    const boxes = peopleBoxes(
      [
        { x: 10, y: 40, width: 64, height: 128, weight: 0.9 },
        { x: 200, y: 40, width: 64, height: 128, weight: 1.5 },
        { x: 208, y: 48, width: 64, height: 128, weight: 0.7 },
        { x: 320, y: 40, width: 64, height: 128, weight: 0.2 },
      ],
      shown,
      photo,
    );
    expect(boxes.length).toBe(2);
    expect(boxes[0].x).toBeGreaterThan(boxes[1].x);
  });

  it('finds nobody in no windows', () => {
    expect(peopleBoxes([], shown, photo)).toEqual([]);
  });
});

describe('extractPeople', () => {
  it('cuts each figure out of its box', async () => {
    const inFigure = (x: number, y: number) => Math.abs(x - 150) < 30 && Math.abs(y - 200) < 120;
    const picture = paint(300, 400, (x, y) => (inFigure(x, y) ? [60, 40, 90] : [200, 205, 200]));
    const [figure] = await extractPeople(readerOf(picture), [{ x: 105, y: 65, width: 90, height: 270 }]);
    expect(Math.abs(figure.rect.width - 60)).toBeLessThanOrEqual(2);
    expect(Math.abs(figure.rect.height - 240)).toBeLessThanOrEqual(2);
  });
});
