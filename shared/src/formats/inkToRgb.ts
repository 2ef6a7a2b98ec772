import { along, type InkProfile } from './inkProfile.ts';

/** XYZ (D50) to linear sRGB, adapted to D65 by Bradford's cones. */
const TO_SRGB = [
  3.1338561, -1.6168667, -0.4906146, -0.9787684, 1.9161415, 0.033454, 0.0719453, -0.2289914, 1.4052427,
];
const WHITE = [0.9642, 1, 0.8249];

/** sRGB of linear light in 4096 steps, which keeps dark tones apart. */
const STEPS = 4095;
const ENCODED = Uint8Array.from({ length: STEPS + 1 }, (_, i) => {
  const light = i / STEPS;
  return Math.round(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055));
});

/** L*a*b* of one colour, into `out`. */
type InkReader = (c: number, m: number, y: number, k: number, out: Float64Array) => void;

/**
 * Between the points of the grid: along black in a straight line, in the other three within the tetrahedron that holds the colour
 * (Kasson, Nin, Plouffe & Hafner, 1995), as colour engines do.
 */
function createReader({ inputs, grid, nodes, outputs }: InkProfile): InkReader {
  const [cyan, magenta, yellow, black] = inputs;
  const [lightness, green, blue] = outputs;
  const last = grid - 2;
  // Millions of times a photo: plain numbers, nothing is made.
  return (c, m, y, k, out) => {
    const ic = Math.min(last, cyan[c] | 0);
    const im = Math.min(last, magenta[m] | 0);
    const iy = Math.min(last, yellow[y] | 0);
    const ik = Math.min(last, black[k] | 0);
    let a = cyan[c] - ic;
    let b = magenta[m] - im;
    let d = yellow[y] - iy;
    const dark = black[k] - ik;
    let first = 3 * grid ** 3;
    let second = 3 * grid ** 2;
    let third = 3 * grid;
    let at = ic * first + im * second + iy * third + 3 * ik;
    // From the corner one step after the other, the largest fraction first.
    let held = 0;
    if (a < b) {
      held = a;
      a = b;
      b = held;
      held = first;
      first = second;
      second = held;
    }
    if (b < d) {
      held = b;
      b = d;
      d = held;
      held = second;
      second = third;
      third = held;
    }
    if (a < b) {
      held = a;
      a = b;
      b = held;
      held = first;
      first = second;
      second = held;
    }
    second += first;
    third += second;
    const w0 = 1 - a;
    const w1 = a - b;
    const w2 = b - d;
    for (let channel = 0; channel < 3; channel++, at++) {
      const light = w0 * nodes[at] + w1 * nodes[at + first] + w2 * nodes[at + second] + d * nodes[at + third];
      const next = at + 3;
      const deep =
        w0 * nodes[next] + w1 * nodes[next + first] + w2 * nodes[next + second] + d * nodes[next + third];
      out[channel] = light + dark * (deep - light);
    }
    out[0] = along(lightness, out[0]);
    out[1] = along(green, out[1]);
    out[2] = along(blue, out[2]);
  };
}

const lightOf = (f: number): number => (f > 6 / 29 ? f * f * f : (f - 4 / 29) * 3 * (6 / 29) ** 2);

/**
 * Ink to opaque sRGB by its profile, perceptually and with the blackest ink as black: as programs for pictures convert by default.
 * @param ink cyan, magenta, yellow, black of each pixel; 255 is all of it
 * @returns RGBA
 */
export function inkToRgb(ink: Uint8Array, profile: InkProfile): Uint8ClampedArray<ArrayBuffer> {
  const read = createReader(profile);
  const lab = new Float64Array(3);
  read(255, 255, 255, 255, lab);
  // Black point compensation (ISO 18619): the darkest that the inks can do becomes 0.
  const black = lightOf((Math.min(50, Math.max(0, lab[0])) + 16) / 116);
  const rgba = new Uint8ClampedArray(ink.length);
  const words = new Uint32Array(ink.buffer, ink.byteOffset, ink.length / 4);
  const converted = new Uint32Array(rgba.buffer);
  for (let i = 0; i < words.length; i++) {
    // Paper and flat grounds are the same for long stretches.
    if (i > 0 && words[i] === words[i - 1]) {
      converted[i] = converted[i - 1];
      continue;
    }
    read(ink[4 * i], ink[4 * i + 1], ink[4 * i + 2], ink[4 * i + 3], lab);
    const fy = (lab[0] + 16) / 116;
    const x = (WHITE[0] * (lightOf(fy + lab[1] / 500) - black)) / (1 - black);
    const y = (lightOf(fy) - black) / (1 - black);
    const z = (WHITE[2] * (lightOf(fy - lab[2] / 200) - black)) / (1 - black);
    for (let c = 0; c < 3; c++) {
      const light = TO_SRGB[3 * c] * x + TO_SRGB[3 * c + 1] * y + TO_SRGB[3 * c + 2] * z;
      rgba[4 * i + c] = ENCODED[Math.round(STEPS * Math.min(1, Math.max(0, light)))];
    }
    rgba[4 * i + 3] = 255;
  }
  return rgba;
}
