import { findBlobs, groupBlobs } from '@cleanplate/shared/inpaint/blobs.ts';
import { removalCrop } from '@cleanplate/shared/inpaint/removalCrop.ts';
import type { Plane } from '@cleanplate/shared/raster/picture.ts';
import { unionRects, type Rect } from '@cleanplate/shared/raster/rect.ts';
import { squareRegion } from './removal.ts';

/** One request of a removal, in pixels of the mask. */
export interface PlannedCrop {
  /** What is sent. */
  readonly region: Rect;
  /** Bounds of the masked parts that this request answers for. */
  readonly answers: Rect;
}

export interface CropPlan {
  /** Longest side that the engine keeps, pixels. */
  readonly bestSide: number;
  readonly aspect: 'square' | 'any';
}

/** Every crop is paid for, and waits for the slowest. */
const MOST_CROPS = 4;
/** Dust all over is one job; sorting it into few crops would take longer than it saves. */
const MOST_BLOBS = 64;
/** Detail, as pixels a side, that must be won before anything is sent in parts. */
const LEAST_GAIN = 1.5;
/** Detail that may be lost for one request less. */
const SMALL_LOSS = 0.9;

/**
 * How a mask is cut into requests: one, unless its parts lie so far apart that together they would be sent much smaller
 * than each by itself. Parts near each other stay together, so that no crop shows half of a thing that must go.
 *
 * @param mask 0 or 255, not empty
 */
export function planCrops(mask: Plane, plan: CropPlan): readonly PlannedCrop[] {
  const { width, height } = mask;
  const whole: Rect = { x: 0, y: 0, width, height };
  const scaleOf = (rect: Rect) => Math.min(1, plan.bestSide / Math.max(rect.width, rect.height));
  if (scaleOf(whole) === 1) return [{ region: whole, answers: whole }];

  const cropOf = (answers: Rect): PlannedCrop => {
    const cut = removalCrop(answers, width, height);
    const region = plan.aspect === 'square' ? squareRegion(cut, answers, width, height) : cut;
    return { region, answers };
  };
  const detailOf = (crop: PlannedCrop) => scaleOf(crop.region);
  const join = (a: PlannedCrop, b: PlannedCrop) => cropOf(unionRects(a.answers, b.answers));
  const blobs = findBlobs(mask.data, width, height);
  if (blobs.length > MOST_BLOBS) return [{ region: whole, answers: whole }];
  let crops = groupBlobs(blobs).map(({ bounds }) => cropOf(bounds));
  while (crops.length > 1) {
    const [a, b, joined] = bestPair(crops, join, detailOf);
    const isCheap = detailOf(joined) >= SMALL_LOSS * Math.min(detailOf(a), detailOf(b));
    if (!isCheap && crops.length <= MOST_CROPS) break;
    crops = [...crops.filter((crop) => crop !== a && crop !== b), joined];
  }
  const least = Math.min(...crops.map(detailOf));
  return crops.length > 1 && least >= LEAST_GAIN * scaleOf(whole)
    ? crops.toSorted((a, b) => a.answers.y - b.answers.y || a.answers.x - b.answers.x)
    : [{ region: whole, answers: whole }];
}

/** The two crops that lose least by being sent as one. */
function bestPair(
  crops: readonly PlannedCrop[],
  join: (a: PlannedCrop, b: PlannedCrop) => PlannedCrop,
  detailOf: (crop: PlannedCrop) => number,
): [PlannedCrop, PlannedCrop, PlannedCrop] {
  let best: [PlannedCrop, PlannedCrop, PlannedCrop] | undefined;
  let least = Infinity;
  for (const [at, a] of crops.entries())
    for (const b of crops.slice(at + 1)) {
      const joined = join(a, b);
      const loss = Math.min(detailOf(a), detailOf(b)) / detailOf(joined);
      if (loss >= least) continue;
      least = loss;
      best = [a, b, joined];
    }
  if (!best) throw new RangeError(`${crops.length} crops have no pair`);
  return best;
}
