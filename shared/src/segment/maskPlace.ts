import type { Picture, Plane } from '../raster/picture.ts';
import { resamplePicture, resamplePlane } from '../raster/resample.ts';

/** Where a mask belongs on its photo: photo pixel p is the mask's pixel c + scale · (p − c) + (dx, dy), c the centre. */
export interface MaskPlace {
  readonly dx: number;
  readonly dy: number;
  readonly scale: number;
  /** How much better its edge lies on edges of the photo there than where it is moved at random: 1 is no better. */
  readonly lead: number;
  readonly isSure: boolean;
}

/** Longer side of the pictures that are compared. */
const WORK_SIDE = 512;
/** Farthest that is looked for: models were seen to move a picture by 12 px of 1024 and to scale it by 2 %. */
const REACH = 10;
const SCALES = [1, 0.99, 1.01, 0.98, 1.02, 0.97, 1.03] as const;
/** Farther off than any model moved a mask: what its edge meets there it meets by chance. */
const CHANCE = [24, 34, 48, 68] as const;
const MOST_POINTS = 3000;
const LEAST_POINTS = 24;
/** Grey levels per pixel at which an edge of the photo counts half: strong texture must not outweigh a faint outline. */
const HALF_EDGE = 6;
/** An edge lies on the photo's when it meets this many times as much of it as by chance. */
const LEAST_LEAD = 1.7;

interface EdgePoint {
  readonly x: number;
  readonly y: number;
  /** Unit normal of the mask's edge. */
  readonly nx: number;
  readonly ny: number;
}

/**
 * Registers a mask to a photo of the same size: its outline is moved and scaled until most of it lies on edges of the
 * photo that run the same way (chamfer-like matching by direction; Borgefors 1988, Steger 2002). A mask has no texture,
 * so that nothing else of it can be compared.
 */
export function placeMask(photo: Picture, mask: Plane): MaskPlace {
  const shrink = Math.min(1, WORK_SIDE / Math.max(photo.width, photo.height));
  const width = Math.max(2, Math.round(photo.width * shrink));
  const height = Math.max(2, Math.round(photo.height * shrink));
  const edges = photoEdges(resamplePicture(photo, width, height));
  const points = outlinePoints(resamplePlane(mask, width, height));
  if (points.length < LEAST_POINTS) return { dx: 0, dy: 0, scale: 1, lead: 0, isSure: false };
  const score = (dx: number, dy: number, scale: number) => meet(points, edges, width, height, dx, dy, scale);

  let best = { dx: 0, dy: 0, scale: 1 };
  let most = -1;
  for (const scale of SCALES)
    for (let dy = -REACH; dy <= REACH; dy++)
      for (let dx = -REACH; dx <= REACH; dx++) {
        // A little less for more: what fits everywhere has not moved.
        const found = score(dx, dy, scale) * (1 - 0.002 * Math.hypot(dx, dy) - 0.5 * Math.abs(scale - 1));
        if (found <= most) continue;
        most = found;
        best = { dx, dy, scale };
      }
  let chance = 0;
  let tries = 0;
  for (const far of CHANCE)
    for (let turn = 0; turn < 8; turn++, tries++)
      chance += score(far * Math.cos((turn * Math.PI) / 4), far * Math.sin((turn * Math.PI) / 4), 1);
  const lead = most / Math.max(1e-3, chance / tries);
  // Photo pixel p lies at (p − shift) of the outline: the other way round, and in the photo's own pixels.
  const back = 1 / best.scale;
  return {
    dx: -best.dx / shrink,
    dy: -best.dy / shrink,
    scale: back,
    lead,
    // At the end of the reach the best place is still farther off, if there is one.
    isSure: lead >= LEAST_LEAD && Math.max(Math.abs(best.dx), Math.abs(best.dy)) < REACH,
  };
}

/** Share of the outline's points that meet an edge of the photo running the same way, 0–1. */
function meet(
  points: readonly EdgePoint[],
  { gx, gy }: Edges,
  width: number,
  height: number,
  dx: number,
  dy: number,
  scale: number,
): number {
  const [cx, cy] = [(width - 1) / 2, (height - 1) / 2];
  let sum = 0;
  let met = 0;
  for (const { x, y, nx, ny } of points) {
    const px = Math.round(cx + scale * (x - cx) + dx);
    const py = Math.round(cy + scale * (y - cy) + dy);
    if (px < 0 || py < 0 || px >= width || py >= height) continue;
    met++;
    const at = py * width + px;
    sum += Math.abs(gx[at] * nx + gy[at] * ny);
  }
  return met * 2 < points.length ? 0 : sum / met;
}

interface Edges {
  /** Direction of the strongest channel's slope, its length between 0 and 1. */
  readonly gx: Float32Array;
  readonly gy: Float32Array;
}

function photoEdges({ data, width, height }: Picture): Edges {
  const gx = new Float32Array(width * height);
  const gy = new Float32Array(width * height);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      let [bestX, bestY, most] = [0, 0, 0];
      for (let c = 0; c < 3; c++) {
        const value = (dx: number, dy: number) => data[4 * (i + dy * width + dx) + c];
        const across =
          (value(1, -1) + 2 * value(1, 0) + value(1, 1) - value(-1, -1) - 2 * value(-1, 0) - value(-1, 1)) /
          8;
        const down =
          (value(-1, 1) + 2 * value(0, 1) + value(1, 1) - value(-1, -1) - 2 * value(0, -1) - value(1, -1)) /
          8;
        const length = Math.hypot(across, down);
        if (length > most) [bestX, bestY, most] = [across, down, length];
      }
      const share = most === 0 ? 0 : 1 / (most + HALF_EDGE);
      gx[i] = bestX * share;
      gy[i] = bestY * share;
    }
  }
  return { gx, gy };
}

/** Points where the mask crosses from black to white, spread evenly; those at the frame are left out, it cuts everything. */
function outlinePoints({ data, width, height }: Plane): readonly EdgePoint[] {
  const all: EdgePoint[] = [];
  const rim = 3;
  for (let y = rim; y < height - rim; y++) {
    for (let x = rim; x < width - rim; x++) {
      const i = y * width + x;
      const isWhite = data[i] >= 128;
      if (isWhite === data[i + 1] >= 128 && isWhite === data[i + width] >= 128) continue;
      const slopeX = data[i + 2] + data[i + 1] - data[i - 1] - data[i - 2];
      const slopeY = data[i + 2 * width] + data[i + width] - data[i - width] - data[i - 2 * width];
      const length = Math.hypot(slopeX, slopeY);
      if (length > 0) all.push({ x, y, nx: slopeX / length, ny: slopeY / length });
    }
  }
  const step = Math.max(1, all.length / MOST_POINTS);
  return Array.from({ length: Math.floor(all.length / step) }, (_, k) => all[Math.floor(k * step)]);
}
