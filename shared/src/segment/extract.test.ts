import { describe, expect, it } from 'vitest';
import { extractForeground } from './extract.ts';
import { readerOf } from './photoReader.ts';
import { createRandom } from './random.ts';
import { paint, type Colour } from './testPictures.ts';

const GREY: Colour = [190, 190, 195];

describe('extractForeground', () => {
  it('finds a thing on a plain backdrop, its edge within 2 px', async () => {
    const distance = (x: number, y: number) => Math.hypot(x - 420, y - 330) - 150;
    const photo = paint(900, 700, (x, y) => {
      if (distance(x, y) < 0) return [40, 120, 90];
      return [GREY[0] + x / 40, GREY[1] + x / 40, GREY[2] + y / 40];
    });
    const { rect, mask, known } = await extractForeground(readerOf(photo));
    expect(known).toBe(true);
    let wrong = 0;
    for (let y = 0; y < 700; y++) {
      for (let x = 0; x < 900; x++) {
        const inside = x >= rect.x && y >= rect.y && x < rect.x + rect.width && y < rect.y + rect.height;
        const found = inside && mask.data[(y - rect.y) * rect.width + x - rect.x] > 0;
        const d = distance(x, y);
        if (Math.abs(d) > 2 && found !== d < 0) wrong++;
      }
    }
    expect(wrong).toBe(0);
  });

  it('says that nothing stands out of a blank photo, grainy or not', async () => {
    for (const grain of [0, 3]) {
      const found = await extractForeground(readerOf(paint(300, 200, () => GREY, grain)));
      expect(found.known).toBe(false);
      expect(found.doubt).toBeDefined();
    }
  });

  it('says that it does not know when every patch has its own colour', async () => {
    const random = createRandom(5);
    const patches = Array.from({ length: 400 }, (): Colour => [
      255 * random(),
      255 * random(),
      255 * random(),
    ]);
    const photo = paint(600, 600, (x, y) => patches[20 * Math.floor(y / 30) + Math.floor(x / 30)]);
    expect((await extractForeground(readerOf(photo))).known).toBe(false);
  });

  it('says that several unlike things stand out, but takes a pair as one', async () => {
    const pair = (second: Colour) =>
      paint(800, 500, (x, y) => {
        if (Math.hypot(x - 230, y - 250) < 90) return [190, 60, 50];
        if (Math.hypot(x - 560, y - 250) < 90) return second;
        return GREY;
      });
    expect((await extractForeground(readerOf(pair([30, 70, 150])))).doubt).toBe('several');
    expect((await extractForeground(readerOf(pair([190, 60, 50])))).known).toBe(true);
  });

  it.each([
    [1, 1],
    [1, 300],
    [8, 8],
    [500, 2],
  ])('answers for a photo of %i×%i', async (width, height) => {
    const found = await extractForeground(readerOf(paint(width, height, (x) => [x % 256, 90, 90])));
    expect(found.rect.width).toBeLessThanOrEqual(width);
  });
});
