import { DIRECTIONS } from './maxflow.ts';

const WEST = directionTo(-1, 0);
const NORTH = directionTo(0, -1);
const NORTH_WEST = directionTo(-1, -1);
const NORTH_EAST = directionTo(1, -1);

/** Fixed point of every energy: costs are integers, 64 to the unit of the paper. */
export const ENERGY_UNIT = 64;

/** Price of a cut between two equal pixels (Rother et al. 2004). */
const GAMMA = 50;

/** Some pixels of a grid as the nodes of a graph, numbered row by row. */
export type PixelNodes = {
  readonly count: number;
  /** Where node `i` lies: row × width + column. */
  readonly at: Int32Array;
  /** `8 × count` node numbers in the order of DIRECTIONS, −1 where there is none. */
  readonly neighbours: Int32Array;
};

/**
 * Joins the chosen pixels of a grid to those of their eight neighbours that are chosen too. Takes
 * memory by the pixels chosen, so that a narrow band at 50 MP stays small.
 * @param chosen `width × height`, not 0 = a node
 */
export function connectPixels(chosen: Uint8Array, width: number, height: number): PixelNodes {
  const at = chosenPixels(chosen, width * height);
  const neighbours = new Int32Array(8 * at.length).fill(-1);
  // Node numbers of two rows, and the row each was written for, so that empty rows cost nothing.
  const numbers = [new Int32Array(width + 2), new Int32Array(width + 2)];
  const rows = [new Int32Array(width + 2).fill(-2), new Int32Array(width + 2).fill(-2)];
  const join = (i: number, y: number, x: number, d: number) => {
    if (rows[y & 1][x] !== y) return;
    const j = numbers[y & 1][x];
    neighbours[8 * i + d] = j;
    neighbours[8 * j + (d ^ 1)] = i;
  };
  for (let i = 0; i < at.length; i++) {
    const y = Math.floor(at[i] / width);
    // One place wider on both sides, so that the ends need no test.
    const x = at[i] - y * width + 1;
    numbers[y & 1][x] = i;
    rows[y & 1][x] = y;
    join(i, y, x - 1, WEST);
    join(i, y - 1, x, NORTH);
    join(i, y - 1, x - 1, NORTH_WEST);
    join(i, y - 1, x + 1, NORTH_EAST);
  }
  return { count: at.length, at, neighbours };
}

/** Indices of the chosen pixels; four at a time are skipped where none is. */
function chosenPixels(chosen: Uint8Array, n: number): Int32Array {
  const words =
    chosen.byteOffset % 4 === 0 ? new Uint32Array(chosen.buffer, chosen.byteOffset, n >> 2) : undefined;
  const visit = (found: (p: number) => void) => {
    for (let p = 0; p < n; p += 4) {
      if (words && p + 4 <= n && words[p >> 2] === 0) continue;
      for (let q = p; q < Math.min(n, p + 4); q++) if (chosen[q]) found(q);
    }
  };
  let count = 0;
  visit(() => count++);
  const at = new Int32Array(count);
  count = 0;
  visit((p) => {
    at[count++] = p;
  });
  return at;
}

/**
 * What cutting each arc costs: γ·exp(−β‖Δ‖²) ∕ length, β = 1 ∕ (2 × the mean of ‖Δ‖²), so that a cut
 * is cheap along edges that stand out from the picture's own contrast (Boykov and Jolly 2001).
 *
 * @param lab interleaved Lab, three floats a node
 * @param beta contrast of a coarser solve to keep; worked out here when absent
 */
export function contrastCapacities(
  lab: Float32Array,
  neighbours: Int32Array,
  beta: number = contrastScale(lab, neighbours),
): Int32Array {
  const capacities = new Int32Array(neighbours.length);
  const straight = GAMMA * ENERGY_UNIT;
  for (let arc = 0; arc < neighbours.length; arc += 2) {
    // Even directions only: an arc and its reverse cost the same.
    const j = neighbours[arc];
    if (j < 0) continue;
    const d = arc & 7;
    const strength = (d < 4 ? straight : straight * Math.SQRT1_2) * decay(beta, lab, arc >> 3, j);
    const cost = Math.round(strength);
    capacities[arc] = cost;
    capacities[8 * j + (d ^ 1)] = cost;
  }
  return capacities;
}

/** β of the contrast term, from the mean squared Lab difference of neighbours. */
export function contrastScale(lab: Float32Array, neighbours: Int32Array): number {
  let sum = 0;
  let count = 0;
  for (let arc = 0; arc < neighbours.length; arc += 2) {
    const j = neighbours[arc];
    if (j < 0) continue;
    sum += squaredDifference(lab, arc >> 3, j);
    count++;
  }
  // A blank picture has no contrast to scale by: any positive β serves.
  return sum > 0 ? count / (2 * sum) : 1;
}

function decay(beta: number, lab: Float32Array, i: number, j: number): number {
  return Math.exp(-beta * squaredDifference(lab, i, j));
}

function squaredDifference(lab: Float32Array, i: number, j: number): number {
  const l = lab[3 * i] - lab[3 * j];
  const a = lab[3 * i + 1] - lab[3 * j + 1];
  const b = lab[3 * i + 2] - lab[3 * j + 2];
  return l * l + a * a + b * b;
}

function directionTo(dx: number, dy: number): number {
  return DIRECTIONS.findIndex((d) => d.dx === dx && d.dy === dy);
}
