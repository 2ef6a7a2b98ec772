import { componentBounds, findComponents } from '../raster/components.ts';
import { clipRect, expandRect, type Rect } from '../raster/rect.ts';
import { pictureToLab } from './lab.ts';
import type { Point } from './objectRegion.ts';
import type { PhotoReader } from './photoReader.ts';
import { createRegionCut, MAYBE_BACKGROUND, MAYBE_FOREGROUND, SURE_FOREGROUND } from './regionCut.ts';
import { barrierDistance } from './saliency.ts';

// Longer side at which the thing is looked for; the box it gives is cut again, finer.
const WORK_SIZE = 192;
// Radius round the click that is the thing for certain, as a share of the longer side.
const CLICK_RADIUS = 0.01;
const ROUNDS = 3;
// Barriers below this are grain, ΔE summed over three channels.
const GRAIN = 3;
const MOST_ODDS = 3;
// The box drawn round what was found, as a share of its longer side.
const SLACK = 0.04;

/**
 * A box round the thing at one pixel. A pixel is likelier part of it when less of a barrier lies
 * between it and the click than between it and the photo's border; then one rough cut, and the bounds
 * of the part that holds the click.
 *
 * @param click inside the photo
 */
export async function boxRoundClick(reader: PhotoReader, click: Point): Promise<Rect> {
  const scale = Math.min(1, WORK_SIZE / Math.max(reader.width, reader.height));
  const width = Math.max(1, Math.round(reader.width * scale));
  const height = Math.max(1, Math.round(reader.height * scale));
  const whole = { x: 0, y: 0, width: reader.width, height: reader.height };
  const lab = pictureToLab(await reader.read(whole, width, height));
  const x = Math.min(width - 1, Math.floor((click.x * width) / reader.width));
  const y = Math.min(height - 1, Math.floor((click.y * height) / reader.height));

  const n = width * height;
  const disc = new Uint8Array(n);
  const border = new Uint8Array(n);
  const radius = Math.max(1, CLICK_RADIUS * Math.max(width, height));
  for (let p = 0; p < n; p++) {
    const px = p % width;
    const py = Math.floor(p / width);
    if (Math.hypot(px - x, py - y) <= radius) disc[p] = 1;
    else if (px === 0 || py === 0 || px === width - 1 || py === height - 1) border[p] = 1;
  }
  const fromClick = barrierDistance(lab, width, height, disc);
  const fromBorder = barrierDistance(lab, width, height, border);
  const prior = new Float32Array(n);
  const hints = new Uint8Array(n);
  for (let p = 0; p < n; p++) {
    // Without a border (a photo two pixels wide) nothing speaks against the click.
    const far = Number.isFinite(fromBorder[p]) ? fromBorder[p] : MAX_BARRIER;
    const odds = 1.5 * Math.log((far + GRAIN) / (fromClick[p] + GRAIN));
    prior[p] = Math.max(-MOST_ODDS, Math.min(MOST_ODDS, odds));
    hints[p] = disc[p] ? SURE_FOREGROUND : odds > 0 ? MAYBE_FOREGROUND : MAYBE_BACKGROUND;
  }
  const { labels } = createRegionCut(lab, width, height, new Uint8Array(n).fill(1)).solve(
    { hints, prior },
    ROUNDS,
  );
  return grownPart(labels, width, height, x, y, reader);
}

// The widest barrier there is: 100 of lightness and about 200 of each colour axis.
const MAX_BARRIER = 500;

function grownPart(
  labels: Uint8Array,
  width: number,
  height: number,
  x: number,
  y: number,
  reader: PhotoReader,
): Rect {
  const parts = findComponents({ data: labels.map((label) => 255 * label), width, height });
  const part = componentBounds(parts, parts.labels[y * width + x]);
  const left = Math.floor((part.x * reader.width) / width);
  const top = Math.floor((part.y * reader.height) / height);
  const right = Math.ceil(((part.x + part.width) * reader.width) / width);
  const bottom = Math.ceil(((part.y + part.height) * reader.height) / height);
  const found = { x: left, y: top, width: right - left, height: bottom - top };
  const slack = Math.ceil(SLACK * Math.max(found.width, found.height));
  return clipRect(expandRect(found, slack), reader.width, reader.height);
}
