import { squaredDistances } from '@cleanplate/shared/raster/distance.ts';
import { MASK_THRESHOLD } from '@cleanplate/shared/raster/mask.ts';
import { clipRect, expandRect } from '@cleanplate/shared/raster/rect.ts';
import type { PaintedPlane } from './planeLevels.ts';
import { samplePlane } from './overlaySample.ts';
import type { PhotoView } from './photoReader.ts';
import { planeBounds } from './tiledPlane.ts';

/** The longer side of what is looked at: an edge that hugs is still two pixels wide, and a look costs a few ms. */
const mostSide = 360;
/** Colours in 16 steps a channel. */
const bins = 16;
/** The thing is looked for ring by ring up to this far outside, in looked-at pixels; what lies beyond is the surroundings. */
const reach = 8;
/** A colour is the thing's when it is this much commoner inside the mask than in the surroundings. */
const telling = 12;
/** The edge shows when such colours are this share of the first ring, and has ended when they are below the other. */
const showing = 0.15;
const clean = 0.04;
const leastPixels = 40;

/**
 * Whether a masked thing goes on outside the mask, as it does when the mask hugs its edge: counts, ring by ring outwards,
 * the pixels whose colours are common inside and hardly found farther out.
 * @param margin photo pixels by which the mask will be grown anyway
 * @returns by how many photo pixels more it should grow; 0 when its edge is clear or cannot be told
 */
export function edgeOutside(photo: PhotoView, mask: PaintedPlane, margin: number): number {
  const bounds = planeBounds(mask.plane);
  const context = margin + Math.max(24, Math.max(bounds.width, bounds.height) / 4);
  const region = clipRect(expandRect(bounds, Math.ceil(context)), photo.width, photo.height);
  const scale = Math.min(1, mostSide / Math.max(region.width, region.height));
  const width = Math.max(1, Math.round(region.width * scale));
  const height = Math.max(1, Math.round(region.height * scale));
  const { data: pixels } = photo.read(region, width, height);
  const sampled = new Uint8Array(width * height);
  const view = { scale, offsetX: -region.x * scale, offsetY: -region.y * scale, turns: 0 };
  samplePlane(mask.plane, mask.levels, view, { x: 0, y: 0, width, height }, sampled);
  const distances = squaredDistances({ data: sampled, width, height }, 'mask');

  const colourAt = (i: number): number =>
    ((pixels[4 * i] >> 4) * bins + (pixels[4 * i + 1] >> 4)) * bins + (pixels[4 * i + 2] >> 4);
  /** 0 inside the mask, 1 for the first ring outside the margin, …; above `reach`: the surroundings; −1 in the margin. */
  const ringAt = (i: number): number => {
    if (sampled[i] >= MASK_THRESHOLD) return 0;
    const outside = Math.sqrt(distances[i]) - margin * scale;
    return outside <= 0 ? -1 : Math.ceil(outside);
  };
  const inside = new Float64Array(bins ** 3);
  const beyond = new Float64Array(bins ** 3);
  let insideCount = 0;
  let beyondCount = 0;
  for (let i = 0; i < sampled.length; i++) {
    const ring = ringAt(i);
    if (ring === 0) {
      inside[colourAt(i)]++;
      insideCount++;
    } else if (ring > reach) {
      beyond[colourAt(i)]++;
      beyondCount++;
    }
  }
  if (insideCount < leastPixels || beyondCount < leastPixels) return 0;
  const found = new Float64Array(reach + 1);
  const counts = new Float64Array(reach + 1);
  for (let i = 0; i < sampled.length; i++) {
    const ring = ringAt(i);
    if (ring < 1 || ring > reach) continue;
    counts[ring]++;
    const share = inside[colourAt(i)] / insideCount;
    if (share > 1e-3 && share > telling * (beyond[colourAt(i)] / beyondCount + 1e-5)) found[ring]++;
  }
  const shareOf = (ring: number): number => found[ring] / Math.max(1, counts[ring]);
  if (counts[1] < leastPixels || shareOf(1) < showing) return 0;
  for (let ring = 2; ring <= reach; ring++) if (shareOf(ring) < clean) return Math.ceil(ring / scale);
  // It does not end within reach: a part of a larger thing was meant, or the backdrop looks like it.
  return 0;
}
