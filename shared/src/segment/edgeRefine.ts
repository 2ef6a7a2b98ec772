import type { Rect } from '../raster/rect.ts';
import { rgbaToLab } from './lab.ts';
import { createCutGraph } from './maxflow.ts';
import type { PhotoReader } from './photoReader.ts';
import { connectPixels, contrastCapacities } from './pixelGraph.ts';
import {
  evidence,
  SURE_BACKGROUND,
  SURE_FOREGROUND,
  type ColourModels,
  type RegionHints,
} from './regionCut.ts';

export type LevelLabels = {
  /** One byte a pixel, 1 = foreground. */
  readonly labels: Uint8Array;
  readonly width: number;
  readonly height: number;
};

/** An edge followed to the photo's pixels: `levels` from the coarse cut to the last, `rect`-sized one. */
export type RefinedEdge = { readonly levels: readonly LevelLabels[]; readonly hints: Uint8Array };

// Coarse pixels on each side of an edge that the finer level may move it by.
const REACH = 1;
// Coarse pixels about a change that are followed anew after a correction; the rest stays.
const CHANGE_REACH = 4;
// Side of the squares that a finer level is read in.
const TILE = 128;

/**
 * Brings a coarse cut to the photo's own resolution: sizes double, and at each only a band along the
 * edge is cut again, with the same colour models (banded graph cuts, Lombaert, Sun, Grady and Xu, ICCV
 * 2005). The work grows with the edge's length, not with the area; after a correction, with the length
 * of what changed.
 *
 * @param rect where the labels lie in the photo
 * @param given what the coarse cut was given; sampled at every level
 * @param before the answer for the same `rect` before a correction
 */
export async function refineEdge(
  reader: PhotoReader,
  rect: Rect,
  coarse: LevelLabels,
  models: ColourModels,
  given: RegionHints,
  before?: RefinedEdge,
): Promise<RefinedEdge> {
  const changed = before && changedSince(before, coarse, given.hints);
  const levels = [coarse];
  for (let k = 1; ; k++) {
    const level = levels[k - 1];
    if (level.width >= rect.width && level.height >= rect.height) return { levels, hints: given.hints };
    const width = Math.min(rect.width, 2 * level.width);
    const height = Math.min(rect.height, 2 * level.height);
    const labels = enlarged(level.labels, level, width, height);
    const band = enlarged(nearEdge(level), level, width, height);
    if (before && changed) keepUnchanged(labels, band, before.levels[k], coarse, changed);
    const nodes = connectPixels(band, width, height);
    const lab = await readNodes(reader, rect, nodes.at, width, height);
    const graph = createCutGraph(nodes.neighbours, contrastCapacities(lab, nodes.neighbours));
    const columns = scaleTable(width, coarse.width);
    const rows = scaleTable(height, coarse.height);
    for (let i = 0; i < nodes.count; i++) {
      const p = nodes.at[i];
      const y = Math.floor(p / width);
      const from = rows[y] * coarse.width + columns[p - y * width];
      const hint = band[p] === RIM ? sureOf(labels[p]) : given.hints[from];
      graph.setTerminal(i, evidence(hint, lab, i, models, given.prior ? given.prior[from] : 0, from));
    }
    graph.solve();
    for (let i = 0; i < nodes.count; i++) labels[nodes.at[i]] = graph.isSource(i) ? 1 : 0;
    levels.push({ labels, width, height });
  }
}

/** Coarse pixels near one whose label or hint is another than before: 2, and 1 in a ring about those. */
function changedSince(before: RefinedEdge, { labels, width, height }: LevelLabels, hints: Uint8Array) {
  const changed = new Uint8Array(labels.length);
  const old = before.levels[0].labels;
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      if (labels[p] === old[p] && hints[p] === before.hints[p]) continue;
      markSquare(changed, width, height, x, y, CHANGE_REACH + 1, 1);
      markSquare(changed, width, height, x, y, CHANGE_REACH, 2);
    }
  }
  return changed;
}

/** Away from changes the level is as it was, and needs no cut; next to them it holds the new cut in place. */
function keepUnchanged(
  labels: Uint8Array,
  band: Uint8Array,
  old: LevelLabels,
  coarse: LevelLabels,
  changed: Uint8Array,
): void {
  const columns = scaleTable(old.width, coarse.width);
  const rows = scaleTable(old.height, coarse.height);
  const { width } = old;
  for (let y = 0; y < old.height; y++) {
    const row = changed.subarray(rows[y] * coarse.width, (rows[y] + 1) * coarse.width);
    const start = y * width;
    // Most rows hold no change, and those that do hold it in one stretch.
    const first = row.findIndex((mark) => mark > 0);
    const from = first < 0 ? width : columns.indexOf(first);
    const to = first < 0 ? width : columns.lastIndexOf(row.findLastIndex((mark) => mark > 0)) + 1;
    labels.set(old.labels.subarray(start, start + from), start);
    labels.set(old.labels.subarray(start + to, start + width), start + to);
    band.fill(0, start, start + from).fill(0, start + to, start + width);
    for (let x = from; x < to; x++) {
      const mark = row[columns[x]];
      if (mark === 2) continue;
      labels[start + x] = old.labels[start + x];
      if (mark === 0) band[start + x] = 0;
      else if (band[start + x] === FREE) band[start + x] = RIM;
    }
  }
}

// A square marked later never takes back a stronger mark.
const RIM = 1;
const FREE = 2;
const sureOf = (label: number) => (label ? SURE_FOREGROUND : SURE_BACKGROUND);

/** Marks pixels within reach of an edge as free, and the ring about them as the rim that holds the cut. */
function nearEdge({ labels, width, height }: LevelLabels): Uint8Array {
  const marks = new Uint8Array(labels.length);
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      const right = x + 1 < width && labels[p] !== labels[p + 1];
      const below = y + 1 < height && labels[p] !== labels[p + width];
      if (!right && !below) continue;
      markSquare(marks, width, height, x, y, REACH + 1, RIM);
      markSquare(marks, width, height, x, y, REACH, FREE);
    }
  }
  return marks;
}

/** Raises every pixel within `reach` columns and rows of (x, y) to at least `value`. */
function markSquare(
  marks: Uint8Array,
  width: number,
  height: number,
  x: number,
  y: number,
  reach: number,
  value: number,
): void {
  const left = Math.max(0, x - reach);
  const right = Math.min(width - 1, x + reach);
  for (let row = Math.max(0, y - reach); row <= Math.min(height - 1, y + reach); row++) {
    for (let p = row * width + left; p <= row * width + right; p++) {
      if (marks[p] < value) marks[p] = value;
    }
  }
}

/** For each place of the longer row, the place of the shorter row that covers its middle. */
function scaleTable(longer: number, shorter: number): Int32Array {
  return Int32Array.from({ length: longer }, (_, i) => Math.floor(((i + 0.5) * shorter) / longer));
}

function enlarged(
  values: Uint8Array,
  from: { readonly width: number; readonly height: number },
  width: number,
  height: number,
): Uint8Array {
  const columns = scaleTable(width, from.width);
  const rows = scaleTable(height, from.height);
  const out = new Uint8Array(width * height);
  for (let y = 0, p = 0; y < height; y++) {
    const row = rows[y] * from.width;
    if (y > 0 && rows[y] === rows[y - 1]) {
      out.copyWithin(p, p - width, p);
      p += width;
      continue;
    }
    for (let x = 0; x < width; x++, p++) out[p] = values[row + columns[x]];
  }
  return out;
}

/** Lab of the chosen pixels of a level, read from the photo by squares, and only those that hold any. */
async function readNodes(
  reader: PhotoReader,
  rect: Rect,
  at: Int32Array,
  width: number,
  height: number,
): Promise<Float32Array> {
  const across = Math.ceil(width / TILE);
  const members = new Map<number, number[]>();
  for (let i = 0; i < at.length; i++) {
    const tile = Math.floor(Math.floor(at[i] / width) / TILE) * across + Math.floor((at[i] % width) / TILE);
    const list = members.get(tile);
    if (list) list.push(i);
    else members.set(tile, [i]);
  }
  const lab = new Float32Array(3 * at.length);
  const pixel = new Float32Array(3);
  const readSquare = async ([tile, list]: [number, number[]]): Promise<void> => {
    const left = (tile % across) * TILE;
    const top = Math.floor(tile / across) * TILE;
    const w = Math.min(TILE, width - left);
    const h = Math.min(TILE, height - top);
    const x = Math.floor((left * rect.width) / width);
    const y = Math.floor((top * rect.height) / height);
    const under = {
      x: rect.x + x,
      y: rect.y + y,
      width: Math.floor(((left + w) * rect.width) / width) - x,
      height: Math.floor(((top + h) * rect.height) / height) - y,
    };
    const { data } = await reader.read(under, w, h);
    for (const i of list) {
      const row = Math.floor(at[i] / width) - top;
      rgbaToLab(data, pixel, 1, 4 * (row * w + (at[i] % width) - left));
      lab.set(pixel, 3 * i);
    }
  };
  // All asked for at once: a reader on another thread answers them in one go.
  await Promise.all([...members].map(readSquare));
  return lab;
}
