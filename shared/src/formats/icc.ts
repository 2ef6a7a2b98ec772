import { hasText, latin1At, u16be, u32be } from './bytes.ts';

/** What an ICC profile says of the numbers it goes with (ICC.1:2022). */
export interface IccProfile {
  /** The colour space of the numbers: `RGB`, `GRAY`, `CMYK`, `Lab` … */
  readonly space: string;
  /** For RGB by three primaries and curves: what a camera's or a screen's profile is. Absent for tables. */
  readonly matrix?: {
    /** Linear red, green, blue to XYZ (D50), row by row. */
    readonly toXyz: readonly number[];
    /** 256 linear values, 0–1, of each channel. */
    readonly curves: readonly [Float64Array, Float64Array, Float64Array];
  };
}

const HEADER = 128;

/** Reads a profile's header and, where it has them, its primaries and curves. Undefined for what is no profile. Never throws. */
export function readIccProfile(icc: Uint8Array): IccProfile | undefined {
  if (icc.length < HEADER + 4 || !hasText(icc, 36, 'acsp')) return undefined;
  const space = latin1At(icc, 16, 4).trimEnd();
  const tags = new Map<string, Uint8Array>();
  const count = Math.min(u32be(icc, HEADER), 100);
  for (let i = 0; i < count; i++) {
    const at = HEADER + 4 + 12 * i;
    const start = u32be(icc, at + 4);
    const end = start + u32be(icc, at + 8);
    if (at + 12 <= icc.length && end <= icc.length) tags.set(latin1At(icc, at, 4), icc.subarray(start, end));
  }
  // Where there are both, tables count before primaries (8.3.2).
  if (space !== 'RGB' || tags.has('A2B0')) return { space };
  const primaries = ['rXYZ', 'gXYZ', 'bXYZ'].map((name) => xyzOf(tags.get(name)));
  const curves = ['rTRC', 'gTRC', 'bTRC'].map((name) => curveOf(tags.get(name)));
  const [red, green, blue] = curves;
  if (!red || !green || !blue || primaries.some((one) => one === undefined)) return { space };
  const toXyz = [0, 1, 2].flatMap((row) => primaries.map((one) => one?.[row] ?? 0));
  return { space, matrix: { toXyz, curves: [red, green, blue] } };
}

const s15Fixed16 = (tag: Uint8Array, at: number): number => (u32be(tag, at) | 0) / 65_536;

function xyzOf(tag: Uint8Array | undefined): readonly number[] | undefined {
  if (!tag || tag.length < 20 || !hasText(tag, 0, 'XYZ ')) return undefined;
  return [8, 12, 16].map((at) => s15Fixed16(tag, at));
}

/** A `curv` or `para` tag at 256 places. */
function curveOf(tag: Uint8Array | undefined): Float64Array | undefined {
  if (!tag || tag.length < 12) return undefined;
  const sample = (curve: (x: number) => number) =>
    Float64Array.from({ length: 256 }, (_, i) => curve(i / 255));
  if (hasText(tag, 0, 'curv')) {
    const count = u32be(tag, 8);
    if (count === 0) return sample((x) => x);
    if (tag.length < 12 + 2 * count) return undefined;
    if (count === 1) return sample((x) => x ** (u16be(tag, 12) / 256));
    return sample((x) => {
      const place = x * (count - 1);
      const below = Math.min(count - 2, Math.floor(place));
      const [a, b] = [u16be(tag, 12 + 2 * below), u16be(tag, 14 + 2 * below)];
      return (a + (b - a) * (place - below)) / 65_535;
    });
  }
  if (!hasText(tag, 0, 'para')) return undefined;
  // Table 68: how many parameters each kind has; in order g, a, b, c, d, e, f.
  const kind = u16be(tag, 8);
  const parameters = [1, 3, 4, 5, 7][kind] ?? 0;
  if (parameters === 0 || tag.length < 12 + 4 * parameters) return undefined;
  const [g, a = 1, b = 0, c = 0, d = 0, e = 0, f = 0] = Array.from({ length: parameters }, (_, i) =>
    s15Fixed16(tag, 12 + 4 * i),
  );
  if (kind === 0) return sample((x) => x ** g);
  if (kind <= 2) {
    const offset = kind === 2 ? c : 0;
    return sample((x) => (x >= -b / a ? Math.max(0, a * x + b) ** g : 0) + offset);
  }
  return sample((x) => (x >= d ? Math.max(0, a * x + b) ** g + e : c * x + f));
}
