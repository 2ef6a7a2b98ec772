import { createPicture, type Picture } from '../raster/picture.ts';
import { createRandom } from './random.ts';

export type Colour = readonly [number, number, number];

/** A picture painted by a function of the pixel, with grain of ±`grain` code values; the same every time. */
export function paint(
  width: number,
  height: number,
  colourAt: (x: number, y: number) => Colour,
  grain = 3,
): Picture {
  const picture = createPicture(width, height);
  const random = createRandom(11);
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p += 4) {
      const noise = grain * (2 * random() - 1);
      const [r, g, b] = colourAt(x, y);
      picture.data.set([r + noise, g + noise, b + noise, 255], p);
    }
  }
  return picture;
}
