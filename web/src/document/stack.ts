import { intersectRects, isEmptyRect, type Rect } from '@cleanplate/shared/raster/rect.ts';
import { compositeLayer, dressLayer, type DressedLayer } from './dress.ts';
import type { Layer, Patch } from './patch.ts';
import type { Photo } from './photo.ts';

/** The patches over the untouched photo, from below to above. */
export interface Stack {
  /** A list that is never changed: another one takes its place. */
  patches: readonly Patch[];
  /** RGBA of the photo with the visible patches; with `below`, of the photo and these only. */
  read(rect: Rect, below?: readonly Layer[]): Uint8ClampedArray<ArrayBuffer>;
  /** A layer ready to be composited over the visible patches; a patch: over those under it. */
  dress(layer: Layer): DressedLayer;
}

interface Kept {
  readonly below: readonly Layer[];
  readonly dressed: DressedLayer;
}

const overlap = (a: Layer, b: Layer): boolean => !isEmptyRect(intersectRects(a.area, b.area));
const sameLayers = (a: readonly Layer[], b: readonly Layer[]): boolean =>
  a.length === b.length && a.every((layer, at) => layer === b[at]);

export function createStack(photo: Pick<Photo, 'read'>): Stack {
  // Made anew when what lies below has changed; forgotten with its layer.
  const kept = new WeakMap<Layer, Kept>();

  /** The visible patches that a layer is seen over, as far as they touch it. */
  const underneath = (layer: Layer): readonly Patch[] => {
    const at = stack.patches.findIndex((patch) => patch === layer);
    const lower = at < 0 ? stack.patches : stack.patches.slice(0, at);
    return lower.filter((patch) => patch.visible && overlap(patch, layer));
  };

  const stack: Stack = {
    patches: [],
    read(rect, below) {
      const pixels = photo.read(rect);
      for (const layer of below ?? stack.patches.filter(({ visible }) => visible))
        if (!isEmptyRect(intersectRects(layer.area, rect))) compositeLayer(pixels, rect, stack.dress(layer));
      return pixels;
    },
    dress(layer) {
      const below = underneath(layer);
      const found = kept.get(layer);
      if (found && sameLayers(found.below, below)) return found.dressed;
      const dressed = dressLayer(layer);
      kept.set(layer, { below, dressed });
      return dressed;
    },
  };
  return stack;
}
