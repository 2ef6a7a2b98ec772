import { componentBounds, findComponents, type Components } from '../raster/components.ts';
import { clipRect, EMPTY_RECT, expandRect, isEmptyRect, unionRects, type Rect } from '../raster/rect.ts';
import { pictureToLab } from './lab.ts';
import { cutRegion, type ObjectSelection } from './objectCut.ts';
import { openRegion, type Region } from './objectRegion.ts';
import type { PhotoReader } from './photoReader.ts';
import { createRegionCut, MAYBE_BACKGROUND, MAYBE_FOREGROUND } from './regionCut.ts';
import { borderSaliency, otsuThreshold } from './saliency.ts';

/**
 * Why an extract does not know: `nothing` stands out; the background is `busy`, so that two looks
 * disagree; `several` unlike things stand out, and which of them is the product nobody said.
 */
export type Doubt = 'nothing' | 'busy' | 'several';

export type ForegroundExtract = ObjectSelection & { readonly doubt?: Doubt; readonly known: boolean };

/** What the first, rough look found, at its own size. */
type Look = {
  readonly labels: Uint8Array;
  readonly lab: Float32Array;
  readonly width: number;
  readonly height: number;
};

// Longer side of the first look.
const LOOK_SIZE = 256;
const LOOK_ROUNDS = 3;
// How far saliency alone may speak, and how far the first look speaks to the second, log odds.
const SALIENCY_ODDS = 2;
const LOOK_ODDS = 0.7;
// Parts smaller than this share of the largest are specks to the first look.
const LEAST_PART = 0.1;
// From this share of the largest on, a part is a thing of its own; unlike it from this ΔE on.
const OWN_PART = 0.25;
const UNLIKE = 8;
// The box about the first look's answer is wider than it by this share of its longer side.
const SLACK = 0.02;
// Share of the photo that a product covers.
const LEAST_AREA = 0.002;
const MOST_AREA = 0.85;
// Two looks that end right agree by 0.7 or more on the samples.
const LEAST_AGREEMENT = 0.7;
// A backdrop is busy when this share of its pixels differs from a neighbour by this ΔE at the size of the
// first look. Measured: sweep 0.00, marble 0.00, concrete 0.05, planks 0.16, knit 0.37.
const BUSY_STEP = 6;
const MOST_BUSY = 0.15;

/**
 * The foreground of a photo, without being told where it is: what stands out from the border is cut
 * at a small size, then its box is cut again like a box drawn by hand. The background extract is its
 * inverse. When `known` is false the mask is only a guess, and `doubt` says why.
 */
export async function extractForeground(reader: PhotoReader): Promise<ForegroundExtract> {
  const look = await firstLook(reader);
  const parts = findComponents({ ...look, data: look.labels.map((label) => 255 * label) });
  const box = boxAround(parts, reader);
  if (isEmptyRect(box)) {
    const mask = { data: new Uint8Array(0), width: 0, height: 0 };
    return { rect: EMPTY_RECT, mask, confident: false, known: false, doubt: 'nothing' };
  }
  const region = await openRegion(reader, box);
  const given = { hints: region.first.hints, prior: heeding(region, look, reader) };
  const { selection } = await cutRegion(reader, region, given);
  const doubt = doubtOf(selection, look, parts, reader);
  return { ...selection, known: !doubt, ...(doubt && { doubt }) };
}

async function firstLook(reader: PhotoReader): Promise<Look> {
  const scale = Math.min(1, LOOK_SIZE / Math.max(reader.width, reader.height));
  const width = Math.max(1, Math.round(reader.width * scale));
  const height = Math.max(1, Math.round(reader.height * scale));
  const whole = { x: 0, y: 0, width: reader.width, height: reader.height };
  const lab = pictureToLab(await reader.read(whole, width, height));
  const saliency = borderSaliency(lab, width, height);
  const { threshold } = otsuThreshold(saliency);
  // A blank photo has no threshold: nothing in it stands out.
  const labels = new Uint8Array(width * height);
  if (threshold === 0) return { labels, lab, width, height };
  const hints = Uint8Array.from(saliency, (s) => (s > threshold ? MAYBE_FOREGROUND : MAYBE_BACKGROUND));
  const prior = saliency.map((s) => SALIENCY_ODDS * Math.max(-1, Math.min(1, s / threshold - 1)));
  const cut = createRegionCut(lab, width, height, labels.fill(1));
  return { labels: cut.solve({ hints, prior }, LOOK_ROUNDS).labels, lab, width, height };
}

/** Bounds of every part that is no speck, in photo pixels, with some slack. */
function boxAround(parts: Components, reader: PhotoReader): Rect {
  const largest = parts.areas.reduce((most, area) => Math.max(most, area), 0);
  let bounds = EMPTY_RECT;
  for (let part = 1; part <= parts.count; part++) {
    if (parts.areas[part] >= LEAST_PART * largest) bounds = unionRects(bounds, componentBounds(parts, part));
  }
  const x = Math.floor((bounds.x * reader.width) / parts.width);
  const y = Math.floor((bounds.y * reader.height) / parts.height);
  const right = Math.ceil(((bounds.x + bounds.width) * reader.width) / parts.width);
  const bottom = Math.ceil(((bounds.y + bounds.height) * reader.height) / parts.height);
  const found = { x, y, width: right - x, height: bottom - y };
  const slack = Math.ceil(SLACK * Math.max(found.width, found.height));
  return clipRect(expandRect(found, slack), reader.width, reader.height);
}

/** The region's own prior, leaning towards what the first look said of each pixel. */
function heeding({ rect, width, height, first }: Region, look: Look, reader: PhotoReader): Float32Array {
  const prior = first.prior ? first.prior.slice() : new Float32Array(width * height);
  for (let p = 0; p < prior.length; p++) {
    const x = rect.x + (((p % width) + 0.5) * rect.width) / width;
    const y = rect.y + ((Math.floor(p / width) + 0.5) * rect.height) / height;
    const at =
      Math.floor((y * look.height) / reader.height) * look.width +
      Math.floor((x * look.width) / reader.width);
    prior[p] += look.labels[at] ? LOOK_ODDS : -LOOK_ODDS;
  }
  return prior;
}

function doubtOf(
  selection: ObjectSelection,
  look: Look,
  parts: Components,
  reader: PhotoReader,
): Doubt | undefined {
  const { share, agreement } = compareLooks(selection, look, reader);
  if (share < LEAST_AREA || share > MOST_AREA) return 'nothing';
  if (hasUnlikeParts(parts, look.lab)) return 'several';
  const isUnsure = !selection.confident || agreement < LEAST_AGREEMENT;
  return isUnsure || busyShare(look) > MOST_BUSY ? 'busy' : undefined;
}

/** Share of the photo the selection covers, and its intersection over union with the first look. */
function compareLooks({ rect, mask }: ObjectSelection, look: Look, reader: PhotoReader) {
  const { labels, width, height } = look;
  let both = 0;
  let either = 0;
  let selected = 0;
  for (let p = 0; p < labels.length; p++) {
    const x = Math.floor((((p % width) + 0.5) * reader.width) / width) - rect.x;
    const y = Math.floor(((Math.floor(p / width) + 0.5) * reader.height) / height) - rect.y;
    const inside = x >= 0 && y >= 0 && x < rect.width && y < rect.height;
    const isSelected = inside && mask.data[y * rect.width + x] > 0;
    if (isSelected) selected++;
    if (isSelected && labels[p]) both++;
    if (isSelected || labels[p]) either++;
  }
  return { share: selected / labels.length, agreement: either > 0 ? both / either : 0 };
}

/** Share of the first look's background pixels that step to the next column or row. */
function busyShare({ labels, lab, width, height }: Look): number {
  let pixels = 0;
  let steps = 0;
  const isStep = (p: number, q: number) =>
    labels[q] === 0 &&
    Math.hypot(lab[3 * p] - lab[3 * q], lab[3 * p + 1] - lab[3 * q + 1], lab[3 * p + 2] - lab[3 * q + 2]) >
      BUSY_STEP;
  for (let y = 0; y < height - 1; y++) {
    for (let x = 0; x < width - 1; x++) {
      const p = y * width + x;
      if (labels[p]) continue;
      pixels++;
      if (isStep(p, p + 1) || isStep(p, p + width)) steps++;
    }
  }
  return pixels > 0 ? steps / pixels : 0;
}

/** Whether a second large part has another mean colour than the largest: a pair of shoes has not, a cup by a book has. */
function hasUnlikeParts(parts: Components, lab: Float32Array): boolean {
  const sums = new Float64Array(3 * (parts.count + 1));
  parts.labels.forEach((part, p) => {
    for (let c = 0; c < 3; c++) sums[3 * part + c] += lab[3 * p + c] / parts.areas[part];
  });
  let largest = 1;
  for (let part = 2; part <= parts.count; part++)
    if (parts.areas[part] > parts.areas[largest]) largest = part;
  for (let part = 1; part <= parts.count; part++) {
    if (parts.areas[part] < OWN_PART * parts.areas[largest]) continue;
    const d = [0, 1, 2].map((c) => sums[3 * part + c] - sums[3 * largest + c]);
    if (Math.hypot(...d) > UNLIKE) return true;
  }
  return false;
}
