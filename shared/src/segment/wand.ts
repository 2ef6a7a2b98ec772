import type { Picture, Plane } from '../raster/picture.ts';
import type { Rect } from '../raster/rect.ts';
import { rgbaToLab } from './lab.ts';

/** Reads a photo by rows: `row(y)` is `4 × width` RGBA bytes, valid until the next call. */
export type RowReader = {
  readonly width: number;
  readonly height: number;
  readonly row: (y: number) => Uint8ClampedArray;
};

export type WandSettings = {
  /** Largest colour distance from the sample, ΔE*ab, 0–126 in steps of 0.5. */
  readonly tolerance: number;
  /** Only what hangs together with the clicked pixel by its four sides; otherwise the whole photo. */
  readonly contiguous: boolean;
};

/** A selection: its bounds in the photo and one byte a pixel of them, 0 or 255. */
export type WandSelection = { readonly rect: Rect; readonly mask: Plane; readonly count: number };

export type Wand = { readonly select: (settings: WandSettings) => WandSelection };

// Half units: finer than an eye sees, and a distance still fits one byte.
const STEPS_PER_UNIT = 2;

/**
 * A magic wand at one pixel. Colour distances are worked out once per row, when a selection first
 * reaches it; a new tolerance then costs a flood over bytes, so that a slider previews live.
 *
 * @param rows the photo
 * @param x clicked column; @param y clicked row
 * @param sampleRadius 0 samples the pixel, 1 the mean of 3×3, 2 of 5×5
 * @throws RangeError when the click lies outside the photo
 */
export function createWand(rows: RowReader, x: number, y: number, sampleRadius = 0): Wand {
  const { width, height } = rows;
  if (!(x >= 0 && y >= 0 && x < width && y < height)) {
    throw new RangeError(`click at ${x}, ${y} is outside a photo of ${width}×${height}`);
  }
  const seedX = Math.floor(x);
  const seedY = Math.floor(y);
  const sample = sampleColour(rows, seedX, seedY, sampleRadius);
  const distances: (Uint8Array | undefined)[] = [];
  const stepsOf = createColourDistance(sample);

  function distanceRow(at: number): Uint8Array {
    const known = distances[at];
    if (known) return known;
    const rgba = rows.row(at);
    const row = new Uint8Array(width);
    stepsOf(rgba, row);
    distances[at] = row;
    return row;
  }

  return {
    select({ tolerance, contiguous }) {
      const limit = Math.min(253, Math.round(tolerance * STEPS_PER_UNIT));
      if (!(limit >= 0)) throw new RangeError(`tolerance is ${tolerance}; it goes from 0 to 126`);
      return contiguous
        ? flood(distanceRow, width, height, seedX, seedY, limit)
        : everywhere(distanceRow, width, height, limit);
    },
  };
}

/** Rows of a picture in memory. */
export function rowsOf(picture: Picture): RowReader {
  const { data, width, height } = picture;
  return { width, height, row: (y) => data.subarray(4 * width * y, 4 * width * (y + 1)) };
}

function sampleColour(rows: RowReader, x: number, y: number, radius: number): Float32Array {
  const mean = new Float32Array(3);
  const pixel = new Float32Array(3);
  let count = 0;
  for (let sy = Math.max(0, y - radius); sy <= Math.min(rows.height - 1, y + radius); sy++) {
    const row = rows.row(sy);
    for (let sx = Math.max(0, x - radius); sx <= Math.min(rows.width - 1, x + radius); sx++) {
      rgbaToLab(row, pixel, 1, 4 * sx);
      for (let c = 0; c < 3; c++) mean[c] += pixel[c];
      count++;
    }
  }
  return mean.map((sum) => sum / count);
}

/** A channel's four high bits moved up by eight, so that colours that look alike lie near in memory. */
const place = Int32Array.from({ length: 256 }, (_, code) => ((code >> 4) << 12) | (code & 15));

/**
 * Distances of RGBA pixels from one colour, in half units, at most 254. A photo repeats its colours, so
 * each is worked out once and kept: twice as fast at 12 MP.
 */
function createColourDistance(sample: Float32Array) {
  const known = new Uint8Array(1 << 24);
  const lab = new Float32Array(3);
  return (rgba: Uint8ClampedArray, steps: Uint8Array): void => {
    for (let i = 0, p = 0; i < steps.length; i++, p += 4) {
      const colour = (place[rgba[p]] << 8) | (place[rgba[p + 1]] << 4) | place[rgba[p + 2]];
      let kept = known[colour];
      if (kept === 0) {
        rgbaToLab(rgba, lab, 1, p);
        const distance = Math.hypot(lab[0] - sample[0], lab[1] - sample[1], lab[2] - sample[2]);
        kept = 1 + Math.min(254, Math.round(distance * STEPS_PER_UNIT));
        known[colour] = kept;
      }
      steps[i] = kept - 1;
    }
  };
}

type DistanceRow = (y: number) => Uint8Array;

function everywhere(distances: DistanceRow, width: number, height: number, limit: number) {
  const selected = createSelectedRows(width, height);
  for (let y = 0; y < height; y++) {
    const distance = distances(y);
    let row: Uint8Array | undefined;
    for (let x = 0; x < width; x++) {
      if (distance[x] > limit) continue;
      row ??= selected.row(y);
      const from = x;
      while (x < width && distance[x] <= limit) x++;
      row.fill(255, from, x);
      selected.add(y, from, x);
    }
  }
  return selected.result();
}

/** Scan-line flood fill: whole runs are filled at a time, and the stack holds runs, not pixels. */
function flood(
  distances: DistanceRow,
  width: number,
  height: number,
  seedX: number,
  seedY: number,
  limit: number,
) {
  const selected = createSelectedRows(width, height);
  const stack: number[] = [seedX, seedY];
  while (stack.length > 0) {
    const y = stack.pop() as number;
    const x = stack.pop() as number;
    const row = selected.row(y);
    if (row[x]) continue;
    const distance = distances(y);
    // The clicked pixel is always in, also when the sample was a mean that it is far from.
    if (distance[x] > limit && (x !== seedX || y !== seedY)) continue;
    let from = x;
    let to = x + 1;
    while (from > 0 && distance[from - 1] <= limit && !row[from - 1]) from--;
    while (to < width && distance[to] <= limit && !row[to]) to++;
    row.fill(255, from, to);
    selected.add(y, from, to);
    for (let ny = y - 1; ny <= y + 1; ny += 2) {
      if (ny < 0 || ny >= height) continue;
      const next = distances(ny);
      const done = selected.row(ny);
      for (let nx = from; nx < to; nx++) {
        if (next[nx] > limit || done[nx]) continue;
        stack.push(nx, ny);
        while (nx < to && next[nx] <= limit && !done[nx]) nx++;
      }
    }
  }
  return selected.result();
}

/** Selected pixels, in rows made when first touched, with their bounds. */
function createSelectedRows(width: number, height: number) {
  const rows: (Uint8Array | undefined)[] = [];
  let left = width;
  let right = 0;
  let top = height;
  let bottom = 0;
  let count = 0;
  return {
    row: (y: number): Uint8Array => (rows[y] ??= new Uint8Array(width)),
    add(y: number, from: number, to: number) {
      if (from < left) left = from;
      if (to > right) right = to;
      if (y < top) top = y;
      if (y >= bottom) bottom = y + 1;
      count += to - from;
    },
    result(): WandSelection {
      if (count === 0) {
        return {
          rect: { x: 0, y: 0, width: 0, height: 0 },
          mask: { data: new Uint8Array(0), width: 0, height: 0 },
          count,
        };
      }
      const rect = { x: left, y: top, width: right - left, height: bottom - top };
      const data = new Uint8Array(rect.width * rect.height);
      for (let y = top; y < bottom; y++) {
        const row = rows[y];
        if (row) data.set(row.subarray(left, right), (y - top) * rect.width);
      }
      return { rect, mask: { data, width: rect.width, height: rect.height }, count };
    },
  };
}
