import { intersectRects, isEmptyRect, type Rect } from '@cleanplate/shared/raster/rect.ts';
import { compositeLayer, dressLayer, type DressedLayer } from './dress.ts';
import type { Layer, Patch } from './patch.ts';
import type { Photo } from './photo.ts';

/** The patches over the untouched photo, from below to above. */
export interface Stack {
  /** A list that is never changed: another one takes its place. */
  patches: readonly Patch[];
  /** RGBA of the photo with the visible patches, or with these layers, from below to above. */
  read(rect: Rect, layers?: readonly Layer[]): Uint8ClampedArray<ArrayBuffer>;
  /** The visible patches that a layer is seen over, as far as they touch it. */
  under(layer: Layer): readonly Patch[];
  /** A layer ready to be composited over the visible patches; a patch: over those under it. */
  dress(layer: Layer): DressedLayer;
}

interface Kept {
  readonly layer: Layer;
  readonly below: readonly Layer[];
  readonly dressed: DressedLayer;
}

const overlap = (a: Layer, b: Layer): boolean => !isEmptyRect(intersectRects(a.area, b.area));
const sameLayers = (a: readonly Layer[], b: readonly Layer[]): boolean =>
  a.length === b.length && a.every((layer, at) => layer === b[at]);
/** Whether two layers are dressed alike over the same ground, as a result and the patch that it became. */
const dressAlike = (a: Layer, b: Layer): boolean =>
  a.pixels === b.pixels &&
  a.mask === b.mask &&
  a.matteWidth === b.matteWidth &&
  a.colourMatch === b.colourMatch &&
  a.grainMatch === b.grainMatch &&
  a.area.x === b.area.x &&
  a.area.y === b.area.y;

export function createStack(
  photo: Pick<Photo, 'read' | 'width' | 'height'> & Partial<Pick<Photo, 'colour'>>,
): Stack {
  // Made anew when what lies below has changed; forgotten with its layer.
  const kept = new WeakMap<Layer, Kept>();
  // The last of the layers that share these pixels.
  const keptOfPixels = new WeakMap<Layer['pixels'], Kept>();
  const keep = (layer: Layer, found: Kept): DressedLayer => {
    kept.set(layer, found);
    keptOfPixels.set(layer.pixels, found);
    return found.dressed;
  };

  const under = (layer: Layer): readonly Patch[] => {
    const at = stack.patches.findIndex((patch) => patch === layer);
    const lower = at < 0 ? stack.patches : stack.patches.slice(0, at);
    return lower.filter((patch) => patch.visible && overlap(patch, layer));
  };

  const stack: Stack = {
    patches: [],
    under,
    read(rect, layers) {
      const pixels = photo.read(rect);
      for (const layer of layers ?? stack.patches.filter(({ visible }) => visible))
        if (!isEmptyRect(intersectRects(layer.area, rect))) compositeLayer(pixels, rect, stack.dress(layer));
      return pixels;
    },
    dress(layer) {
      const below = under(layer);
      const found = kept.get(layer);
      if (found && sameLayers(found.below, below)) return found.dressed;
      const alike = keptOfPixels.get(layer.pixels);
      if (alike && dressAlike(alike.layer, layer) && sameLayers(alike.below, below))
        return keep(layer, alike);
      const { width, height, colour } = photo;
      const dressed = dressLayer(layer, { width, height, colour, read: (rect) => stack.read(rect, below) });
      return keep(layer, { layer, below, dressed });
    },
  };
  return stack;
}
