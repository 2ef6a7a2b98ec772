import { MASK_THRESHOLD } from './mask.ts';
import { guardPlane, type Plane } from './picture.ts';
import { containsRect, isEmptyRect, type Rect } from './rect.ts';

/** Distances are measured to the nearest masked pixel, or to the nearest one that is not masked. */
export type DistanceTo = 'mask' | 'background';

/** No such pixel within reach. */
export const FAR = 0xffffffff;

/** Column distances are 16-bit; this one means none. Sides reach 65,500 px (faults.md §5.1). */
const NONE = 0xffff;

/** What `scanDistances` is asked for. */
export interface DistanceScan {
  readonly to: DistanceTo;
  /** The pixels to measure at; nothing outside is looked at as a target either, so include `reach` around. */
  readonly within: Rect;
  /** Longest distance of interest in photo pixels; longer ones come out as `FAR`. Shorter is faster. */
  readonly reach: number;
}

/**
 * Squared Euclidean distance, centre to centre, from every pixel to the nearest target: 0 on a target, `FAR` when
 * there is none. Exact. What lies beyond the photo's edge is no target.
 * Linear time: Felzenszwalb & Huttenlocher, *Distance Transforms of Sampled Functions*, 2012, with the whole-number
 * intersections of Meijster, Roerdink & Hesselink, 2000.
 */
export function squaredDistances(mask: Plane, to: DistanceTo): Uint32Array {
  const { width, height } = mask;
  const out = new Uint32Array(width * height).fill(FAR);
  const within = { x: 0, y: 0, width, height };
  scanDistances(mask, { to, within, reach: Infinity }, (y, row) => out.set(row, y * width));
  return out;
}

/**
 * The same, row by row from the top, for those who need the distances only once: `visit(y, row)` gets the squared
 * distances of row y, columns `within.x` …; the array is reused for the next row. Rows with nothing in reach are not
 * visited. Holds two bytes per pixel of `within`. Throws RangeError when `within` leaves the mask.
 */
export function scanDistances(
  mask: Plane,
  scan: DistanceScan,
  visit: (y: number, row: Uint32Array) => void,
): void {
  guardPlane(mask, 'mask');
  const { within } = scan;
  if (!containsRect({ x: 0, y: 0, width: mask.width, height: mask.height }, within)) {
    throw new RangeError(`${JSON.stringify(within)} leaves the ${mask.width}×${mask.height} mask`);
  }
  if (isEmptyRect(within)) return;
  if (Math.max(within.width, within.height) >= NONE) {
    throw new RangeError(`sides of ${within.width}×${within.height} pass ${NONE - 1}`);
  }
  const reach = Math.min(Math.floor(scan.reach), NONE - 1);
  const columns = columnDistances(mask, within, scan.to, reach);
  const envelope = createEnvelope(within.width);
  const squaredReach = Math.min(scan.reach * scan.reach, FAR - 1);
  for (let y = 0; y < within.height; y++) {
    const column = columns.subarray(y * within.width, (y + 1) * within.width);
    if (rowDistances(column, envelope, squaredReach)) visit(within.y + y, envelope.row);
  }
}

/** For each pixel the distance to the nearest target in its own column, walked in rows for the cache's sake. */
function columnDistances(mask: Plane, within: Rect, to: DistanceTo, reach: number): Uint16Array {
  const { x, y, width, height } = within;
  const out = new Uint16Array(width * height);
  const wanted = to === 'mask' ? 1 : 0;
  for (let row = 0; row < height; row++) {
    const from = (y + row) * mask.width + x;
    const at = row * width;
    for (let i = 0; i < width; i++) {
      if ((mask.data[from + i] >= MASK_THRESHOLD ? 1 : 0) === wanted) out[at + i] = 0;
      else {
        const above = row === 0 ? NONE : out[at + i - width];
        out[at + i] = above >= reach ? NONE : above + 1;
      }
    }
  }
  for (let at = (height - 2) * width; at >= 0; at -= width) {
    for (let i = at; i < at + width; i++) {
      const below = out[i + width];
      if (below < reach && below + 1 < out[i]) out[i] = below + 1;
    }
  }
  return out;
}

/** Scratch for the lower envelope of one row's parabolas. */
interface Envelope {
  readonly row: Uint32Array;
  /** Column of each parabola on the envelope, left to right. */
  readonly vertex: Int32Array;
  /** First column at which that parabola is the lowest. */
  readonly start: Int32Array;
}

function createEnvelope(width: number): Envelope {
  return { row: new Uint32Array(width), vertex: new Int32Array(width), start: new Int32Array(width) };
}

/** Fills `envelope.row` from one row of column distances; false when nothing is in reach of it. */
function rowDistances(column: Uint16Array, envelope: Envelope, squaredReach: number): boolean {
  const { row, vertex, start } = envelope;
  const width = column.length;
  let last = -1;
  for (let x = 0; x < width; x++) {
    const height = column[x];
    if (height === NONE) continue;
    // Inside a run of targets every distance is 0 and both ends of the run are nearer to the outside.
    if (height === 0 && column[x - 1] === 0 && column[x + 1] === 0) continue;
    let begin = 0;
    while (last >= 0) {
      const v = vertex[last];
      // First whole column at which the new parabola is lower than the one before it.
      begin = Math.floor((x * x - v * v + height * height - column[v] * column[v]) / (2 * (x - v))) + 1;
      if (begin > start[last]) break;
      last--;
    }
    if (last < 0) begin = 0;
    if (begin >= width) continue;
    last++;
    vertex[last] = x;
    start[last] = begin;
  }
  if (last < 0) return false;
  for (let x = width - 1; x >= 0; x--) {
    if (column[x] === 0) {
      row[x] = 0;
      continue;
    }
    while (start[last] > x) last--;
    const dx = x - vertex[last];
    const dy = column[vertex[last]];
    const squared = dx * dx + dy * dy;
    row[x] = squared <= squaredReach ? squared : FAR;
  }
  return true;
}
