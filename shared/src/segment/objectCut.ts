import { cropPlane, type Plane } from '../raster/picture.ts';
import { clipRect, containsRect, EMPTY_RECT, isEmptyRect, unionRects, type Rect } from '../raster/rect.ts';
import { boxRoundClick } from './clickBox.ts';
import { judgeCut } from './cutQuality.ts';
import { refineEdge, type RefinedEdge } from './edgeRefine.ts';
import { drawStroke, openRegion, type Point, type Region, type Stroke } from './objectRegion.ts';
import type { PhotoReader } from './photoReader.ts';
import { SURE_BACKGROUND, SURE_FOREGROUND, type ColourModels, type RegionHints } from './regionCut.ts';

export type ObjectSelection = {
  /** Bounds of what was found, in photo pixels; empty when nothing was. */
  readonly rect: Rect;
  /** 0 or 255 a pixel of `rect`. */
  readonly mask: Plane;
  /** False when the object's colours are also the background's, or its edge does not show. */
  readonly confident: boolean;
};

export type ObjectSession = {
  /** The thing in a box drawn round it. Forgets strokes and an earlier box. */
  readonly box: (rect: Rect) => Promise<ObjectSelection>;
  /** The thing at a pixel; after a box or a click, that pixel belongs to it as well. */
  readonly click: (x: number, y: number) => Promise<ObjectSelection>;
  /** A correction: what lies under the stroke belongs to the thing, or does not. */
  readonly stroke: (
    points: readonly Point[],
    kind: 'add' | 'subtract',
    size?: number,
  ) => Promise<ObjectSelection>;
};

const ROUNDS = 5;
// After a correction the models are nearly right already.
const CORRECTION_ROUNDS = 2;
// Diameter of a click's or stroke's certainty, as a share of the region's longer side.
const STROKE_SIZE = 0.012;

/**
 * Selects one thing in a photo from a box or clicks, corrected by strokes. The region round the box is
 * cut at a bounded size, then the edge is followed up to the photo's own pixels. A correction re-uses
 * the flow and the colour models of the cut before it. One call after the other: each waits for its pixels.
 */
export function createObjectSession(reader: PhotoReader): ObjectSession {
  let region: Region | undefined;
  let last: Cut | undefined;
  let strokes: Stroke[] = [];

  async function selectIn(box: Rect): Promise<ObjectSelection> {
    region = await openRegion(reader, box);
    last = undefined;
    return select(region);
  }

  async function select(current: Region): Promise<ObjectSelection> {
    const hints = current.first.hints.slice();
    for (const stroke of strokes) drawStroke(hints, current, stroke);
    last = await cutRegion(reader, current, { hints, prior: current.first.prior }, last);
    return last.selection;
  }

  async function correct(stroke: Stroke): Promise<ObjectSelection> {
    if (!region) throw new RangeError('a stroke corrects a box or a click; there is none yet');
    strokes.push(stroke);
    const touched = strokeBounds(stroke, reader);
    if (stroke.hint === SURE_FOREGROUND && !containsRect(region.box, touched)) {
      return selectIn(unionRects(region.box, touched));
    }
    return select(region);
  }

  return {
    async box(rect) {
      const box = clipRect(rect, reader.width, reader.height);
      if (isEmptyRect(box)) {
        throw new RangeError(
          `box ${rect.width}×${rect.height} at ${rect.x}, ${rect.y} misses a photo of ${reader.width}×${reader.height}`,
        );
      }
      strokes = [];
      return selectIn(box);
    },
    async click(x, y) {
      if (!(x >= 0 && y >= 0 && x < reader.width && y < reader.height)) {
        throw new RangeError(`click at ${x}, ${y} is outside a photo of ${reader.width}×${reader.height}`);
      }
      const point = { x, y };
      const size = STROKE_SIZE * Math.max(reader.width, reader.height);
      const stroke = { points: [point], hint: SURE_FOREGROUND, size };
      if (region) return correct(stroke);
      strokes = [stroke];
      return selectIn(await boxRoundClick(reader, point));
    },
    async stroke(points, kind, size) {
      const scale = region ? region.rect : reader;
      return correct({
        points,
        hint: kind === 'add' ? SURE_FOREGROUND : SURE_BACKGROUND,
        size: size ?? STROKE_SIZE * Math.max(scale.width, scale.height),
      });
    },
  };
}

/** The part of the photo that a stroke touches. */
function strokeBounds({ points, size }: Stroke, photo: PhotoReader): Rect {
  let bounds = EMPTY_RECT;
  for (const { x, y } of points) {
    const [left, top] = [Math.floor(x - size / 2), Math.floor(y - size / 2)];
    const dot = {
      x: left,
      y: top,
      width: Math.ceil(x + size / 2) - left,
      height: Math.ceil(y + size / 2) - top,
    };
    bounds = unionRects(bounds, dot);
  }
  return clipRect(bounds, photo.width, photo.height);
}

/** What a cut found, and what a correction of it starts from. */
export type Cut = {
  readonly selection: ObjectSelection;
  readonly models: ColourModels;
  readonly edge: RefinedEdge;
};

/**
 * Cuts an opened region and follows the edge up to the photo's pixels.
 * @param before the same region's cut before a correction
 */
export async function cutRegion(
  reader: PhotoReader,
  region: Region,
  given: RegionHints,
  before?: Cut,
): Promise<Cut> {
  const { width, height, rect, lab } = region;
  const found = region.cut.solve(given, before ? CORRECTION_ROUNDS : ROUNDS, before?.models);
  const coarse = { labels: found.labels, width, height };
  const edge = await refineEdge(reader, rect, coarse, found.models, given, before?.edge);
  const { labels } = edge.levels[edge.levels.length - 1];
  const { confident } = judgeCut(lab, width, height, found);
  return { selection: { ...trimmed(labels, rect), confident }, models: found.models, edge };
}

/** Labels of a rectangle as a mask of their own bounds. */
function trimmed(labels: Uint8Array, rect: Rect): { rect: Rect; mask: Plane } {
  const within = labelBounds(labels, rect.width, rect.height);
  const mask = cropPlane({ data: labels, width: rect.width, height: rect.height }, within);
  for (let p = 0; p < mask.data.length; p++) mask.data[p] = mask.data[p] ? 255 : 0;
  if (isEmptyRect(within)) return { rect: EMPTY_RECT, mask };
  return { rect: { ...within, x: rect.x + within.x, y: rect.y + within.y }, mask };
}

function labelBounds(labels: Uint8Array, width: number, height: number): Rect {
  let left = width;
  let right = -1;
  let top = -1;
  let bottom = -1;
  for (let y = 0; y < height; y++) {
    const row = labels.subarray(y * width, (y + 1) * width);
    const first = row.indexOf(1);
    if (first < 0) continue;
    if (top < 0) top = y;
    bottom = y;
    left = Math.min(left, first);
    right = Math.max(right, row.lastIndexOf(1));
  }
  return top < 0 ? EMPTY_RECT : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}
