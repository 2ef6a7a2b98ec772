import { maskBounds } from '../raster/mask.ts';
import { cropPlane, type Plane } from '../raster/picture.ts';
import { clipRect, containsRect, isEmptyRect, unionRects, type Rect } from '../raster/rect.ts';
import { boxRoundClick } from './clickBox.ts';
import { judgeCut } from './cutQuality.ts';
import { refineEdge } from './edgeRefine.ts';
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
  readonly box: (rect: Rect) => ObjectSelection;
  /** The thing at a pixel; after a box or a click, that pixel belongs to it as well. */
  readonly click: (x: number, y: number) => ObjectSelection;
  /** A correction: what lies under the stroke belongs to the thing, or does not. */
  readonly stroke: (points: readonly Point[], kind: 'add' | 'subtract', size?: number) => ObjectSelection;
};

const ROUNDS = 5;
// After a correction the models are nearly right already.
const CORRECTION_ROUNDS = 2;
// Diameter of a click's or stroke's certainty, as a share of the region's longer side.
const STROKE_SIZE = 0.012;

/**
 * Selects one thing in a photo from a box or clicks, corrected by strokes. The region round the box is
 * cut at a bounded size, then the edge is followed up to the photo's own pixels. A correction re-uses
 * the flow and the colour models of the cut before it.
 */
export function createObjectSession(reader: PhotoReader): ObjectSession {
  let region: Region | undefined;
  let models: ColourModels | undefined;
  let strokes: Stroke[] = [];

  function selectIn(box: Rect): ObjectSelection {
    region = openRegion(reader, box);
    models = undefined;
    return select(region, ROUNDS);
  }

  function select(current: Region, rounds: number): ObjectSelection {
    const hints = current.first.hints.slice();
    for (const stroke of strokes) drawStroke(hints, current, stroke);
    const found = cutRegion(reader, current, { hints, prior: current.first.prior }, rounds, models);
    models = found.models;
    return found.selection;
  }

  function correct(stroke: Stroke): ObjectSelection {
    strokes.push(stroke);
    if (!region) throw new RangeError('a stroke corrects a box or a click; there is none yet');
    const touched = boundsOf(stroke, reader);
    if (stroke.hint === SURE_FOREGROUND && !containsRect(region.box, touched)) {
      return selectIn(unionRects(region.box, touched));
    }
    return select(region, CORRECTION_ROUNDS);
  }

  return {
    box(rect) {
      const box = clipRect(rect, reader.width, reader.height);
      if (isEmptyRect(box)) {
        throw new RangeError(
          `box ${rect.width}×${rect.height} at ${rect.x}, ${rect.y} misses a photo of ${reader.width}×${reader.height}`,
        );
      }
      strokes = [];
      return selectIn(box);
    },
    click(x, y) {
      if (!(x >= 0 && y >= 0 && x < reader.width && y < reader.height)) {
        throw new RangeError(`click at ${x}, ${y} is outside a photo of ${reader.width}×${reader.height}`);
      }
      const point = { x, y };
      const size = STROKE_SIZE * Math.max(reader.width, reader.height);
      const stroke = { points: [point], hint: SURE_FOREGROUND, size };
      if (region) return correct(stroke);
      strokes = [stroke];
      return selectIn(boxRoundClick(reader, point));
    },
    stroke(points, kind, size) {
      const scale = region ? region.rect : reader;
      return correct({
        points,
        hint: kind === 'add' ? SURE_FOREGROUND : SURE_BACKGROUND,
        size: size ?? STROKE_SIZE * Math.max(scale.width, scale.height),
      });
    },
  };
}

function boundsOf({ points, size }: Stroke, reader: PhotoReader): Rect {
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const x = Math.floor(Math.min(...xs) - size / 2);
  const y = Math.floor(Math.min(...ys) - size / 2);
  const right = Math.ceil(Math.max(...xs) + size / 2);
  const bottom = Math.ceil(Math.max(...ys) + size / 2);
  return clipRect({ x, y, width: right - x, height: bottom - y }, reader.width, reader.height);
}

/**
 * Cuts an opened region and follows the edge up to the photo's pixels.
 * @param models where the colour models start; fitted to the hints when absent
 */
export function cutRegion(
  reader: PhotoReader,
  region: Region,
  given: RegionHints,
  rounds = ROUNDS,
  models?: ColourModels,
): { selection: ObjectSelection; models: ColourModels } {
  const { width, height, rect, lab } = region;
  const found = region.cut.solve(given, rounds, models);
  const fine = refineEdge(reader, rect, { labels: found.labels, width, height }, found.models, given);
  const { confident } = judgeCut(lab, width, height, found);
  return { selection: { ...trimmed(fine, rect), confident }, models: found.models };
}

/** Labels of a rectangle as a mask of their own bounds. */
function trimmed(labels: Uint8Array, rect: Rect): { rect: Rect; mask: Plane } {
  const plane = { data: labels.map((label) => (label ? 255 : 0)), width: rect.width, height: rect.height };
  const within = maskBounds(plane);
  return {
    rect: { ...within, x: rect.x + within.x, y: rect.y + within.y },
    mask: cropPlane(plane, within),
  };
}
