import { componentBounds, findComponents } from '@cleanplate/shared/raster/components.ts';
import { createPlane } from '@cleanplate/shared/raster/picture.ts';
import { unionRects, type Rect } from '@cleanplate/shared/raster/rect.ts';
import type { Layer } from './patch.ts';
import type { Removal, RemovalResult } from './removal.ts';

/** More separate parts than this are not chosen one by one: the smallest go with the part nearest to them. */
export const maxParts = 8;

/** The separate parts of a removal's effective mask, largest first. */
export interface Parts {
  /** Part of each pixel of the area, from 1; 0 outside the mask. */
  readonly labels: Uint8Array;
  /** Bounds of part 1, 2, …, on the photo. */
  readonly bounds: readonly Rect[];
}

const centre = ({ x, y, width, height }: Rect) => ({ x: x + width / 2, y: y + height / 2 });
const apart = (a: Rect, b: Rect): number =>
  (centre(a).x - centre(b).x) ** 2 + (centre(a).y - centre(b).y) ** 2;

/** Finds the parts of a mask over an area of the photo. */
export function findParts(area: Rect, mask: Uint8Array): Parts {
  const found = findComponents({ data: mask, width: area.width, height: area.height });
  const order = Array.from({ length: found.count }, (_, at) => at + 1).sort(
    (a, b) => found.areas[b] - found.areas[a] || a - b,
  );
  const boundsOf = (label: number): Rect => {
    const bounds = componentBounds(found, label);
    return { ...bounds, x: bounds.x + area.x, y: bounds.y + area.y };
  };
  const bounds: Rect[] = [];
  const partOf = new Uint8Array(found.count + 1);
  for (const label of order) {
    const own = boundsOf(label);
    if (bounds.length < maxParts) {
      partOf[label] = bounds.push(own);
      continue;
    }
    const distances = bounds.map((other) => apart(own, other));
    const nearest = distances.indexOf(Math.min(...distances));
    partOf[label] = nearest + 1;
    bounds[nearest] = unionRects(bounds[nearest], own);
  }
  const labels = new Uint8Array(mask.length);
  for (let i = 0; i < labels.length; i++) labels[i] = partOf[found.labels[i]];
  return { labels, bounds };
}

const kept = new WeakMap<Uint8Array, Parts>();

/** The same for a removal, remembered with its mask. */
export function partsOf({ area, mask }: Pick<Removal, 'area' | 'mask'>): Parts {
  const parts = kept.get(mask) ?? findParts(area, mask);
  kept.set(mask, parts);
  return parts;
}

/** The pixels of a plane that lie in the wanted parts. */
function within(plane: Uint8Array, labels: Uint8Array, wanted: ReadonlySet<number>): Uint8Array<ArrayBuffer> {
  const out = createPlane(plane.length, 1).data as Uint8Array<ArrayBuffer>;
  for (let i = 0; i < out.length; i++) if (wanted.has(labels[i])) out[i] = plane[i];
  return out;
}

/**
 * One layer for each result that is chosen for a part, its mask cut down to the parts that it is chosen for. Together they
 * cover the whole mask, and none touches another's part.
 * @param choices a result for each part, in the parts' order
 */
export function mixLayers(
  removal: Pick<Removal, 'area' | 'mask' | 'drawnMask'>,
  choices: readonly RemovalResult[],
): readonly (RemovalResult & Layer)[] {
  const { labels } = partsOf(removal);
  return [...new Set(choices)].map((result) => {
    const wanted = new Set(choices.flatMap((choice, at) => (choice === result ? [at + 1] : [])));
    // A drawn pixel lies in the grown part that came of it.
    return {
      ...result,
      mask: within(result.mask, labels, wanted),
      drawnMask: within(result.drawnMask, labels, wanted),
    };
  });
}
