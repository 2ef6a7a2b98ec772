import { dilate, erode } from '../raster/morphology.ts';
import { cropPlane, type Plane } from '../raster/picture.ts';
import { maskBounds, thresholdMask } from '../raster/mask.ts';
import { clipRect, EMPTY_RECT, expandRect, isEmptyRect, type Rect } from '../raster/rect.ts';
import { resamplePlane } from '../raster/resample.ts';
import { refineEdge } from './edgeRefine.ts';
import { pictureToLab } from './lab.ts';
import type { PhotoReader } from './photoReader.ts';
import {
  createRegionCut,
  MAYBE_BACKGROUND,
  MAYBE_FOREGROUND,
  SURE_BACKGROUND,
  SURE_FOREGROUND,
} from './regionCut.ts';

/** Longer side at which the cut is made; the edge is then followed up to the photo's pixels. */
const WORK_SIDE = 320;
/** How far from its outline the proposal may be wrong: share of the work side. */
const DOUBT = 0.006;
/** Surroundings from which the other side's colours are learnt: share of the longer side of the bounds. */
const MARGIN = 0.15;
/** How strongly the proposal's own coverage speaks in doubt, a natural logarithm of odds. */
const ODDS = 4;
const ROUNDS = 3;

/**
 * Turns a proposed mask, right in the large and soft at its edge, into one that follows the photo's edges: inside and
 * outside are kept, and between them a graph cut decides by the colours of both sides and by contrast.
 *
 * @param proposal coverage 0–255 in the photo's framing, any size
 * @returns 0 or 255 over a rectangle of the photo; outside nothing is masked
 */
export async function refineMask(
  reader: PhotoReader,
  proposal: Plane,
): Promise<{ readonly rect: Rect; readonly mask: Plane }> {
  const bounds = maskBounds(thresholdMask(proposal));
  if (isEmptyRect(bounds))
    return { rect: EMPTY_RECT, mask: { data: new Uint8Array(0), width: 0, height: 0 } };
  const margin = Math.max(8, Math.round(MARGIN * Math.max(bounds.width, bounds.height)));
  const near = clipRect(expandRect(bounds, margin), proposal.width, proposal.height);
  const rect = onPhoto(near, proposal, reader);
  const scale = Math.min(1, WORK_SIDE / Math.max(rect.width, rect.height));
  const width = Math.max(2, Math.min(rect.width, Math.round(rect.width * scale)));
  const height = Math.max(2, Math.min(rect.height, Math.round(rect.height * scale)));
  const coverage = resamplePlane(cropPlane(proposal, near), width, height, 'catmullRom');
  const given = { hints: hintsOf(coverage), prior: priorOf(coverage) };
  const lab = pictureToLab(await reader.read(rect, width, height));
  const cut = createRegionCut(lab, width, height, new Uint8Array(width * height).fill(1));
  const { labels, models } = cut.solve(given, ROUNDS);
  const { levels } = await refineEdge(reader, rect, { labels, width, height }, models, given);
  const finest = levels[levels.length - 1].labels;
  const data = new Uint8Array(finest.length);
  for (let i = 0; i < data.length; i++) data[i] = finest[i] ? 255 : 0;
  return { rect, mask: { data, width: rect.width, height: rect.height } };
}

function onPhoto(near: Rect, proposal: Plane, photo: { width: number; height: number }): Rect {
  const [across, down] = [photo.width / proposal.width, photo.height / proposal.height];
  const x = Math.floor(near.x * across);
  const y = Math.floor(near.y * down);
  return {
    x,
    y,
    width: Math.min(photo.width, Math.ceil((near.x + near.width) * across)) - x,
    height: Math.min(photo.height, Math.ceil((near.y + near.height) * down)) - y,
  };
}

function hintsOf(coverage: Plane): Uint8Array {
  const doubt = Math.max(2, DOUBT * Math.max(coverage.width, coverage.height));
  const inner = erode(coverage, doubt).data;
  const outer = dilate(coverage, doubt).data;
  return coverage.data.map((value, i) => {
    if (inner[i]) return SURE_FOREGROUND;
    if (!outer[i]) return SURE_BACKGROUND;
    return value >= 128 ? MAYBE_FOREGROUND : MAYBE_BACKGROUND;
  });
}

const priorOf = (coverage: Plane): Float32Array =>
  Float32Array.from(coverage.data, (value) => (ODDS * (value - 127.5)) / 127.5);
