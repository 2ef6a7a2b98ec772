import { countDifferences } from '@cleanplate/shared/raster/composite.ts';
import { clipRect, expandRect } from '@cleanplate/shared/raster/rect.ts';
import { measureSeam, seamReach } from '@cleanplate/shared/seam/measure.ts';
import { compositeLayer, type DressedLayer } from './dress.ts';
import type { Document } from './document.ts';
import type { SeamFacts } from './facts.ts';
import type { Layer } from './patch.ts';
import { placePlane } from './removal.ts';

/** What was counted and measured of a layer over what lies below it. */
export interface Proof {
  /** Pixels outside the effective mask that differ from what lies below. */
  readonly changedOutside: number;
  /** null: too little edge to measure. */
  readonly seam: SeamFacts | null;
}

// The same pixels over the same pixels give the same proof.
const known = new WeakMap<DressedLayer, Proof>();

/**
 * Composites a layer over what lies below it and compares the two. Nothing is ever written outside a layer's area: there
 * the count is 0 without looking; inside it every pixel is looked at.
 */
export function proofOf(document: Document, layer: Layer): Proof {
  const dressed = document.dress(layer);
  const found = known.get(dressed);
  if (found) return found;
  const below = document.under(layer);
  const { area, mask } = layer;
  const size = { width: area.width, height: area.height };
  const before = document.readWith(area, below);
  const after = before.slice();
  compositeLayer(after, area, dressed);
  const changedOutside = countDifferences(
    { data: before, ...size },
    { data: after, ...size },
    { data: mask, ...size },
  );
  const { width, height } = document.photo;
  const wide = clipRect(expandRect(area, seamReach(layer.matteWidth)), width, height);
  const pixels = document.readWith(wide, below);
  compositeLayer(pixels, wide, dressed);
  const picture = { data: pixels, width: wide.width, height: wide.height };
  const wideMask = {
    data: placePlane({ data: mask, ...size }, area, wide),
    width: wide.width,
    height: wide.height,
  };
  const proof = { changedOutside, seam: measureSeam(picture, wideMask, layer.matteWidth) };
  known.set(dressed, proof);
  return proof;
}
