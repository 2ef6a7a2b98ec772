import type { Picture } from '../raster/picture.ts';

/*
 * CIE L*a*b* (D65, 2°), not OKLab: its straight toe near black keeps one code value of sensor noise
 * in a shadow at about 0.3 units; OKLab's bare cube root turns the same step into 6.7 % of its
 * lightness. Distances are ΔE*ab of 1976: one unit is about the smallest step an eye sees.
 */

const WHITE = { x: 0.95047, y: 1, z: 1.08883 };
const TABLE_SIZE = 4096;

/** The CIE curve from relative XYZ to the cube-root scale, sampled finely enough for ΔE < 0.02. */
const curve = new Float32Array(TABLE_SIZE + 2);
for (let i = 0; i < curve.length; i++) {
  const t = i / TABLE_SIZE;
  curve[i] = t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116;
}

/** One table per product of an sRGB channel and a matrix cell (IEC 61966-2-1), scaled to index the curve. */
function channelTable(weight: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, code) => {
    const s = code / 255;
    const linear = s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
    return linear * weight * TABLE_SIZE;
  });
}

const rx = channelTable(0.4124564 / WHITE.x);
const gx = channelTable(0.3575761 / WHITE.x);
const bx = channelTable(0.1804375 / WHITE.x);
const ry = channelTable(0.2126729 / WHITE.y);
const gy = channelTable(0.7151522 / WHITE.y);
const by = channelTable(0.072175 / WHITE.y);
const rz = channelTable(0.0193339 / WHITE.z);
const gz = channelTable(0.119192 / WHITE.z);
const bz = channelTable(0.9503041 / WHITE.z);

function onCurve(position: number): number {
  const cell = position | 0;
  const low = curve[cell];
  return low + (curve[cell + 1] - low) * (position - cell);
}

/**
 * Converts RGBA bytes to interleaved L*, a*, b* floats; alpha is not read.
 * @param rgba at least `4 × count` bytes from `from`
 * @param lab at least `3 × count` floats: L* 0–100, a* and b* about −108–108
 */
export function rgbaToLab(rgba: Uint8ClampedArray, lab: Float32Array, count: number, from = 0): void {
  if (rgba.length < from + 4 * count || lab.length < 3 * count) {
    throw new RangeError(
      `${count} pixels need ${from + 4 * count} bytes and ${3 * count} floats; got ${rgba.length} and ${lab.length}`,
    );
  }
  for (let i = 0, p = from, q = 0; i < count; i++, p += 4, q += 3) {
    const r = rgba[p];
    const g = rgba[p + 1];
    const b = rgba[p + 2];
    const fx = onCurve(rx[r] + gx[g] + bx[b]);
    const fy = onCurve(ry[r] + gy[g] + by[b]);
    const fz = onCurve(rz[r] + gz[g] + bz[b]);
    lab[q] = 116 * fy - 16;
    lab[q + 1] = 500 * (fx - fy);
    lab[q + 2] = 200 * (fy - fz);
  }
}

/** A whole picture as interleaved L*, a*, b*: three floats a pixel, row by row. */
export function pictureToLab(picture: Picture): Float32Array {
  const count = picture.width * picture.height;
  const lab = new Float32Array(3 * count);
  rgbaToLab(picture.data, lab, count);
  return lab;
}
