import { refineAlignment, searchAlignment, type Shift } from './alignSteps.ts';
import { judgeAlignment } from './alignJudge.ts';
import { halveLevel, lumaLevel, type LumaLevel } from './luma.ts';
import { guardPicture, guardPlane, guardSameSize, type Picture, type Plane } from './picture.ts';

/**
 * Where the photo's pixels lie in the candidate: photo pixel p is found at c + scale · (p − c) + (dx, dy), c the centre
 * of the picture. In photo pixels.
 */
export interface Alignment {
  readonly dx: number;
  readonly dy: number;
  readonly scale: number;
  /** Typical difference on the ring after the fit, tone and brightness settled, in grey levels. */
  readonly residual: number;
  /** False when photo and candidate do not show the same thing on the ring: such a candidate must not be offered. */
  readonly confident: boolean;
}

/** Farthest that is looked for: ±16 px and ±3 %, wider than what image models were seen to do. */
export const ALIGN_LIMITS = { shiftPx: 16, scale: 0.03 } as const;

/** The search over all shifts is made at about this many pixels across: larger costs time, smaller has no texture. */
const COARSE_SIDE = 96;

/**
 * Registers a candidate to the photo by what both show on the ring (255 = compare here; the wider, the surer; leave
 * out the mask and a few pixels around). Both pictures and the ring of one size, the crop's. Found are translation up to
 * ±16 px and scale up to ±3 % at fractions of a pixel, whatever the gain and offset of brightness.
 *
 * Coarse to fine: all shifts and five scales on the smallest picture by normalised correlation, then Gauss–Newton on
 * every level (Lucas & Kanade 1981; Baker & Matthews 2004) with Tukey's weights, so that parts which the engine
 * repainted do not pull. On a ring without texture it answers "no shift", with confidence if the tones agree.
 *
 * @param surroundings more of what both may show, the ring included. A ring on bare wall, or beside one edge, leaves a
 *   direction open; what is farther away closes it, and the ring has the last word where it has something to say.
 */
export function alignCandidate(
  photo: Picture,
  candidate: Picture,
  ring: Plane,
  surroundings?: Plane,
): Alignment {
  guardPicture(photo, 'photo');
  guardPicture(candidate, 'candidate');
  guardPlane(ring, 'ring');
  guardSameSize(candidate, 'candidate', photo, 'photo');
  guardSameSize(ring, 'ring', photo, 'photo');
  const photos = pyramid(photo, ring);
  const candidates = pyramid(candidate, ring);
  if (surroundings) {
    guardPlane(surroundings, 'surroundings');
    guardSameSize(surroundings, 'surroundings', photo, 'photo');
    const found = coarseToFine(pyramid(photo, surroundings), candidates);
    const believed = { ...found, within: 1 };
    const shift = [1, 0].reduce(
      (so, level) => (photos[level] ? refineAlignment(photos[level], candidates[level], so, believed) : so),
      found,
    );
    const alignment = judged(photos, candidates, shift);
    // Otherwise more was painted anew far away than here: the ring alone may still fit.
    if (alignment.confident) return alignment;
  }
  return judged(photos, candidates, coarseToFine(photos, candidates));
}

function coarseToFine(photos: readonly LumaLevel[], candidates: readonly LumaLevel[]): Shift {
  const coarsest = photos.length - 1;
  let shift: Shift = searchAlignment(photos[coarsest], candidates[coarsest], ALIGN_LIMITS);
  for (let level = coarsest; level >= 0; level--) {
    shift = refineAlignment(photos[level], candidates[level], shift);
  }
  return shift;
}

function judged(photos: readonly LumaLevel[], candidates: readonly LumaLevel[], shift: Shift): Alignment {
  const isNear =
    Math.hypot(shift.dx, shift.dy) <= ALIGN_LIMITS.shiftPx * Math.SQRT2 + 1 &&
    Math.abs(shift.scale - 1) <= ALIGN_LIMITS.scale + 0.005;
  // Half size where there is enough of it: an engine paints new grain, and grain is no misfit.
  const level = Math.min(1, photos.length - 1);
  const { residual, agrees } = judgeAlignment(photos[level], candidates[level], shift);
  return { dx: shift.dx, dy: shift.dy, scale: shift.scale, residual, confident: isNear && agrees };
}

function pyramid(picture: Picture, ring: Plane): LumaLevel[] {
  const levels = [lumaLevel(picture, ring)];
  for (
    let last = levels[0];
    Math.max(last.width, last.height) >= 2 * COARSE_SIDE;
    last = levels[levels.length - 1]
  ) {
    if (Math.min(last.width, last.height) < 32) break;
    levels.push(halveLevel(last));
  }
  return levels;
}
