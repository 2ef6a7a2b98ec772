import type { Plane, Size } from '@cleanplate/shared/raster/picture.ts';
import type { Rect } from '@cleanplate/shared/raster/rect.ts';
import type { ForegroundExtract } from '@cleanplate/shared/segment/extract.ts';
import type { ObjectSelection } from '@cleanplate/shared/segment/objectCut.ts';
import type { PhotoReader } from '@cleanplate/shared/segment/photoReader.ts';
import type { MaskReader } from '@cleanplate/shared/segment/withoutMasked.ts';
import type { ActedMask, MaskAction } from '../document/maskActions.ts';
import type { ObjectStep } from '../document/objects.ts';
import type { PlaneTiles } from '../document/tiledPlane.ts';

/** Parts of the photo, from the worker that holds it. */
export type ReadPhoto = PhotoReader['read'];

/** 0 or 255 over a rectangle of the photo; outside nothing is masked. */
export type RefinedMask = Pick<ObjectSelection, 'rect' | 'mask'>;

/**
 * Long work on a copy, away from the worker that paints. Inputs are plain data and are the heavy worker's own; what it
 * answers is applied by the document's worker, in one step, if what it was made from still stands.
 */
export interface HeavyApi {
  /** Null for an empty mask. */
  actOnMask(mask: PlaneTiles, action: MaskAction, amount: number): ActedMask | null;
  /** The product, without being told where it is; with the mask, as if what is masked were gone already. */
  extractForeground(photo: Size, read: ReadPhoto, readMask: MaskReader | null): Promise<ForegroundExtract>;
  /**
   * The thing that these steps point at. The cut before the last step is kept by the pick's id, so that a correction
   * starts from it; where it is gone, all steps are taken again.
   */
  pickObject(
    id: string,
    steps: readonly ObjectStep[],
    photo: Size,
    read: ReadPhoto,
  ): Promise<ObjectSelection>;
  /** A proposed mask (coverage 0–255, any size in the photo's framing) made to follow the photo's edges. */
  refineMask(proposal: Plane, photo: Size, read: ReadPhoto): Promise<RefinedMask>;
  /** What stands out in each of the boxes. */
  cutBoxes(boxes: readonly Rect[], photo: Size, read: ReadPhoto): Promise<readonly ObjectSelection[]>;
}
