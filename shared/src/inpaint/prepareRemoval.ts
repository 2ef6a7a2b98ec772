import { type Blob, findBlobs, groupBlobs, joinBlobs } from './blobs.ts';
import { checkMask, checkSizes } from './checkInput.ts';
import { haloWidth } from './halo.ts';
import { createPlainHost, type EngineHost, throwIfCancelled } from './host.ts';
import { prepareRegion, type Region } from './region.ts';
import { removalCrop } from './removalCrop.ts';
import { ringRoughness } from './score.ts';
import { type Speck, speckOf } from './specks.ts';
import type { Rect, RemovalHooks, RemovalInput, RemovalNotice } from './types.ts';

/** What all candidates of one removal share. Lives in the host's arena until the next `prepareRemoval` on that host. */
export type PreparedRemoval = {
  readonly input: RemovalInput;
  readonly host: EngineHost;
  /** Smallest rectangle holding the mask. */
  readonly area: Rect;
  /** Blobs that are filled by search, those that one piece of the photo covers, and those with nothing to copy from. */
  readonly regions: readonly Region[];
  readonly specks: readonly Speck[];
  readonly smooth: readonly Blob[];
  /** How rough the photo is round the hole, see `ringRoughness`: the mean over the regions by their holes' sizes. */
  readonly roughness: number;
  /** What every candidate should say. */
  readonly notices: readonly RemovalNotice[];
};

/** Crops begin and end at multiples of this, pixels. */
const ALIGNMENT = 64;
/** When the blobs' crops together are larger than this many times the picture, all are filled as one. */
const MOST_CROPS = 2;

/**
 * Looks at the hole and builds what every candidate needs. Takes about a tenth of the time of a candidate.
 *
 * @throws RemovalProblem MASK_MISMATCH, MASK_EMPTY or MASK_FULL; RemovalCancelled
 */
export function prepareRemoval(
  input: RemovalInput,
  hooks: RemovalHooks = {},
  host: EngineHost = createPlainHost(),
): PreparedRemoval {
  checkSizes(input);
  const blobs = findBlobs(input.mask, input.width, input.height);
  const area = checkMask(blobs, input);
  host.arena.release(0);
  const specks: Speck[] = [];
  const larger: Blob[] = [];
  for (const blob of blobs) {
    const speck = speckOf(blob, input);
    if (speck) specks.push(speck);
    else larger.push(blob);
  }
  const groups = chooseGroups(larger, input);
  const all = [...groups, ...specks.map(({ blob }) => blob)];
  const regions: Region[] = [];
  const smooth: Blob[] = [];
  for (const blob of groups) {
    throwIfCancelled(hooks.cancel);
    const crop = removalCrop(blob.bounds, input.width, input.height);
    const region = prepareRegion(host, input, aligned(crop, input), blob, all);
    if (region) regions.push(region);
    else smooth.push(blob);
  }
  const roughness = meanRoughness(host, regions);
  return { input, host, area, regions, specks, smooth, roughness, notices: noticesOf(host, input, regions) };
}

function meanRoughness(host: EngineHost, regions: readonly Region[]): number {
  let sum = 0;
  let holes = 0;
  for (const { finest, pyramid } of regions) {
    sum += finest.holeCount * ringRoughness(host, pyramid);
    holes += finest.holeCount;
  }
  return holes > 0 ? sum / holes : 0;
}

function noticesOf(host: EngineHost, input: RemovalInput, regions: readonly Region[]): RemovalNotice[] {
  const notices: RemovalNotice[] = [];
  if (regions.some(({ finest }) => finest.isProtectionLifted)) notices.push({ code: 'PROTECTION_LIFTED' });
  const growPx = Math.max(0, ...regions.map(({ pyramid, rect }) => haloWidth(host, pyramid, input, rect)));
  if (growPx > 0) notices.push({ code: 'HALO', growPx });
  return notices;
}

/** Blobs far apart are filled each in its own crop, unless the crops overlap so much that one is less work. */
function chooseGroups(blobs: readonly Blob[], input: RemovalInput): Blob[] {
  if (blobs.length === 0) return [];
  const groups = groupBlobs(blobs);
  const pixels = groups.reduce((sum, { bounds }) => {
    const crop = removalCrop(bounds, input.width, input.height);
    return sum + crop.width * crop.height;
  }, 0);
  return pixels > MOST_CROPS * input.width * input.height ? [joinBlobs(blobs)] : groups;
}

/** Grows a crop to multiples of ALIGNMENT, so that halving loses no column at its far edge while there is one to keep. */
function aligned(crop: Rect, { width, height }: RemovalInput): Rect {
  const x = Math.floor(crop.x / ALIGNMENT) * ALIGNMENT;
  const y = Math.floor(crop.y / ALIGNMENT) * ALIGNMENT;
  const right = Math.min(width, Math.ceil((crop.x + crop.width) / ALIGNMENT) * ALIGNMENT);
  const bottom = Math.min(height, Math.ceil((crop.y + crop.height) / ALIGNMENT) * ALIGNMENT);
  return { x, y, width: right - x, height: bottom - y };
}
