import { clipRect, intersectRects, isEmptyRect, unionRects, type Rect } from '../raster/rect.ts';
import { createObjectSession, type ObjectSelection } from './objectCut.ts';
import type { PhotoReader } from './photoReader.ts';

/** One window the people detector answered with, in pixels of the picture it was shown. */
export type Detection = Rect & {
  /** Distance from the detector's decision boundary; 0 is undecided. */
  readonly weight: number;
};

// The detector (Dalal and Triggs 2005) was trained on 64×128 windows with the person about 32×96 within:
// a quarter of each window's width and an eighth of its height is surroundings, on each side.
const SIDE_MARGIN = 0.25 * 0.5;
const END_MARGIN = 0.125 * 0.4;
// Below this a coat stand is as likely as a person.
const LEAST_WEIGHT = 0.5;
// Windows that share this much of the smaller one show the same person.
const SAME_PERSON = 0.5;

/**
 * Boxes of people, in photo pixels: weak windows dropped, windows of one person joined, surroundings
 * trimmed as far as a raised arm allows. Strongest first.
 *
 * @param detections in pixels of a picture of `shownWidth` × `shownHeight`
 */
export function peopleBoxes(
  detections: readonly Detection[],
  shown: { readonly width: number; readonly height: number },
  photo: { readonly width: number; readonly height: number },
): Rect[] {
  const strong = detections
    .filter(({ weight }) => weight >= LEAST_WEIGHT)
    .toSorted((a, b) => b.weight - a.weight);
  const people: Rect[] = [];
  for (const { x, y, width, height } of strong) {
    const window = { x, y, width, height };
    const same = people.findIndex((person) => isSamePerson(person, window));
    if (same < 0) people.push(window);
    else people[same] = unionRects(people[same], window);
  }
  const sx = photo.width / shown.width;
  const sy = photo.height / shown.height;
  return people
    .map(({ x, y, width, height }) => {
      const left = Math.round((x + SIDE_MARGIN * width) * sx);
      const top = Math.round((y + END_MARGIN * height) * sy);
      const right = Math.round((x + (1 - SIDE_MARGIN) * width) * sx);
      const bottom = Math.round((y + (1 - END_MARGIN) * height) * sy);
      return clipRect(
        { x: left, y: top, width: right - left, height: bottom - top },
        photo.width,
        photo.height,
      );
    })
    .filter((box) => !isEmptyRect(box));
}

/** The people in those boxes, each cut out of its own box. */
export async function extractPeople(reader: PhotoReader, boxes: readonly Rect[]): Promise<ObjectSelection[]> {
  const found = await Promise.all(boxes.map((box) => createObjectSession(reader).box(box)));
  return found.filter(({ rect }) => !isEmptyRect(rect));
}

function isSamePerson(a: Rect, b: Rect): boolean {
  const shared = intersectRects(a, b);
  const smaller = Math.min(a.width * a.height, b.width * b.height);
  return shared.width * shared.height > SAME_PERSON * smaller;
}
