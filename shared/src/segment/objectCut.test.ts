import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containsRect } from '../raster/rect.ts';
import { createObjectSession, type ObjectSelection } from './objectCut.ts';
import { readerOf } from './photoReader.ts';
import { paint, type Colour } from './testPictures.ts';

const ORANGE: Colour = [220, 120, 40];
const BLUE: Colour = [50, 80, 170];
const GREY: Colour = [190, 190, 195];

const inDisc = (x: number, y: number) => Math.hypot(x - 500, y - 500) < 160;
const inCap = (x: number, y: number) => Math.abs(x - 500) < 60 && y > 250 && y <= 345;
const inSquare = (x: number, y: number) => Math.abs(x - 1000) < 60 && Math.abs(y - 200) < 60;

/** Grey sweep, 1200×900: an orange disc with a blue cap above it, and an orange square apart from both. */
const photo = paint(1200, 900, (x, y) => {
  if (inDisc(x, y)) return ORANGE;
  if (inCap(x, y)) return BLUE;
  if (inSquare(x, y)) return ORANGE;
  const light = (x + y) / 60;
  return [GREY[0] + light, GREY[1] + light, GREY[2] + light];
});
const has = ({ rect, mask }: ObjectSelection, x: number, y: number): boolean =>
  x >= rect.x &&
  y >= rect.y &&
  x < rect.x + rect.width &&
  y < rect.y + rect.height &&
  mask.data[(y - rect.y) * rect.width + x - rect.x] === 255;

/** Share of pixels farther than `px` from the shape's edge that are on the wrong side, by a signed distance. */
function wrongBeyond(found: ObjectSelection, px: number, signed: (x: number, y: number) => number): number {
  let wrong = 0;
  for (let y = 0; y < photo.height; y++) {
    for (let x = 0; x < photo.width; x++) {
      const d = signed(x, y);
      if (Math.abs(d) > px && has(found, x, y) !== d < 0) wrong++;
    }
  }
  return wrong;
}

describe('createObjectSession', () => {
  it('finds the thing in a box, its edge within 2 px everywhere', async () => {
    const found = await createObjectSession(readerOf(photo)).box({ x: 920, y: 120, width: 165, height: 160 });
    const signed = (x: number, y: number) => Math.max(Math.abs(x - 1000), Math.abs(y - 200)) - 60;
    expect(wrongBeyond(found, 2, signed)).toBe(0);
    expect(found.confident).toBe(true);
  });

  it('takes both colours of a thing that a box holds, and nothing outside the box', async () => {
    const box = { x: 315, y: 235, width: 370, height: 450 };
    const found = await createObjectSession(readerOf(photo)).box(box);
    expect([has(found, 500, 500), has(found, 500, 270), has(found, 350, 260)]).toEqual([true, true, false]);
    expect(containsRect(box, found.rect)).toBe(true);
  });

  it('finds the thing under a click, and not its double elsewhere', async () => {
    const found = await createObjectSession(readerOf(photo)).click(500, 520);
    expect([has(found, 500, 640), has(found, 360, 500), has(found, 1000, 200)]).toEqual([true, true, false]);
  });

  it('gives back what a subtracting stroke covers, and keeps the rest', async () => {
    const session = createObjectSession(readerOf(photo));
    await session.box({ x: 315, y: 235, width: 370, height: 450 });
    const found = await session.stroke(
      [
        { x: 500, y: 260 },
        { x: 500, y: 325 },
      ],
      'subtract',
      60,
    );
    expect([has(found, 500, 290), has(found, 455, 300), has(found, 500, 500)]).toEqual([false, false, true]);
  });

  it('takes in what an adding stroke touches, also outside the box', async () => {
    const session = createObjectSession(readerOf(photo));
    const box = { x: 325, y: 335, width: 350, height: 340 };
    expect(has(await session.box(box), 500, 290)).toBe(false);
    const found = await session.stroke(
      [
        { x: 500, y: 265 },
        { x: 500, y: 330 },
      ],
      'add',
    );
    expect([has(found, 500, 290), has(found, 500, 500)]).toEqual([true, true]);
  });

  it('answers the same whenever it is asked the same', async () => {
    const box = { x: 300, y: 220, width: 400, height: 470 };
    const once = await createObjectSession(readerOf(photo)).box(box);
    expect(await createObjectSession(readerOf(photo)).box(box)).toEqual(once);
  });

  it('stays inside any photo, however small, with any box and click', async () => {
    const size = fc.integer({ min: 1, max: 24 });
    const share = fc.double({ min: 0, max: 0.999, noNaN: true });
    await fc.assert(
      fc.asyncProperty(size, size, share, share, share, async (width, height, a, b, c) => {
        const tiny = paint(width, height, (x, y) => [(x * 40) % 256, (y * 60) % 256, 90]);
        const whole = { x: 0, y: 0, width, height };
        const x = Math.floor(a * width);
        const y = Math.floor(b * height);
        const box = { x, y, width: Math.ceil(c * width) + 1, height: Math.ceil(c * height) + 1 };
        const session = createObjectSession(readerOf(tiny));
        for (const select of [
          () => session.box(box),
          () => session.click(x, y),
          () => session.stroke([{ x, y }], 'subtract'),
        ]) {
          const found = await select();
          expect(containsRect(whole, found.rect)).toBe(true);
          expect(found.mask.data.every((v) => v === 0 || v === 255)).toBe(true);
          expect(found.mask.data.length).toBe(found.rect.width * found.rect.height);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('says what is wrong with a box, a click or a stroke that has no place', async () => {
    const session = createObjectSession(readerOf(photo));
    await expect(session.box({ x: 1300, y: 0, width: 5, height: 5 })).rejects.toThrow(
      'misses a photo of 1200×900',
    );
    await expect(session.click(-1, 3)).rejects.toThrow('click at -1, 3 is outside');
    await expect(session.stroke([{ x: 1, y: 1 }], 'add')).rejects.toThrow('there is none yet');
  });
});
