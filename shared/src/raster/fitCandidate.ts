import { alignCandidate, type Alignment } from './align.ts';
import { applyColourMatch, matchColour } from './colourMatch.ts';
import { fitMask } from './mask.ts';
import { ringAround } from './morphology.ts';
import { guardPicture, guardPlane, guardSameSize, type Picture, type Plane } from './picture.ts';
import { resamplePicture } from './resample.ts';
import { applySharpness, matchSharpness } from './sharpnessMatch.ts';
import { applyAlignment } from './warp.ts';

export interface FittedCandidate {
  /** Of the photo's size, on the photo's pixels and in its colours; null when it does not line up. */
  readonly picture: Picture | null;
  readonly alignment: Alignment;
  /** Inside the mask the candidate shows what the photo shows. */
  readonly isUnchanged: boolean;
}

/** The ring on which both are compared, in pixels of the smaller picture: near enough to show the same thing, wide enough to have texture. */
const RING_INNER = 4;
const RING_OUTER = 96;

/** Grey levels that re-encoding may change; a masked thing that is gone changes more, in more than a speck of places. */
const UNCHANGED_LEVELS = 10;
const UNCHANGED_SHARE = 0.002;

/**
 * Lays a candidate of any size onto the photo: registered and colour matched on the ring round the mask, at the smaller
 * of the two resolutions, because the larger one holds nothing that both show.
 *
 * @param photo the crop region; @param mask 0 or 255 of its size, the effective mask
 * @param sent the crop as the engine got it, any size: what it hands back unchanged has lost what encoding lost
 */
export function fitCandidate(
  photo: Picture,
  candidate: Picture,
  mask: Plane,
  sent: Picture = photo,
): FittedCandidate {
  guardPicture(photo, 'photo');
  guardPicture(candidate, 'candidate');
  guardPlane(mask, 'mask');
  guardSameSize(mask, 'mask', photo, 'photo');
  const size = workingSize(photo, candidate);
  const smallPhoto = resamplePicture(photo, size.width, size.height);
  const smallCandidate = resamplePicture(candidate, size.width, size.height);
  const smallMask = fitMask(mask, size.width, size.height, 'all');
  const ring = ringAround(smallMask, RING_INNER, RING_OUTER);
  const surroundings = ringAround(smallMask, RING_INNER, size.width + size.height);
  const fitted = fitOnRing(photo, candidate, {
    photo: smallPhoto,
    candidate: smallCandidate,
    ring,
    surroundings,
  });
  const isUnchanged =
    fitted.small !== null &&
    showsTheSame(resamplePicture(sent, size.width, size.height), fitted.small, smallMask);
  return { picture: fitted.picture, alignment: fitted.alignment, isUnchanged };
}

/** Both pictures and the ring at the working size. */
export interface WorkingPair {
  readonly photo: Picture;
  readonly candidate: Picture;
  readonly ring: Plane;
  /** All that may be compared for the place, the ring included; the ring alone unless given. */
  readonly surroundings?: Plane;
}

/** Registers and matches on a ring of the working size; `small` is the fitted candidate at that size. */
export function fitOnRing(
  photo: Picture,
  candidate: Picture,
  working: WorkingPair,
): { readonly picture: Picture | null; readonly small: Picture | null; readonly alignment: Alignment } {
  const { ring, surroundings } = working;
  const alignment = alignCandidate(working.photo, working.candidate, ring, surroundings);
  if (!alignment.confident) return { picture: null, small: null, alignment };
  const registered = applyAlignment(working.candidate, alignment);
  const match = matchColour(working.photo, registered, ring);
  const matched = applyColourMatch(registered, match);
  const sharpness = matchSharpness(working.photo, matched, ring);
  const small = sharpness ? applySharpness(matched, sharpness) : matched;
  if (photo.width === ring.width && photo.height === ring.height) return { picture: small, small, alignment };
  const large = resamplePicture(candidate, photo.width, photo.height);
  // A pixel's middle lies half a pixel in: the same shift is so many more of the larger picture's pixels.
  const across = photo.width / ring.width;
  const down = photo.height / ring.height;
  const moved = applyAlignment(large, {
    scale: alignment.scale,
    dx: alignment.dx * across,
    dy: alignment.dy * down,
  });
  return { picture: applyColourMatch(moved, match), small, alignment };
}

/** The size of whichever of the two has fewer pixels, in the photo's shape. */
export function workingSize(photo: Picture, candidate: Picture): { width: number; height: number } {
  const scale = Math.min(1, candidate.width / photo.width, candidate.height / photo.height);
  if (scale === 1) return { width: photo.width, height: photo.height };
  return {
    width: Math.max(1, Math.min(photo.width, candidate.width)),
    height: Math.max(1, Math.min(photo.height, candidate.height)),
  };
}

function showsTheSame(photo: Picture, candidate: Picture, mask: Plane): boolean {
  let masked = 0;
  let changed = 0;
  for (let i = 0; i < mask.data.length; i++) {
    if (mask.data[i] < 128) continue;
    masked++;
    const at = i * 4;
    const isOther = [0, 1, 2].some(
      (c) => Math.abs(photo.data[at + c] - candidate.data[at + c]) > UNCHANGED_LEVELS,
    );
    if (isOther) changed++;
  }
  return changed <= masked * UNCHANGED_SHARE;
}
