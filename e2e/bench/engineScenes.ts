import type { BenchCase } from './engineCases.ts';

const WIDTH = 800;
const HEIGHT = 600;
type Colour = readonly [number, number, number];
type Shade = (x: number, y: number) => Colour;

/** A wall, a skirting board that slopes a little, and a tiled floor; lit from one side. */
const room: Shade = (x, y) => {
  const light = 1.1 - 0.0004 * x;
  const edge = 330 + 0.03 * x;
  if (y < edge - 40) return lit([206, 200, 190], light, x, y, 3);
  if (y < edge) return lit(y < edge - 36 ? [150, 146, 140] : [228, 226, 222], light, x, y, 2);
  // Rows of tiles grow towards the viewer.
  const depth = 900 / (y - edge + 30);
  const [u, v] = [(x - 400) * depth * 0.011, depth * 1.6];
  const isJoint = u - Math.floor(u) < 0.04 || v - Math.floor(v) < 0.04;
  const tone = isJoint ? 90 : 150 + 24 * (hash(Math.floor(u), Math.floor(v)) - 0.5);
  return lit([tone, 0.86 * tone, 0.72 * tone], light, x, y, 5);
};

/** A paper sweep: light falls off from the middle, the horizon is a soft bend, the grain of a sensor. */
const sweep: Shade = (x, y) => {
  const fall = 1 - ((x - 420) ** 2 + (y - 260) ** 2) / 1.2e6;
  const bend = 12 * Math.tanh((y - 380) / 60);
  return lit([226 - bend, 226 - bend, 222 - bend], fall, x, y, 4);
};

/** Cloth: two threads over and under, a stripe every so often, and a fold of light. */
const cloth: Shade = (x, y) => {
  const [u, v] = [x + 0.12 * y, y - 0.08 * x];
  const over = Math.floor(u / 9) % 2 === Math.floor(v / 9) % 2;
  const across = over ? Math.cos(((u % 9) / 9 - 0.5) * Math.PI) : Math.cos(((v % 9) / 9 - 0.5) * Math.PI);
  const isStripe = Math.floor(v / 72) % 3 === 0;
  const light = 0.8 + 0.25 * Math.sin((x + 2 * y) / 260);
  const tone = 70 + 100 * Math.abs(across);
  return lit(isStripe ? [0.5 * tone, 0.6 * tone, tone] : [tone, 0.95 * tone, 0.85 * tone], light, x, y, 6);
};

/**
 * Scenes made of formulas, for `bench:engine -- --scenes`: what is tuned on six photographs should hold on pictures it has never
 * seen. Each is a truth, the same with a dark thing on it, and a mask a little larger than the thing.
 */
export function sceneCases(): BenchCase[] {
  return [
    scene('scene_room', room, 380, 330, 70, 150),
    scene('scene_sweep', sweep, 420, 330, 160, 90),
    scene('scene_cloth', cloth, 400, 300, 90, 130),
  ];
}

function scene(
  name: string,
  shade: Shade,
  middleX: number,
  middleY: number,
  radiusX: number,
  radiusY: number,
): BenchCase {
  const clean = new Uint8Array(3 * WIDTH * HEIGHT);
  const photo = new Uint8Array(clean.length);
  const mask = new Uint8Array(WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const i = y * WIDTH + x;
      const colour = shade(x, y).map((value) => Math.max(0, Math.min(255, Math.round(value))));
      const far = ((x - middleX) / radiusX) ** 2 + ((y - middleY) / radiusY) ** 2;
      clean.set(colour, 3 * i);
      photo.set(far < 0.85 ? [46, 42, 40] : colour, 3 * i);
      mask[i] = far < 1 ? 255 : 0;
    }
  }
  const picture = (data: Uint8Array) => ({ data, width: WIDTH, height: HEIGHT });
  return { name, photo: picture(photo), clean: picture(clean), mask };
}

/** A colour under a light, with `grain` levels of noise. */
function lit(colour: Colour, light: number, x: number, y: number, grain: number): Colour {
  const noise = grain * (hash(x, y) + hash(y + 7919, x) - 1);
  return [colour[0] * light + noise, colour[1] * light + noise, colour[2] * light + noise];
}

/** 0 to 1, the same for the same place. */
function hash(x: number, y: number): number {
  let h = Math.imul(x + 101, 0x9e3779b1) ^ Math.imul(y + 211, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return ((h ^ (h >>> 13)) >>> 0) / 2 ** 32;
}
