import { findComponents, touchesEdge } from './components.ts';
import { FAR, scanDistances } from './distance.ts';
import { MASK_THRESHOLD, maskBounds, thresholdMask } from './mask.ts';
import { createPlane, guardPlane, type Plane } from './picture.ts';
import { clipRect, expandRect, isEmptyRect, type Rect } from './rect.ts';

// All of these read a mask at threshold 128 and return 0 and 255 only (a matte: 0–255). Radii are in photo pixels,
// centre to centre, fractions allowed. The edge of the photo is not an edge of the mask: what is masked up to it
// is neither eroded nor feathered there, and no seam can show.

/** Grown by a disc: every pixel within `radius` of the mask. */
export function dilate(mask: Plane, radius: number): Plane {
  guardRadius(radius);
  if (radius < 1) return thresholdMask(mask);
  const out = createPlane(mask.width, mask.height);
  const within = around(mask, radius);
  scanDistances(mask, { to: 'mask', within, reach: radius }, (y, row) => {
    const at = y * mask.width + within.x;
    for (let x = 0; x < row.length; x++) if (row[x] !== FAR) out.data[at + x] = 255;
  });
  return out;
}

/** Shrunk by a disc: every masked pixel farther than `radius` from what is not masked. */
export function erode(mask: Plane, radius: number): Plane {
  guardRadius(radius);
  const out = thresholdMask(mask);
  if (radius < 1) return out;
  const within = around(mask, 1);
  scanDistances(mask, { to: 'background', within, reach: radius }, (y, row) => {
    const at = y * mask.width + within.x;
    for (let x = 0; x < row.length; x++) if (row[x] !== FAR) out.data[at + x] = 0;
  });
  return out;
}

/** Eroded, then dilated: what is narrower than the disc goes, the rest keeps its shape. */
export function open(mask: Plane, radius: number): Plane {
  return dilate(erode(mask, radius), radius);
}

/** Dilated, then eroded: gaps narrower than the disc close, the rest keeps its shape. */
export function close(mask: Plane, radius: number): Plane {
  return erode(dilate(mask, radius), radius);
}

/**
 * The matte of a mask: 0 outside it; inside, a smooth ramp from nearly 0 at the edge to 255 at more than
 * `featherPx` pixels from the nearest pixel outside. `featherPx` 0 gives 255 everywhere inside.
 */
export function matteFromMask(mask: Plane, featherPx: number): Plane {
  guardRadius(featherPx);
  const out = thresholdMask(mask);
  if (featherPx === 0) return out;
  const within = around(mask, 1);
  const reach = featherPx + 1;
  scanDistances(mask, { to: 'background', within, reach }, (y, row) => {
    const at = y * mask.width + within.x;
    for (let x = 0; x < row.length; x++) {
      if (row[x] === FAR) continue;
      const t = Math.sqrt(row[x]) / reach;
      // Smoothstep: a linear ramp shows a line where it begins and where it ends (Mach bands).
      out.data[at + x] = 255 * t * t * (3 - 2 * t) + 0.5;
    }
  });
  return out;
}

/** The pixels farther than `inner` and not farther than `outer` from the mask: where a fit to the photo is made. */
export function ringAround(mask: Plane, inner: number, outer: number): Plane {
  guardRadius(inner);
  guardRadius(outer);
  const out = createPlane(mask.width, mask.height);
  const within = around(mask, outer);
  scanDistances(mask, { to: 'mask', within, reach: outer }, (y, row) => {
    const at = y * mask.width + within.x;
    for (let x = 0; x < row.length; x++) {
      if (row[x] !== FAR && row[x] > inner * inner) out.data[at + x] = 255;
    }
  });
  return out;
}

/**
 * A smoother edge: each pixel takes the majority of the square of 2 × `radius` + 1 pixels around it, as far as that
 * lies on the photo; a tie stays as it is. `radius` in whole pixels. Running sums: the radius costs nothing.
 */
export function smooth(mask: Plane, radius: number): Plane {
  guardRadius(radius);
  if (!Number.isInteger(radius)) throw new RangeError(`radius ${radius} is not in whole pixels`);
  guardPlane(mask, 'mask');
  const { data, width, height } = mask;
  const out = createPlane(width, height);
  const columns = new Int32Array(width);
  for (let y = 0; y < Math.min(radius, height); y++) addRow(data, columns, y * width, 1);
  for (let y = 0; y < height; y++) {
    if (y + radius < height) addRow(data, columns, (y + radius) * width, 1);
    if (y - radius - 1 >= 0) addRow(data, columns, (y - radius - 1) * width, -1);
    const rows = Math.min(height - 1, y + radius) - Math.max(0, y - radius) + 1;
    let sum = 0;
    for (let x = 0; x < Math.min(radius, width); x++) sum += columns[x];
    for (let x = 0; x < width; x++) {
      if (x + radius < width) sum += columns[x + radius];
      if (x - radius - 1 >= 0) sum -= columns[x - radius - 1];
      const pixels = rows * (Math.min(width - 1, x + radius) - Math.max(0, x - radius) + 1);
      const i = y * width + x;
      const masked = sum * 2 === pixels ? data[i] >= MASK_THRESHOLD : sum * 2 > pixels;
      out.data[i] = masked ? 255 : 0;
    }
  }
  return out;
}

/**
 * Masks every hole: unmasked parts that do not reach the edge of the photo, of at most `maxArea` pixels. A gap that
 * the mask closes only diagonally is closed.
 */
export function fillHoles(mask: Plane, maxArea = Infinity): Plane {
  const parts = findComponents(mask, { of: 'background', connectivity: 4 });
  const isHole = new Uint8Array(parts.count + 1);
  for (let part = 1; part <= parts.count; part++) {
    isHole[part] = parts.areas[part] <= maxArea && !touchesEdge(parts, part) ? 1 : 0;
  }
  const out = thresholdMask(mask);
  for (let i = 0; i < out.data.length; i++) if (isHole[parts.labels[i]] === 1) out.data[i] = 255;
  return out;
}

/** Unmasks every part of fewer than `minArea` pixels; parts are joined diagonally too. */
export function removeSpecks(mask: Plane, minArea: number): Plane {
  const parts = findComponents(mask);
  const out = createPlane(mask.width, mask.height);
  for (let i = 0; i < out.data.length; i++) {
    const part = parts.labels[i];
    if (part !== 0 && parts.areas[part] >= minArea) out.data[i] = 255;
  }
  return out;
}

/** The masked pixels that have a neighbour above, below, left or right on the photo that is not masked. */
export function outline(mask: Plane): Plane {
  const inside = erode(mask, 1);
  const out = thresholdMask(mask);
  for (let i = 0; i < out.data.length; i++) if (inside.data[i] === 255) out.data[i] = 0;
  return out;
}

/** The mask's bounds and `margin` pixels around, as far as the photo goes. */
function around(mask: Plane, margin: number): Rect {
  const bounds = maskBounds(mask);
  if (isEmptyRect(bounds)) return bounds;
  const { width, height } = mask;
  return clipRect(expandRect(bounds, Math.ceil(Math.min(margin, width + height))), width, height);
}

function addRow(data: Uint8Array, columns: Int32Array, start: number, sign: 1 | -1): void {
  for (let x = 0; x < columns.length; x++) columns[x] += data[start + x] >= MASK_THRESHOLD ? sign : 0;
}

function guardRadius(radius: number): void {
  if (!(radius >= 0)) throw new RangeError(`radius ${radius} is not 0 or more`);
}
