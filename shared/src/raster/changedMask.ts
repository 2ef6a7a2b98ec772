import { findComponents } from './components.ts';
import { fitOnRing, workingSize, type WorkingPair } from './fitCandidate.ts';
import type { Alignment } from './align.ts';
import { fitMask } from './mask.ts';
import { close, dilate, fillHoles } from './morphology.ts';
import { createPlane, guardPicture, guardSameSize, type Picture, type Plane } from './picture.ts';
import { resamplePicture } from './resample.ts';

/** Grey levels below which a difference is re-encoding, and from which on somebody painted; both rise with the noise. */
const LEAST_LOW = 6;
const LEAST_HIGH = 18;
/** A picture of which more than three quarters were painted has no quarter to tell the noise from. */
const MOST_NOISE = 4;
const LOW_NOISE = 4;
const HIGH_NOISE = 10;
/** Smaller parts than this are specks of the encoder, larger holes than this were left alone on purpose; square pixels. */
const LEAST_AREA = 16;
const MOST_HOLE = 64;
/** A painted part ends softer than it can be told from the photo, in pixels. */
const SOFT_EDGE = 2;
/** Share of the picture that must be as it was: without it there is nothing to register on. */
const LEAST_KEPT = 0.02;

/**
 * Where a candidate shows something else than the photo, 0 or 255: smoothed differences with two thresholds (hysteresis,
 * Canny 1986), so that grain and re-encoding do not count and soft ends of what was painted do. Both of one size.
 */
export function changedMask(photo: Picture, candidate: Picture): Plane {
  guardPicture(photo, 'photo');
  guardPicture(candidate, 'candidate');
  guardSameSize(candidate, 'candidate', photo, 'photo');
  const differences = smoothDifferences(photo, candidate);
  const noise = Math.min(MOST_NOISE, lowerQuartile(differences));
  const low = Math.max(LEAST_LOW, LOW_NOISE * noise);
  const high = Math.max(LEAST_HIGH, HIGH_NOISE * noise);
  const { width, height } = photo;
  const weak = createPlane(width, height);
  for (let i = 0; i < differences.length; i++) weak.data[i] = differences[i] >= low ? 255 : 0;
  const parts = findComponents(weak);
  const isPainted = new Uint8Array(parts.count + 1);
  for (let i = 0; i < differences.length; i++) if (differences[i] >= high) isPainted[parts.labels[i]] = 1;
  const painted = createPlane(width, height);
  for (let i = 0; i < differences.length; i++) {
    const part = parts.labels[i];
    if (part !== 0 && isPainted[part] === 1 && parts.areas[part] >= LEAST_AREA) painted.data[i] = 255;
  }
  return dilate(fillHoles(close(painted, SOFT_EDGE), MOST_HOLE), SOFT_EDGE);
}

export interface FoundCandidate {
  /** Of the photo's size, fitted; null when it does not line up with what was left alone. */
  readonly picture: Picture | null;
  /** Where the engine painted: 0 or 255, of the photo's size; empty when it changed nothing. */
  readonly mask: Plane;
  readonly alignment: Alignment;
}

/**
 * For a mask that the engine found by itself: what it left alone registers the candidate and matches its colours, what
 * it changed becomes the mask. Only engines that keep the photo's framing are asked so; a candidate that moved shows
 * changes on every edge, and is registered first on all it shows.
 */
export function fitFoundCandidate(photo: Picture, candidate: Picture): FoundCandidate {
  const size = workingSize(photo, candidate);
  const small: Omit<WorkingPair, 'ring'> = {
    photo: resamplePicture(photo, size.width, size.height),
    candidate: resamplePicture(candidate, size.width, size.height),
  };
  const everywhere = createPlane(size.width, size.height, 255);
  const kept = complement(dilate(changedMask(small.photo, small.candidate), SOFT_EDGE));
  const onKept = share(kept) >= LEAST_KEPT ? fitOnRing(photo, candidate, { ...small, ring: kept }) : null;
  const fitted = onKept?.picture ? onKept : fitOnRing(photo, candidate, { ...small, ring: everywhere });
  const mask = fitted.small ? changedMask(small.photo, fitted.small) : createPlane(size.width, size.height);
  return {
    picture: fitted.picture,
    alignment: fitted.alignment,
    mask: fitMask(mask, photo.width, photo.height),
  };
}

function complement(mask: Plane): Plane {
  return { ...mask, data: mask.data.map((value) => 255 - value) };
}

function share(mask: Plane): number {
  let count = 0;
  for (const value of mask.data) if (value >= 128) count++;
  return count / mask.data.length;
}

/** The largest difference of the three channels, each averaged with its sign over 3 × 3 pixels: grain averages out. */
function smoothDifferences(photo: Picture, candidate: Picture): Float32Array {
  const { width, height } = photo;
  const out = new Float32Array(width * height);
  const row = new Float32Array(width);
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < height; y++) {
      row.fill(0);
      let rows = 0;
      for (let near = Math.max(0, y - 1); near <= Math.min(height - 1, y + 1); near++, rows++) {
        for (let x = 0, at = near * width * 4 + c; x < width; x++, at += 4)
          row[x] += candidate.data[at] - photo.data[at];
      }
      for (let x = 0; x < width; x++) {
        const left = x > 0 ? row[x - 1] : row[x];
        const right = x + 1 < width ? row[x + 1] : row[x];
        const mean = Math.abs(left + row[x] + right) / (3 * rows);
        if (mean > out[y * width + x]) out[y * width + x] = mean;
      }
    }
  }
  return out;
}

/** A quarter of the picture at least is taken to be as it was: its upper end is what re-encoding does. */
function lowerQuartile(values: Float32Array): number {
  const step = Math.max(1, Math.floor(values.length / 20_000));
  const sample = Float32Array.from({ length: Math.ceil(values.length / step) }, (_, i) => values[i * step]);
  sample.sort();
  return sample[sample.length >> 2];
}
