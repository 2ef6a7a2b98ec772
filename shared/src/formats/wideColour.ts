import type { IccProfile } from './icc.ts';

/**
 * What a canvas can do for a photo's profile: a canvas takes numbers as sRGB or as Display P3, and converts those to the
 * screen. Numbers of any other profile must be converted before they are shown (never before they are saved).
 */
export type CanvasColour = 'srgb' | 'display-p3' | 'converted';

/** Columns: XYZ (D50) of red, green, blue, as the ICC profiles of the two spaces state them. */
const SRGB = [0.43607, 0.38515, 0.14307, 0.22249, 0.71687, 0.06061, 0.01392, 0.09708, 0.7141];
const DISPLAY_P3 = [0.51512, 0.29198, 0.1571, 0.2412, 0.69225, 0.06657, -0.00105, 0.04189, 0.78407];

const srgbCurve = (x: number): number => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);

/** Where numbers of a profile can be shown unconverted. A photo without a profile, or with a broken one, is sRGB. */
export function canvasColourOf(profile: IccProfile | undefined): CanvasColour {
  if (!profile?.matrix) return 'srgb';
  const { toXyz, curves } = profile.matrix;
  // Half a level of 255, at the places where the curves differ most from others in use.
  const isSrgbCurve = curves.every((curve) =>
    [32, 64, 128, 192].every((i) => Math.abs(curve[i] - srgbCurve(i / 255)) < 0.003),
  );
  const isNear = (primaries: readonly number[]): boolean =>
    primaries.every((value, i) => Math.abs(value - toXyz[i]) < 0.003);
  if (isSrgbCurve && isNear(SRGB)) return 'srgb';
  return isSrgbCurve && isNear(DISPLAY_P3) ? 'display-p3' : 'converted';
}

/** Converts RGBA numbers of one space, in place; alpha stays. */
export type ColourConverter = (pixels: Uint8ClampedArray) => void;

// 4096 steps of linear light: under a quarter of a level of 255 at the dark end, where the curve is steepest.
const steps = 4095;

/** From a profile's numbers to those of Display P3, the widest space that a canvas has; colours beyond it are clipped. */
export function toDisplayP3({ toXyz, curves }: NonNullable<IccProfile['matrix']>): ColourConverter {
  const m = multiply(inverse(DISPLAY_P3), toXyz);
  const encode = Uint8Array.from({ length: steps + 1 }, (_, i) => {
    const x = i / steps;
    return Math.round(255 * (x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055));
  });
  const level = (linear: number): number =>
    encode[linear <= 0 ? 0 : linear >= 1 ? steps : (linear * steps + 0.5) | 0];
  const [red, green, blue] = curves;
  return (pixels) => {
    for (let at = 0; at < pixels.length; at += 4) {
      const r = red[pixels[at]];
      const g = green[pixels[at + 1]];
      const b = blue[pixels[at + 2]];
      pixels[at] = level(m[0] * r + m[1] * g + m[2] * b);
      pixels[at + 1] = level(m[3] * r + m[4] * g + m[5] * b);
      pixels[at + 2] = level(m[6] * r + m[7] * g + m[8] * b);
    }
  };
}

const multiply = (a: readonly number[], b: readonly number[]): number[] =>
  Array.from({ length: 9 }, (_, i) => {
    const row = 3 * Math.floor(i / 3);
    const column = i % 3;
    return a[row] * b[column] + a[row + 1] * b[column + 3] + a[row + 2] * b[column + 6];
  });

function inverse(m: readonly number[]): number[] {
  const [a, b, c, d, e, f, g, h, i] = m;
  const cofactors = [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
  ];
  cofactors.push(d * h - e * g, b * g - a * h, a * e - b * d);
  const determinant = a * cofactors[0] + b * cofactors[3] + c * cofactors[6];
  return cofactors.map((value) => value / determinant);
}
