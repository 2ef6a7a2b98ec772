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

export type CoarseLabels = {
  /** One byte a pixel, 1 = foreground. */
  readonly labels: Uint8Array;
  readonly width: number;
  readonly height: number;
};

// Coarse pixels on each side of an edge that the finer level may move it by.
const REACH = 2;
// Side of the squares that a finer level is read in.
const TILE = 256;

/**
 * Brings a coarse cut to the photo's own resolution: sizes double, and at each only a band along the
 * edge is cut again, with the same colour models (banded graph cuts, Lombaert, Sun, Grady and Xu, ICCV
 * 2005). The work grows with the edge's length, not with the area.
 *
 * @param rect where the labels lie in the photo
 * @param given what the coarse cut was given; sampled at every level
 * @returns labels of `rect.width × rect.height`
 */
export function refineEdge(
  reader: PhotoReader,
  rect: Rect,
  coarse: CoarseLabels,
  models: ColourModels,
  given: RegionHints,
): Uint8Array {
  let level = coarse;
  while (level.width < rect.width || level.height < rect.height) {
    const width = Math.min(rect.width, 2 * level.width);
    const height = Math.min(rect.height, 2 * level.height);
    const columns = scaleTable(width, coarse.width);
    const rows = scaleTable(height, coarse.height);
    level = refineLevel(reader, rect, level, width, height, models, (p) => {
      const from = rows[Math.floor(p / width)] * coarse.width + columns[p % width];
      return { at: from, odds: given.prior?.[from] ?? 0, hint: given.hints[from] };
    });
  }
  return level.labels;
}

type Belief = (p: number) => { at: number; odds: number; hint: number };

function refineLevel(
  reader: PhotoReader,
  rect: Rect,
  coarse: CoarseLabels,
  width: number,
  height: number,
  models: ColourModels,
  belief: Belief,
): CoarseLabels {
  const labels = enlarged(coarse.labels, coarse, width, height);
  const band = enlarged(nearEdge(coarse), coarse, width, height);
  const nodes = connectPixels(band, width, height);
  if (nodes.count === 0) return { labels, width, height };
  const lab = readNodes(reader, rect, nodes.at, width, height);
  const graph = createCutGraph(nodes.neighbours, contrastCapacities(lab, nodes.neighbours));
  for (let i = 0; i < nodes.count; i++) {
    const p = nodes.at[i];
    const { at, odds, hint } = belief(p);
    graph.setTerminal(i, evidence(isRim(band[p]) ? sureOf(labels[p]) : hint, lab, i, models, odds, at));
  }
  graph.solve();
  for (let i = 0; i < nodes.count; i++) labels[nodes.at[i]] = graph.isSource(i) ? 1 : 0;
  return { labels, width, height };
}

const FREE = 1;
const RIM = 2;
const isRim = (mark: number) => mark === RIM;
const sureOf = (label: number) => (label ? SURE_FOREGROUND : SURE_BACKGROUND);

/** Marks pixels within reach of an edge as free, and the ring about them as the rim that holds the cut. */
function nearEdge({ labels, width, height }: CoarseLabels): Uint8Array {
  const marks = new Uint8Array(labels.length);
  const mark = (x: number, y: number, reach: number, value: number) => {
    const left = Math.max(0, x - reach);
    const right = Math.min(width - 1, x + reach);
    for (let ny = Math.max(0, y - reach); ny <= Math.min(height - 1, y + reach); ny++) {
      for (let nx = left; nx <= right; nx++) {
        if (marks[ny * width + nx] !== FREE) marks[ny * width + nx] = value;
      }
    }
  };
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      const right = x + 1 < width && labels[p] !== labels[p + 1];
      const below = y + 1 < height && labels[p] !== labels[p + width];
      if (!right && !below) continue;
      mark(x, y, REACH + 1, RIM);
      mark(x, y, REACH, FREE);
    }
  }
  return marks;
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
function readNodes(
  reader: PhotoReader,
  rect: Rect,
  at: Int32Array,
  width: number,
  height: number,
): Float32Array {
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
  for (const [tile, list] of members) {
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
    const { data } = reader.read(under, w, h);
    for (const i of list) {
      const row = Math.floor(at[i] / width) - top;
      rgbaToLab(data, pixel, 1, 4 * (row * w + (at[i] % width) - left));
      lab.set(pixel, 3 * i);
    }
  }
  return lab;
}
