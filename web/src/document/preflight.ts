import { clipRect, expandRect } from '@cleanplate/shared/raster/rect.ts';
import type { Document } from './document.ts';
import { edgeOutside } from './edgeOutside.ts';
import { viewPhoto } from './photoReader.ts';
import { findParts } from './planeParts.ts';
import { countPlane, planeBounds } from './tiledPlane.ts';
import { createTurns } from './turns.ts';

/** What to look at before Remove. The first two block; the others come with a fix and never block. */
export type Finding =
  | { readonly code: 'empty' }
  | { readonly code: 'everything' }
  | { readonly code: 'specks'; readonly count: number }
  | { readonly code: 'holes'; readonly pixels: number }
  | { readonly code: 'large'; readonly percent: number }
  /** The thing's colours go on just outside the effective mask: it hugs the edge. */
  | { readonly code: 'tight'; readonly growPx: number };

/** Fewer masked pixels than this, hanging together, are more likely a slip than a thing. */
export const speckArea = 16;
// Above this share of the photo the mask is more likely inverted than meant.
const largeShare = 0.4;
// Holes up to this share of the mask look like gaps between strokes.
const holeShare = 0.02;

/**
 * Looks at the mask; the cost goes by its outline. Painting goes on meanwhile, and ends the look.
 * @param dilation fraction of the photo's width by which the mask will be grown
 */
export async function findFindings(document: Document, dilation: number): Promise<readonly Finding[]> {
  const { plane } = document.planes.mask;
  const masked = countPlane(plane);
  const pixels = plane.width * plane.height;
  if (masked === 0) return [{ code: 'empty' }];
  if (masked === pixels) return [{ code: 'everything' }];
  const findings: Finding[] = [];
  const rect = clipRect(expandRect(planeBounds(plane), 1), plane.width, plane.height);
  const limits = { speck: speckArea, hole: Math.max(speckArea, holeShare * masked) };
  const parts = await findParts(plane, rect, limits, createTurns({ aborted: false }).next);
  if (!parts) return [];
  if (parts.specks > 0 && parts.specks < parts.count) findings.push({ code: 'specks', count: parts.specks });
  if (parts.holePixels > 0) findings.push({ code: 'holes', pixels: parts.holePixels });
  if (masked > largeShare * pixels) findings.push({ code: 'large', percent: (100 * masked) / pixels });
  else {
    const growPx = edgeOutside(viewPhoto(document), document.planes.mask, dilation * plane.width);
    if (growPx > 0) findings.push({ code: 'tight', growPx });
  }
  return findings;
}
