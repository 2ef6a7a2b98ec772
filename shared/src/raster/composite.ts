import {
  createPicture,
  guardPicture,
  guardPlane,
  guardSameSize,
  type Picture,
  type Plane,
} from './picture.ts';

/**
 * The photo with the candidate laid over it through the matte: the photo's bytes where the matte is 0, the candidate's
 * colour where it is 255, in proportion between. Alpha is the photo's everywhere. All three of one size (a crop
 * region or a whole photo); throws RangeError otherwise. The photo is not touched.
 */
export function compositeThroughMatte(photo: Picture, candidate: Picture, matte: Plane): Picture {
  guardPicture(photo, 'photo');
  guardPicture(candidate, 'candidate');
  guardPlane(matte, 'matte');
  guardSameSize(candidate, 'candidate', photo, 'photo');
  guardSameSize(matte, 'matte', photo, 'photo');
  const out = createPicture(photo.width, photo.height);
  out.data.set(photo.data);
  for (let i = 0, at = 0; i < matte.data.length; i++, at += 4) {
    const share = matte.data[i];
    if (share === 0) continue;
    for (let c = at; c < at + 3; c++) {
      out.data[c] = (photo.data[c] * (255 - share) + candidate.data[c] * share) / 255;
    }
  }
  return out;
}

/**
 * How many pixels differ in any byte where the matte is 0: the promise, counted. 0 is kept. All of one size; throws
 * RangeError otherwise.
 */
export function countDifferences(a: Picture, b: Picture, outsideMatte: Plane): number {
  guardPicture(a, 'first picture');
  guardPicture(b, 'second picture');
  guardPlane(outsideMatte, 'matte');
  guardSameSize(b, 'second picture', a, 'first picture');
  guardSameSize(outsideMatte, 'matte', a, 'first picture');
  let count = 0;
  for (let i = 0, at = 0; i < outsideMatte.data.length; i++, at += 4) {
    if (outsideMatte.data[i] !== 0) continue;
    const same =
      a.data[at] === b.data[at] &&
      a.data[at + 1] === b.data[at + 1] &&
      a.data[at + 2] === b.data[at + 2] &&
      a.data[at + 3] === b.data[at + 3];
    if (!same) count++;
  }
  return count;
}
