import { describe, expect, it } from 'vitest';
import { ascii, maskOf as mask } from './ascii.ts';
import { mirrorPicture, mirrorPlane, roomForMask } from './mirrorFrame.ts';
import { createPlane, cropPicture, type Picture } from './picture.ts';

describe('mirrorPlane', () => {
  it('adds the reflection on every side, the edge itself once', () => {
    expect(ascii(mirrorPlane(mask('#..', '.#.', '...'), 1))).toEqual([
      '#.#.#',
      '.#...',
      '#.#.#',
      '.....',
      '#.#.#',
    ]);
  });

  it('goes on reflecting where more is asked for than there is', () => {
    expect(ascii(mirrorPlane(mask('#.'), 3))[0]).toBe('.#.#.#.#');
    expect(ascii(mirrorPlane(mask('#'), 2))).toEqual(['#####', '#####', '#####', '#####', '#####']);
  });
});

describe('mirrorPicture', () => {
  it('holds the picture untouched in its middle', () => {
    const data = Uint8ClampedArray.from({ length: 5 * 4 * 4 }, (_, i) => (i * 37) % 256);
    const picture: Picture = { data, width: 5, height: 4 };
    const wide = mirrorPicture(picture, 2);
    expect([wide.width, wide.height]).toEqual([9, 8]);
    expect(cropPicture(wide, { x: 2, y: 2, width: 5, height: 4 })).toEqual(picture);
    expect(cropPicture(wide, { x: 1, y: 2, width: 1, height: 1 }).data).toEqual(
      cropPicture(picture, { x: 1, y: 0, width: 1, height: 1 }).data,
    );
  });
});

describe('roomForMask', () => {
  const withDot = (x: number, y: number) => {
    const plane = createPlane(100, 50);
    plane.data[y * 100 + x] = 255;
    return plane;
  };

  it('is 3 % of the longer side where the mask comes nearer than that to any side', () => {
    for (const [x, y] of [
      [0, 25],
      [2, 25],
      [97, 25],
      [50, 2],
      [50, 47],
      [99, 49],
    ])
      expect([x, y, roomForMask(withDot(x, y))]).toEqual([x, y, 3]);
  });

  it('is none where the mask keeps away, or is empty', () => {
    for (const [x, y] of [
      [3, 3],
      [96, 46],
      [50, 25],
    ])
      expect(roomForMask(withDot(x, y))).toBe(0);
    expect(roomForMask(createPlane(100, 50))).toBe(0);
  });
});
