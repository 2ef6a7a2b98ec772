import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import type { ProcessedAt } from './facts.ts';

/**
 * A candidate over a rectangle of the photo with the mask it answers: what a result is before it is accepted and a patch
 * after. Plain data that can be cloned and kept. Nothing is baked in: matte, colour and grain are made from it whenever
 * they are needed (`dress.ts`), over whatever lies below then.
 */
export interface Layer {
  /** The effective mask's bounds and a ring about them, on the photo. */
  readonly area: Rect;
  /** RGBA, `area`-sized: the candidate as the engine gave it. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  /** 0 or 255, `area`-sized: the effective mask, not feathered. Layers of one removal share it. */
  readonly mask: Uint8Array<ArrayBuffer>;
  /** Width of the matte's soft edge in photo pixels, inwards from the mask's edge; 0 is hard. */
  readonly matteWidth: number;
  /** Light and colour are evened out to the photo along the mask's edge. */
  readonly colourMatch: boolean;
  /** Where the candidate is smoother than the photo round it, grain is added. */
  readonly grainMatch: boolean;
}

/** What of a layer can be set after the engine is done. */
export type Finish = Pick<Layer, 'matteWidth' | 'colourMatch' | 'grainMatch'>;

/** Where a layer came from. */
export interface Origin {
  /** The removal that it answers. */
  readonly removalId: string;
  readonly engine: string;
  /** Name of the strategy (local engine) or of the model. */
  readonly strategy: string;
  /** The mask as it was drawn, before it was grown: 0 or 255, of the layer's area. */
  readonly drawnMask: Uint8Array<ArrayBuffer>;
  /** As the engine was run. */
  readonly parameters: Readonly<Record<string, string | number>>;
  /** null: the engine drew its own and did not say. */
  readonly seed: number | null;
  /** How far the mask was grown, photo pixels. */
  readonly margin: number;
  /** The part of the photo that the engine was given. */
  readonly region: Rect;
  readonly seconds: number;
  readonly leftComputer: boolean;
  /** At which size the engine worked, where it says so. */
  readonly processedAt?: ProcessedAt;
}

/** An accepted result, stacked over the untouched photo. Never changed: an edit puts another in its place. */
export interface Patch extends Layer, Origin {
  readonly id: string;
  /** Counts up over the photo's session: "Patch 3" until it is given a name. */
  readonly number: number;
  /** Empty until the user gives one. */
  readonly name: string;
  readonly visible: boolean;
}

export const layerBytes = (layer: Layer): number => layer.pixels.byteLength + layer.mask.byteLength;

/** Throws RangeError when pixels or mask do not fit the area. */
export function guardLayer({ area, pixels, mask }: Layer): void {
  const count = area.width * area.height;
  if (pixels.length !== count * 4 || mask.length !== count)
    throw new RangeError(
      `candidate is ${pixels.length} bytes, mask ${mask.length}; ${area.width}×${area.height} needs ${count * 4} and ${count}`,
    );
}
