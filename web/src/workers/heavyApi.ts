import type { ActedMask, MaskAction } from '../document/maskActions.ts';
import type { PlaneTiles } from '../document/tiledPlane.ts';

/**
 * Long work on a copy, away from the worker that paints. Inputs are plain data and are the heavy worker's own; what it
 * answers is applied by the document's worker, in one step, if what it was made from still stands.
 */
export interface HeavyApi {
  /** Null for an empty mask. */
  actOnMask(mask: PlaneTiles, action: MaskAction, amount: number): ActedMask | null;
}
