import { countMasked } from '@cleanplate/shared/raster/mask.ts';
import { clipRect, expandRect, type Rect } from '@cleanplate/shared/raster/rect.ts';
import type { Document } from './document.ts';
import { placePlane, ringWidth, type Removal } from './removal.ts';
import type { StartedRemoval } from './removals.ts';

/** What a result covers and shows through: its removal's, or its own where the engine found the mask. */
export type Frame = Pick<Removal, 'area' | 'mask' | 'drawnMask' | 'margin' | 'count'>;

// Nothing is masked by the user: one pixel that is not.
const nothing = {
  area: { x: 0, y: 0, width: 1, height: 1 },
  mask: new Uint8Array(1),
  drawnMask: new Uint8Array(1),
  count: 0,
} as const;

/** A removal whose mask the engine finds: the whole photo goes, and every result brings a mask of its own. */
export function startFoundRemoval(
  document: Document,
  engine: string,
  parameters: Removal['parameters'],
): StartedRemoval {
  const { width, height } = document.photo;
  const region: Rect = { x: 0, y: 0, width, height };
  const id = crypto.randomUUID();
  const removal: Removal = {
    id,
    roundId: id,
    firstNumber: 1,
    number: document.nextNumber('round'),
    engine,
    parameters,
    bounds: region,
    margin: 0,
    region,
    ...nothing,
    results: [],
  };
  return {
    removal,
    pixels: document.read(region),
    mask: new Uint8Array(0),
    drawnMask: new Uint8Array(0),
    photoWidth: width,
    guideLines: [],
  };
}

/**
 * The frame of a candidate that came with its mask.
 * @param found 0 or 255, `rect`-sized; @param rect photo pixels; @param margin how far its edge may be soft, photo pixels
 */
export function foundFrame(
  document: Document,
  found: Uint8Array<ArrayBuffer>,
  rect: Rect,
  margin: number,
): Frame {
  const { width, height } = document.photo;
  const plane = { data: found, width: rect.width, height: rect.height };
  const area = clipRect(expandRect(rect, ringWidth), width, height);
  const mask = placePlane(plane, rect, area);
  return { area, mask, drawnMask: mask, margin, count: countMasked(plane) };
}
